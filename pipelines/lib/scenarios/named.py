"""Names in expectations must be those of the scenario: a misspelt one would find nothing, and
nothing is 0."""

from __future__ import annotations

from collections.abc import Iterator

from commission_rules.compiler.errors import RuleError
from commission_rules.schema.scenario.expectations import Expectation
from commission_rules.schema.scenario.scenario import calendar_of
from pipelines.lib.scenarios.events import Events
from pipelines.lib.scenarios.people import NOBODY
from pipelines.lib.scenarios.staged import Staged

REBATES = "clients"  # the account that client rebates are booked to
BASES = ("gross", "stakes", "net_revenue", "net_deposits", "net_sales")
KEYED = {
    "amounts": "partner", "deductions": "deduction", "deduction_bases": "deduction",
    "client_bases": "client", "fenced": "client", "fence_used": "client", "fence_open": "client",
    "advances_open": "client",
}  # fmt: skip


def unknown_names(events: Events) -> Iterator[RuleError]:
    """An error for each partner, deal, component, client or event that the scenario has not, and
    for people who stand where a product stands."""
    staged = events.people.staged
    partners = {partner.id for partner in events.people.partners}
    known = {
        "partner": partners | {REBATES},
        "below": partners,
        "deal": {row["deal_id"] for row in staged.deals},
        "component": {
            component.id
            for plan in staged.plans.plans.values()
            for version in plan.plan.versions
            for component in version.components
        },
        "client": _clients(events),
        "event": {record.key.removeprefix("scenario:") for record in staged.records},
        "attributed_to": partners | {NOBODY},
        "deduction": _deductions(staged),
    }
    for index, expected in enumerate(staged.scenario.expect):
        for name, names in known.items():
            value = getattr(expected, name, None)
            if value is not None and value not in names:
                shown = sorted(names)[:12]
                todo = f"name one of {', '.join(shown)}" if shown else "give the fact an id first"
                what = f"the scenario has no {name.replace('attributed_to', 'partner')} {value}"
                yield staged.source.error(("expect", index, name), what, todo)
        for value_name, kind in KEYED.items():
            names = known[kind]
            for name in sorted((getattr(expected, value_name) or {}).keys() - names):
                what = f"the scenario has no {kind} {name}"
                todo = f"name one of {', '.join(sorted(names)[:12])}"
                yield staged.source.error(("expect", index, value_name, name), what, todo)
        yield from _other_calendars(events, index, expected)

    yield from _people_as_products(events, partners)


def _people_as_products(events: Events, partners: set[str]) -> Iterator[RuleError]:
    """`c1 deposits 60 on 2026-03-05` would be a deposit of the product c1."""
    staged = events.people.staged
    words = dict.fromkeys(_clients(events), "by") | dict.fromkeys(partners, "of")
    for index, fact in enumerate(staged.scenario.facts):
        product = getattr(fact, "product", None)
        if product in words:
            what = f"{product} stands where a product stands"
            todo = f"write `{words[product]} {product}` behind the date, or another product"
            yield staged.source.error(("facts", index), what, todo)


def _deductions(staged: Staged) -> set[str]:
    """Codes of deductions with and without `fees.`, and the sums that they are taken off."""
    codes = {
        deduction.code
        for plan in staged.plans.plans.values()
        for version in plan.plan.versions
        for component in version.components
        for deduction in getattr(component, "deductions", None) or ()
    }
    return {*codes, *(code.removeprefix("fees.") for code in codes), *BASES}


def _other_calendars(events: Events, index: int, expected: Expectation) -> Iterator[RuleError]:
    staged = events.people.staged
    used = {plan.plan.calendar for plan in staged.plans.plans.values()}
    for name in ("period", "origin"):
        period = getattr(expected, name)
        if period and calendar_of(period) not in used:
            what = f"no plan has periods like {period}: its calendar is {' or '.join(sorted(used))}"
            todo = "name a period of the plan's calendar, or write `calendar` in the plan"
            yield staged.source.error(("expect", index, name), what, todo)


def _clients(events: Events) -> set[str]:
    own = {client for partner in events.people.partners for client in partner.own_clients}
    return {*events.mentioned, *events.registered, *events.people.staged.scenario.clients, *own}
