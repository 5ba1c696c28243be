"""The dated history of a deal: what each version says that the one before did not."""

from __future__ import annotations

from datetime import date
from typing import Any

from portal.partners.periods import FOREVER
from portal.releases.selectors.terms import DealTerms, Version
from portal.web.partner import labels


def history(deal: DealTerms, today: date) -> list[dict[str, Any]]:
    """Versions, the latest first, each with its difference to the one before."""
    found = []
    before: Version | None = None
    for version in deal.versions:
        found.append(
            {
                "valid_from": version.valid_from,
                "valid_to": None if version.valid_to == FOREVER else version.valid_to,
                "is_ruling": version.valid_from <= today <= version.valid_to,
                "is_coming": version.valid_from > today,
                "is_first": before is None,
                "changes": differences(before, version) if before else [],
            }
        )
        before = version
    return found[::-1]


def differences(before: Version, after: Version) -> list[dict[str, Any]]:
    """By component: sentences that are gone, and new ones. The title, which names days, is left."""
    old, new = _sentences(before), _sentences(after)
    found = []
    for component_id in sorted(old.keys() | new.keys(), key=lambda c: (c != "", c)):
        was, now = old.get(component_id, ()), new.get(component_id, ())
        gone = [s for s in was if s not in now]
        added = [s for s in now if s not in was]
        if gone or added:
            name = labels.component_label(component_id) if component_id else ""
            found.append({"name": name, "gone": gone, "added": added})
    return found


def _sentences(version: Version) -> dict[str, tuple[str, ...]]:
    return {
        part.component_id: part.sentences if part.component_id else part.sentences[1:]
        for part in version.parts
    }
