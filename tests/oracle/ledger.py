"""The ledger: closes, differences, balances (COMMISSIONS, "From line to payment")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tests.oracle.lines import Line
from tests.oracle.money import minor

Key = tuple[object, ...]


@dataclass(frozen=True)
class Bookable:
    """What a close books: a line, or "the rounded sum of partner x deal x component x period, all
    levels" under `rounding: period`."""

    key: Key
    partner_id: str
    deal_id: str
    component_id: str
    calendar_id: str
    period_id: str
    currency: str
    minor: int
    payable_from: date


@dataclass(frozen=True)
class Entry:
    """An append-only row: `origin` is the period it belongs to, `period` where it is booked."""

    kind: str
    period: str
    origin: str
    bookable: Bookable
    minor: int


@dataclass
class Ledger:
    """The entries of one program and calendar."""

    calendar_id: str
    entries: list[Entry] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)

    def differences(self, lines: Iterable[Line], digits: dict[str, int]) -> list[Entry]:
        """ "For every line of every earlier period, `difference = line now - sum of its
        entries`": also for a line that is no more."""
        now = {b.key: b for b in bookables(lines, digits) if b.calendar_id == self.calendar_id}
        booked: dict[Key, int] = defaultdict(int)
        known: dict[Key, Bookable] = {}
        for entry in self.entries:
            booked[entry.bookable.key] += entry.minor
            known[entry.bookable.key] = entry.bookable
        found = []
        for key in sorted({*now, *known}, key=str):
            line = now.get(key) or known[key]
            amount = (now[key].minor if key in now else 0) - booked[key]
            if line.period_id in self.closed and amount != 0:
                found.append(Entry("difference", "", line.period_id, line, amount))
        return found

    def close(self, period_id: str, lines: list[Line], digits: dict[str, int]) -> None:
        """ "Closing a period books each line as an entry, hold running or not", and the pending
        differences; "only locked lines are not booked"; lines of 0 are not either."""
        found = [
            Entry("difference", period_id, entry.origin, entry.bookable, entry.minor)
            for entry in self.differences(lines, digits)
        ]
        for line in bookables(lines, digits):
            here = (line.calendar_id, line.period_id) == (self.calendar_id, period_id)
            if here and line.minor != 0:
                found.append(Entry("line", period_id, period_id, line, line.minor))
        self.entries += found
        self.closed.append(period_id)


def bookables(lines: Iterable[Line], digits: dict[str, int]) -> list[Bookable]:
    """Lines that may be booked; "under `rounding: period` the entry's `payable_from` is the
    latest of its lines" (RULINGS)."""
    groups: dict[Key, list[Line]] = defaultdict(list)
    for line in lines:
        if line.state == "locked":
            continue
        sum_of = (line.partner_id, line.deal_id, line.component_id, line.period_id)
        groups[line.identity if line.rounding == "line" else sum_of].append(line)
    found = []
    for key, group in groups.items():
        first = group[0]
        total = sum((line.exact for line in group), Decimal(0))
        amount = first.minor if first.rounding == "line" else minor(total, digits[first.currency])
        found.append(
            Bookable(
                key, first.partner_id, first.deal_id, first.component_id, first.calendar_id,
                first.period_id, first.currency, amount, max(line.payable_from for line in group),
            )
        )  # fmt: skip
    return found
