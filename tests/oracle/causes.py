"""Several causes of one difference (RULINGS, "Money and booking").

"Several causes between two closes are applied in the order of the list of reasons, each booking its
own part." So the whole is worked out again with the causes let in one after the other, and what a
cause moved is what its own step moved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tests.oracle.engine import compute
from tests.oracle.facts import Row, Rows
from tests.oracle.ledger import Key, Ledger, bookables

# COMMISSIONS, Differences: the list of reasons, without those that are no cause of a line.
REASONS = (
    "late_event", "event_amended", "event_removed", "chargeback", "refund", "rule_corrected",
    "attribution_changed", "rate_late", "review_rejected",
)  # fmt: skip
FEEDS = ("clicks", "conversions", "activity", "trades", "accounts", "attributions")


@dataclass(frozen=True)
class Part:
    """What one cause moved of what a close books, in minor units."""

    reason: str
    origin: str
    partner_id: str
    deal_id: str
    component_id: str
    currency: str
    minor: int


def parts_of(
    ledger: Ledger, before: Rows, now: Rows, as_of: datetime, digits: dict[str, int]
) -> list[Part]:
    """The pending differences of closed periods, parted; `before` is what the last close knew."""
    booked: dict[Key, int] = {}
    known = {entry.bookable.key: entry.bookable for entry in ledger.entries}
    for entry in ledger.entries:
        booked[entry.bookable.key] = booked.get(entry.bookable.key, 0) + entry.minor
    steps: list[tuple[str, dict[Key, int]]] = []
    for reason in _reasons(before, now):
        lines = compute(_let_in(before, now, reason), as_of).lines
        own = {b.key: b for b in bookables(lines, digits) if b.calendar_id == ledger.calendar_id}
        known.update(own)
        steps.append((reason, {key: line.minor for key, line in own.items()}))
    found: list[Part] = []
    last = steps[-1][1] if steps else booked
    for key, line in known.items():
        came_and_went = not booked.get(key) and not last.get(key)
        if line.period_id not in ledger.closed or came_and_went:
            continue
        amount = booked.get(key, 0)
        for reason, amounts in steps:
            moved = amounts.get(key, 0) - amount
            amount += moved
            if moved:
                found.append(
                    Part(reason, line.period_id, line.partner_id, line.deal_id, line.component_id,
                         line.currency, moved)
                )  # fmt: skip
    return found


def _reasons(before: Rows, now: Rows) -> list[str]:
    """The reasons of all that changed, in the order of the list."""
    found = {
        _reason(before, table, key, versions)
        for table in FEEDS
        for key, versions in _by_record(now, table).items()
        if len(versions) != len(_by_record(before, table).get(key, ()))
    }
    if len(now.get(("raw", "portal_reviews"), ())) != len(
        before.get(("raw", "portal_reviews"), ())
    ):
        found.add("review_rejected")
    return [reason for reason in REASONS if reason in found]


def _let_in(before: Rows, now: Rows, last: str) -> Rows:
    """What is known with every cause up to a reason let in, and the later ones taken back."""
    allowed = REASONS[: REASONS.index(last) + 1]
    rows: dict[tuple[str, str], Sequence[Row]] = dict(now)
    for table in FEEDS:
        old, kept = _by_record(before, table), list[Row]()
        for key, versions in _by_record(now, table).items():
            is_in = _reason(before, table, key, versions) in allowed
            kept += versions if is_in else old.get(key, [])
        rows["raw", table] = kept
    if "review_rejected" not in allowed:
        rows["raw", "portal_reviews"] = before.get(("raw", "portal_reviews"), ())
    return rows


def _reason(before: Rows, table: str, key: str, versions: Sequence[Row]) -> str:
    """Why a record that changed since moves what it moves."""
    first_known = _by_record(before, table).get(key)
    if table == "attributions":
        return "attribution_changed"
    if versions[-1]["is_removed"]:
        return "event_removed"
    if first_known:
        return "event_amended"
    kind = str(versions[-1].get("conversion_type"))
    return kind if kind in ("chargeback", "refund") else "late_event"


def _by_record(rows: Rows, table: str) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows.get(("raw", table), ()):
        found.setdefault(str(row["record_key"]), []).append(row)
    return found
