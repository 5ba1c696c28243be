"""Names in expectations must be those of the scenario: a misspelt one would find nothing, and
nothing is 0."""

from __future__ import annotations

from collections.abc import Iterator

from commission_rules.compiler.errors import RuleError
from pipelines.lib.scenarios.events import Events
from pipelines.lib.scenarios.people import NOBODY

REBATES = "clients"  # the account that client rebates are booked to


def unknown_names(events: Events) -> Iterator[RuleError]:
    """An error for each partner, deal, component, client or event that the scenario has not."""
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
    }
    for index, expected in enumerate(staged.scenario.expect):
        for name, names in known.items():
            value = getattr(expected, name)
            if value is not None and value not in names:
                shown = sorted(names)[:12]
                todo = f"name one of {', '.join(shown)}" if shown else "give the fact an id first"
                what = f"the scenario has no {name.replace('attributed_to', 'partner')} {value}"
                yield staged.source.error(("expect", index, name), what, todo)
        for name in (expected.amounts or {}).keys() - known["partner"]:
            what, todo = f"the scenario has no partner {name}", "name one that it has"
            yield staged.source.error(("expect", index, "amounts", name), what, todo)


def _clients(events: Events) -> set[str]:
    own = {client for partner in events.people.partners for client in partner.own_clients}
    return {*events.mentioned, *events.registered, *events.people.staged.scenario.clients, *own}
