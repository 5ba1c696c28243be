"""Strategies for plans: versions, corrections, and the deals that stand on them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from tests.oracle.facts import FOREVER
from tests.properties.draft import Data, Draft
from tests.properties.off import on
from tests.properties.values import a_day, a_start

MakeComponents = Callable[[Random], list[Data]]
CURRENCIES = ("EUR", "USD", "JPY", "KWD")


def add_plans(
    dice: Random, draft: Draft, make: MakeComponents, count: int = 2, *, steady: bool = False
) -> None:
    """Plans of one program, each with one to three versions of its components; `steady` ones
    change on the first days of periods, and keep rounding by line where a split or a rebate asks
    for it."""
    for number in range(dice.randint(1, count)):
        calendar = dice.choice(["month", "month", "week", "half_month"])
        versions = _steady(dice, make, calendar) if steady else _versions(dice, make)
        draft.plans[f"plan{number}"] = {
            "title": {"en": "Plan", "de": "Plan", "ar": "Plan"},
            "currency": dice.choice(["EUR", *CURRENCIES]),
            "calendar": calendar,
            "versions": versions,
        }


def _steady(dice: Random, make: MakeComponents, calendar: str) -> list[Data]:
    """A first version for ever; sometimes a successor from the first day of a period on."""
    rounding = dice.choice(["line", "line", "line", "period"])
    guard = {"share": dice.choice(["0.9", "1"])} if dice.random() < 0.2 and on("guard") else None
    versions = [_version("2025-01-01", None, "2024-12-01", rounding, make(dice))]
    if calendar == "week":
        versions[0]["valid_from"] = "2024-12-30"
    if dice.randint(0, 3) == 0:
        start = a_start(dice, calendar)
        versions.append(_version(start, None, "2025-12-01", rounding, make(dice)))
    by = "registration" if dice.random() < 0.2 and on("registration") else "event"
    stepped = ["stepped" in str(version["components"]) for version in versions]
    if len(set(stepped)) > 1 and not on("cpa_kind_changes"):
        del versions[1:]
    late = "current_period" if dice.random() < 0.25 and on("current_period") else "restate"
    for version in versions:
        version["late_events"] = late
        version["applies_by"] = by
        text = str(version["components"])
        if "split" in text or "client_rebate" in text:
            for one in versions:
                one["rounding"] = "line"
        if guard:
            version["guard"] = dice.choice([guard, guard, {"share": "0.4"}])
    return versions


def _versions(dice: Random, make: MakeComponents) -> list[Data]:
    """A first version for ever; sometimes a successor, sometimes a correction of two weeks."""
    rounding = dice.choice(["line", "line", "period"])
    versions = [_version("2025-01-01", None, "2024-12-01", rounding, make(dice))]
    if dice.randint(0, 3) == 0:
        start = a_start(dice)
        versions.append(_version(start, None, "2025-12-01", rounding, make(dice)))
    if dice.randint(0, 3) == 0:
        start = a_day(dice)
        end = start + timedelta(days=dice.randint(0, 20))
        versions.append(_version(start, end, "2026-06-01", rounding, make(dice)))
    return versions


def _version(
    start: date | str, end: date | None, recorded: str, rounding: str, components: list[Data]
) -> Data:
    return {
        "valid_from": str(start),
        "valid_to": str(end) if end else None,
        "recorded_on": recorded,
        "reference": "agreed",
        "rounding": rounding,
        "components": components,
    }


def add_deals(
    dice: Random, draft: Draft, overrides: Callable[[Random, Data], Data], *, busy: bool = False
) -> None:
    """Most partners have a deal, some two in a row, some one more for a brand."""
    for partner in draft.partners:
        name = partner["partner_id"]
        shape = dice.choice(["one", "one", "one", *["one"] * 8 * busy, "none", "two", "brand"])
        if shape == "none":
            continue
        change = a_day(dice) if shape == "two" else None
        last = change - timedelta(days=1) if change else FOREVER
        _add_deal(dice, draft, f"D-{name}", name, None, (date(2025, 1, 1), last), overrides)
        if change:
            _add_deal(dice, draft, f"E-{name}", name, None, (change, FOREVER), overrides)
        if shape == "brand":
            start = a_day(dice)
            _add_deal(dice, draft, f"B-{name}", name, "red", (start, FOREVER), overrides)


def _add_deal(
    dice: Random,
    draft: Draft,
    deal_id: str,
    partner_id: str,
    brand: str | None,
    span: tuple[date, date],
    overrides: Callable[[Random, Data], Data],
) -> None:
    """A deal of one version, sometimes with another one (a change of overrides) from a first of
    month on."""
    plan_id = dice.choice(sorted(draft.plans))
    plan = draft.plans[plan_id]
    spans = [span]
    change = dice.choice([None, a_start(dice, plan["calendar"])])
    if change and span[0] < change <= span[1]:
        spans = [(span[0], change - timedelta(days=1)), (change, span[1])]
    for number, (start, end) in enumerate(spans, 1):
        draft.deals.append({
            "deal_id": deal_id, "deal_version_no": number, "partner_id": partner_id,
            "brand": brand, "plan_id": plan_id, "currency_code": plan["currency"],
            "calendar_id": plan["calendar"], "valid_from": start, "valid_to": end,
            "overrides": overrides(dice, plan), "recorded_at": "2025-01-01 00:00:00",
        })  # fmt: skip
