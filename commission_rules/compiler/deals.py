"""Deals as they come from the portal: which version rules when, and what may not be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from commission_rules.compiler.compiled import CompiledPlan, CompiledPlans
from commission_rules.compiler.errors import RuleError
from commission_rules.compiler.intervals import Dated, effective, gaps
from commission_rules.schema.plan import FOREVER

DealRow = Mapping[str, Any]
SHARED = ("partner_id", "brand", "currency_code", "calendar_id")


@dataclass(frozen=True)
class Deal:
    """One deal with what rules on each day; `intervals` hold rows of `portal_deals`."""

    program_id: str
    deal_id: str
    partner_id: str
    brand: str | None
    intervals: tuple[Dated[DealRow], ...]

    @property
    def first(self) -> date:
        return self.intervals[0].first

    @property
    def last(self) -> date:
        return self.intervals[-1].last


def deal_error(row: DealRow, what: str, todo: str) -> RuleError:
    """Return an error that names the deal and its version."""
    place = f"deal {row['deal_id']} of {row['program_id']}, version {row['deal_version_no']}"
    return RuleError(place, 0, what, todo, str(row["program_id"]), str(row["deal_id"]))


def read_deals(rows: Iterable[DealRow]) -> list[Deal]:
    """Group the dated versions by deal; on each day the version recorded last rules."""
    grouped: dict[tuple[str, str], list[DealRow]] = defaultdict(list)
    for row in rows:
        grouped[row["program_id"], row["deal_id"]].append(row)
    return [_deal(key, versions) for key, versions in sorted(grouped.items())]


def _deal(key: tuple[str, str], versions: Sequence[DealRow]) -> Deal:
    dated = [
        Dated(row["valid_from"], row["valid_to"] or FOREVER, (row["deal_version_no"],), row)
        for row in versions
    ]
    intervals = tuple(effective(dated))
    row = intervals[0].thing
    return Deal(*key, row["partner_id"], row.get("brand") or None, intervals)


def deals_problems(deals: Sequence[Deal], compiled: CompiledPlans) -> list[RuleError]:
    """Return what is wrong with deals before their numbers are looked at."""
    errors = [error for deal in deals for error in _own_problems(deal, compiled)]
    return [*errors, *_two_at_a_time(deals)]


def _own_problems(deal: Deal, compiled: CompiledPlans) -> Iterator[RuleError]:
    """RULINGS, "Which terms": a deal's versions share partner, brand, currency and calendar and
    leave no gap."""
    for first, last in gaps(deal.intervals):
        row = deal.intervals[0].thing
        yield deal_error(
            row, f"no version covers {first} to {last}", "end one where the next starts"
        )
    for before, after in pairwise(deal.intervals):
        for name in SHARED:
            old, new = before.thing.get(name) or None, after.thing.get(name) or None
            if old != new:
                yield deal_error(
                    after.thing,
                    f"changes {name} from {old} to {new}",
                    "end this deal and start another one",
                )
    for interval in deal.intervals:
        yield from _plan_problems(interval, compiled)


def _plan_problems(interval: Dated[DealRow], compiled: CompiledPlans) -> Iterator[RuleError]:
    row = interval.thing
    plan = compiled.plans.get((row["program_id"], row["plan_id"]))
    if plan is None:
        program_id = row["program_id"]
        names = sorted(name for program, name in compiled.plans if program == program_id)
        todo = f"name one of {', '.join(names)}" if names else "write it"
        yield deal_error(
            row, f"unknown plan {row['plan_id']}", f"{todo} (plans/{program_id}/<plan>.yaml)"
        )
        return
    if row["calendar_id"] != plan.plan.calendar:
        yield deal_error(
            row,
            f"has the calendar {row['calendar_id']}, its plan {plan.plan.calendar}",
            "give it the plan's calendar",
        )
    yield from _uncovered(interval, plan)


def _uncovered(interval: Dated[DealRow], plan: CompiledPlan) -> Iterator[RuleError]:
    first, last = plan.intervals[0].first, plan.intervals[-1].last
    if interval.first < first or interval.last > last:
        yield deal_error(
            interval.thing,
            f"runs from {interval.first} to {interval.last}, the plan {plan.plan_id} "
            f"from {first} to {last}",
            "change the days of the deal, or append a version to the plan",
        )


def _two_at_a_time(deals: Sequence[Deal]) -> Iterator[RuleError]:
    """COMMISSIONS, "Words": one deal per partner and brand at a time."""
    by_partner: dict[tuple[str, str, str | None], list[Deal]] = defaultdict(list)
    for deal in deals:
        by_partner[deal.program_id, deal.partner_id, deal.brand].append(deal)
    for same in by_partner.values():
        same.sort(key=lambda deal: (deal.first, deal.deal_id))
        for before, after in pairwise(same):
            if after.first <= before.last:
                yield deal_error(
                    after.intervals[0].thing,
                    f"overlaps deal {before.deal_id} of the same partner and brand",
                    f"end {before.deal_id} before {after.first}",
                )
