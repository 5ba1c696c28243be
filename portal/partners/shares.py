"""What a plan lets a partner pass to those below it, read from the file that is executed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import yaml


@dataclass(frozen=True)
class ShareRange:
    """Between which shares a relation may say its own; 0.4 is 40 %."""

    default: Decimal
    lowest: Decimal
    highest: Decimal

    def allows(self, share: Decimal) -> bool:
        return self.lowest <= share <= self.highest


def share_range(sources: Iterable[str]) -> ShareRange | None:
    """The range in which all of the plans let a relation set its share; None without one."""
    found = [one for text in sources for one in _ranges(_read(text))]
    if not found:
        return None
    lowest, highest = max(r.lowest for r in found), min(r.highest for r in found)
    return ShareRange(found[0].default, lowest, highest) if lowest <= highest else None


def _read(text: str) -> Any:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        return None


def _ranges(node: Any) -> Iterator[ShareRange]:
    if isinstance(node, dict):
        passed = node.get("passed_down")
        if isinstance(passed, dict):
            try:
                yield ShareRange(*(Decimal(str(passed[k])) for k in ("default", "min", "max")))
            except (KeyError, InvalidOperation):
                return
        for value in node.values():
            yield from _ranges(value)
    elif isinstance(node, list):
        for value in node:
            yield from _ranges(value)
