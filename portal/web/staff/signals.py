"""Evidence of signals, for staff: what a rule asked, what it found, and by what it knows."""

from __future__ import annotations

import json
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from portal.reviews.models import Review, Signal
from portal.web.base.tags.numbers import number
from portal.web.staff import sentences

RECORDS_SHOWN = 20
# What an evidence counts or names, by its key (docs/reference/signals.md).
VALUES: dict[str, str | Promise] = {
    "clicks": lazy("clicks"),
    "sub_ids": lazy("sub-ids"),
    "partners": lazy("partners"),
    "clients": lazy("clients"),
    "trades": lazy("trades"),
    "pairs": lazy("pairs of trades"),
    "own_sign_ins": lazy("sign-ins of its own people"),
    "own_accounts": lazy("own accounts"),
    "click": lazy("country of the click"),
    "registration": lazy("country of the registration"),
    "wait_seconds": lazy("seconds after the click"),
}


def signals_found(review: Review) -> list[dict[str, Any]]:
    """Every rule that met the target of a review, the first one first."""
    return [_shown(signal) for signal in review.signals.order_by("first_seen_at", "pk")]


def _shown(signal: Signal) -> dict[str, Any]:
    evidence = _read(signal.evidence)
    records = [str(key) for key in evidence.get("records") or ()]
    return {
        "name": sentences.signal(signal.signal_code),
        "version": signal.version_no,
        "measured": number(signal.measured.normalize()),
        "threshold": number(signal.threshold.normalize()),
        "values": [
            (str(VALUES.get(name) or str(name).replace("_", " ")), value)
            for name, value in (evidence.get("values") or {}).items()
        ],
        "records": records[:RECORDS_SHOWN],
        "more": max(len(records) - RECORDS_SHOWN, 0),
        "seen_at": signal.first_seen_at,
        "vanished_at": signal.vanished_at,
    }


def _read(text: str) -> dict[str, Any]:
    """The evidence as it was kept; what is no object is shown as one value."""
    try:
        found = json.loads(text or "{}")
    except json.JSONDecodeError:
        found = text
    return found if isinstance(found, dict) else {"values": {"evidence": found}}
