"""From a scenario that was read to rows: plans compiled, people and facts laid out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from commission_rules.compiler.errors import RuleError
from commission_rules.schema.scenario import facts as kinds
from commission_rules.schema.scenario.reading import Read, Source
from commission_rules.schema.scenario.scenario import Scenario
from pipelines.lib.scenarios.counted import spread_out
from pipelines.lib.scenarios.events import Events
from pipelines.lib.scenarios.moments import periods, span_of, utc
from pipelines.lib.scenarios.named import unknown_names
from pipelines.lib.scenarios.people import (
    START,
    Missing,
    People,
    add_clients,
    add_deals,
    add_partners,
)
from pipelines.lib.scenarios.plans import compiled_plans, plan_words
from pipelines.lib.scenarios.staged import Staged
from pipelines.lib.scenarios.trees import refuse_cycles

PORTAL = (kinds.Review, kinds.Adjustment, kinds.Rate)


def stage(read: Read, program_id: str) -> tuple[Staged | None, list[RuleError]]:
    """Lay out one scenario as a program; or what is wrong with it, with file and line."""
    scenario, source = read.scenario, read.source
    if scenario is None:
        return None, list(read.errors)
    plans, errors = compiled_plans(scenario, source, program_id)
    if plans is None:
        return None, errors
    try:
        first, last = _days(scenario, source, plan_words(plans))
        first_plan = next(iter(plans.plans.values()))
        staged = Staged(
            program_id, scenario, source, plans, ZoneInfo(scenario.program.time_zone),
            scenario.program.currency or first_plan.plan.currency, first, last,
        )  # fmt: skip
        _lay_out(staged)
    except Missing as missing:
        return None, list(missing.errors)
    return staged, []


def _lay_out(staged: Staged) -> None:
    scenario, program = staged.scenario, staged.scenario.program
    used = {plan.plan.calendar for plan in staged.plans.plans.values()}
    calendars = sorted({"month", "week", "half_month"}, key=lambda c: (c not in used, c))
    first_period = periods(staged.first_day, staged.first_day)[0]["period_id"]
    staged.settings["raw", "portal_programs"].append({
        "name": scenario.name, "time_zone": program.time_zone, "vertical": "forex",
        "calendar_ids": ",".join(calendars), "currency_code": staged.currency,
        "rate_set": staged.program_id, "window_days": program.window_days,
        "reattribute_after_inactive_days": program.reattribute_after_inactive_days,
        "first_period_id": first_period,
    })  # fmt: skip
    staged.settings["raw", "portal_periods"] = periods(staged.first_day, staged.last_day)
    people = People.of(staged)
    add_partners(people)
    refuse_cycles(staged)
    add_deals(people)
    events = Events(people)
    numbered = [(("facts", index), fact) for index, fact in enumerate(scenario.facts)]
    written = [pair for pair in numbered if not isinstance(pair[1], PORTAL)]
    for path, fact in spread_out(people, written, events.day_of):
        events.add(path, fact)
    for path, fact in numbered:
        if isinstance(fact, PORTAL):
            _portal(events, path, fact)
    mentioned = {c: p for c, p in events.mentioned.items() if c not in events.registered}
    add_clients(people, mentioned, events.said, bool(events.registered))
    unknown = list(unknown_names(events))
    if unknown:
        raise Missing(*unknown)
    for day, units in scenario.rates.items():
        _rates(staged, date.fromisoformat(day), units, None)


def _portal(events: Events, path: tuple[str | int, ...], fact: object) -> None:
    staged = events.people.staged
    if isinstance(fact, kinds.Rate):
        recorded = utc(fact.recorded, staged.zone) if fact.recorded else None
        _rates(staged, events.day_of(fact), fact.units, recorded)
    elif isinstance(fact, kinds.Review):
        number = len(staged.reviews) + 1
        recorded = events.arrived(fact, events.happened(fact, 0))
        kind = "client" if fact.client else "record" if fact.event else "line"
        if fact.event and fact.event not in events.by_id:
            raise events.error((*path, "event"), f"no fact has the id {fact.event}", "name a fact")
        staged.reviews.append({
            "review_id": f"R-{number}", "target_kind": kind, "state": fact.state,
            "target_id": fact.client or (f"scenario:{fact.event}" if fact.event else ""),
            "effective_on": events.day_of(fact) if fact.client and not fact.from_start else None,
            "reason": fact.reason, "signal_code": "manual", "recorded_at": recorded,
        })  # fmt: skip
    elif isinstance(fact, kinds.Adjustment):
        events.people.check(fact.partner, path)
        _adjust(events, fact)


def _adjust(events: Events, fact: kinds.Adjustment) -> None:
    from commission_rules.compiler.currencies import digits_of

    staged = events.people.staged
    currency = fact.currency or staged.currency
    minor = int(fact.amount.scaleb(digits_of(currency)))
    recorded = events.arrived(fact, events.happened(fact, 0))
    staged.adjustments.append({
        "adjustment_id": fact.id or f"A-{len(staged.adjustments) + 1}",
        "partner_id": fact.partner, "deal_id": fact.deal, "currency_code": currency,
        "amount_minor": minor, "origin_period_id": fact.origin, "reason": fact.reason,
        "author": fact.author, "approved_by": fact.approved_by,
        "approved_at": recorded if fact.approved_by else None, "recorded_at": recorded,
    })  # fmt: skip


def _rates(
    staged: Staged, day: date, units: Mapping[str, object], recorded: datetime | None
) -> None:
    for code, amount in units.items():
        staged.rates.append({
            "rate_set": staged.program_id, "rate_on": day, "currency_code": code,
            "units_per_eur": amount, "source": "scenario", "file_id": "scenario",
            "file_name": staged.source.place, "file_row": 0,
            "recorded_at": recorded or utc(day, staged.zone),
        })  # fmt: skip


def _days(scenario: Scenario, source: Source, words: str) -> tuple[date, date]:
    """First and last day of the program's periods: what facts, closes and expectations name, and
    registrations where the plans may pay for them."""
    named = list(_named(scenario, source))
    if not named or '"action":"registration"' in words or '"stepped":{' in words:
        days = [client.registered for client in scenario.clients.values() if client.registered]
        named += [day.date() if isinstance(day, datetime) else day for day in days]
    if not named and scenario.refused is not None:  # deals may be refused without a fact
        named = [deal.valid_from or START for deal in scenario.deals or ()] or [START]
    program = scenario.program
    if not named and not (program.first_day and program.last_day):
        raise Missing(
            source.error(
                (), "nothing in the scenario has a date", "write facts, or `period` in expect"
            )
        )
    first = program.first_day or min(named)
    last = program.last_day or max(named)
    return first, max(first, last)


def _named(scenario: Scenario, source: Source) -> Iterator[date]:
    for index, fact in enumerate(scenario.facts):
        if isinstance(fact, kinds.Amendment | kinds.Removal):
            continue
        if isinstance(fact, kinds.Rate | kinds.Account | kinds.Review):
            continue
        if fact.in_:
            yield from _span(fact.in_, source, ("facts", index))
        else:
            moment: Any = fact.at if fact.on is None else fact.on
            yield moment.date() if isinstance(moment, datetime) else moment
    for index, close in enumerate(scenario.closes):
        yield from _span(close.period, source, ("closes", index))
    for index, expected in enumerate(scenario.expect):
        for period in (expected.period, expected.origin):
            if period:
                yield from _span(period, source, ("expect", index))


def _span(period: str, source: Source, path: tuple[str | int, ...]) -> tuple[date, date]:
    try:
        return span_of(period)
    except ValueError:
        raise Missing(
            source.error(
                path, f"there is no period {period}", "write 2026-03, 2026-W10 or 2026-03a"
            )
        ) from None


def end_of(staged: Staged) -> datetime:
    """The last moment when nothing else is said: two days after everything that is named."""
    found = [utc(staged.last_day + timedelta(days=2), staged.zone)]
    found += [v.recorded_at + timedelta(days=1) for r in staged.records for v in r.versions]
    for rows in (staged.reviews, staged.adjustments, staged.deals, staged.relations, staged.rates):
        found += [row["recorded_at"] + timedelta(days=1) for row in rows]
    versions = (v for plan in staged.plans.plans.values() for v in plan.plan.versions)
    found += [utc(v.recorded_on + timedelta(days=1), staged.zone) for v in versions]
    return max(found)
