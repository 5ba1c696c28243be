"""Signals of the warehouse become cases: each holds money once, and is never dropped in silence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from portal import clock
from portal.partners.authors import Author
from portal.partners.models import Program
from portal.partners.selectors import program_lock
from portal.reviews import selectors
from portal.reviews.models import Review, Signal
from portal.reviews.services import review_place

# What the partner reads of its case: what was noticed, nothing about other people.
REASONS = {
    "shared_address": "Several registrations came from one address",
    "shared_device": "Several registrations came from one device",
    "quick_conversion": "The registration followed the click faster than people do",
    "late_conversion": "The registration came unusually long after the click",
    "click_velocity": "The link was clicked faster than people do",
    "sub_id_explosion": "The link was used with unusually many sub ids on one day",
    "data_centre": "The click came from a data centre",
    "self_referral": "The registration came from an address of your own",
    "same_bank_account": "Your bank details are also those of another partner",
    "country_mismatch": "The click and the registration came from different countries",
    "churn": "Many trades were closed again within moments",
    "opposite_hedges": "Trades stand against each other",
}
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Recorded:
    """How many signals were new, and how many lost their cause or got it back."""

    new: int = 0
    vanished: int = 0
    returned: int = 0


@transaction.atomic
def signals_record(*, program_id: str, found: Iterable[Row]) -> Recorded:
    """Take over all that the program's rules find now (`mart_signals`).

    A signal that is not known yet holds its target by a new review, or joins the one that holds
    it; a known one is never raised again, whatever was decided. One that is no longer found is
    noted as vanished and keeps its case. Each row has signal_code, version_no, target_kind,
    target_id, partner_id (None: nobody's), measured, threshold, evidence (JSON text),
    first_seen_at (UTC without zone), decide_within_days and unresolved.
    """
    program = program_lock(program_id)
    known = {_key(signal): signal for signal in Signal.objects.filter(program=program)}
    rows = {(row["signal_code"], row["target_kind"], row["target_id"]): row for row in found}
    fresh = [row for key, row in sorted(rows.items()) if key not in known]
    held = _held(program_id) if fresh else {}
    partners = set(program.partners.values_list("partner_id", flat=True)) if fresh else set()
    for row in fresh:
        target = (row["target_kind"], row["target_id"])
        if target not in held:
            held[target] = _place(program, row, partners)
        _note(program, held[target], row)
    gone = [s for key, s in known.items() if key not in rows and s.vanished_at is None]
    back = [s for key, s in known.items() if key in rows and s.vanished_at is not None]
    for signals, moment in ((gone, clock.now()), (back, None)):
        for signal in signals:
            signal.vanished_at = moment
            signal.save(update_fields=["vanished_at"])
    return Recorded(len(fresh), len(gone), len(back))


def _key(signal: Signal) -> tuple[str, str, str]:
    return signal.signal_code, signal.target_kind, signal.target_id


def _held(program_id: str) -> dict[tuple[str, str], Review]:
    return {
        (review.target_kind, review.target_id): review
        for review in selectors.reviews_current(program_id)
        if selectors.state_last(review).state == "held"
    }


def _place(program: Program, row: Row, partners: set[str]) -> Review:
    today = clock.now().astimezone(ZoneInfo(program.time_zone)).date()
    partner_id = row["partner_id"] or ""
    return review_place(
        by=Author("signals"),
        program_id=program.program_id,
        target_kind=row["target_kind"],
        target_id=row["target_id"],
        signal_code=row["signal_code"],
        reason=REASONS.get(row["signal_code"], row["signal_code"].replace("_", " ").capitalize()),
        decide_by=today + timedelta(days=row["decide_within_days"]),
        partner_id=partner_id if partner_id in partners else "",
        evidence=_sentence(row),
        unresolved=row["unresolved"],
        # A partner did nothing that the rule speaks of before the rule was met.
        effective_on=_day(program, row["first_seen_at"])
        if row["target_kind"] == "partner"
        else None,
    )


def _day(program: Program, moment: datetime) -> date:
    """The program's day of a moment in UTC without zone."""
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(program.time_zone)).date()


def _sentence(row: Row) -> str:
    values = json.loads(row["evidence"])["values"]
    named = ", ".join(f"{name} {value}" for name, value in sorted(values.items()))
    return f"{row['signal_code']} v{row['version_no']}: {named}"


def _note(program: Program, review: Review, row: Row) -> None:
    signal = Signal(
        program=program,
        signal_code=row["signal_code"],
        target_kind=row["target_kind"],
        target_id=row["target_id"],
        review=review,
        version_no=row["version_no"],
        measured=row["measured"],
        threshold=row["threshold"],
        evidence=row["evidence"],
        first_seen_at=row["first_seen_at"].replace(tzinfo=UTC),
        recorded_at=clock.now(),
    )
    signal.full_clean(exclude=["program", "review"])
    signal.save()
