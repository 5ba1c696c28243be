"""Partners, relations, deals and clients of a scenario, with the defaults that are stated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from commission_rules.compiler.currencies import digits_of
from commission_rules.compiler.errors import RuleError
from commission_rules.schema.components.cpa import Cpa
from commission_rules.schema.scenario.people import Client, Deal, Partner
from pipelines.lib.scenarios.moments import utc
from pipelines.lib.scenarios.staged import Record, Row, Staged, Version, forever

START = date(2000, 1, 1)
BEFORE = datetime(2000, 1, 1)  # noqa: DTZ001 - the tables keep UTC without a zone
NOBODY = "none"


class Missing(Exception):
    """A fact or a person that the scenario needs and does not give."""

    def __init__(self, *errors: RuleError) -> None:
        self.errors = errors
        super().__init__("\n".join(map(str, errors)))


@dataclass
class People:
    """Who is who: finds a client's partner and makes links."""

    staged: Staged
    partners: tuple[Partner, ...]

    @classmethod
    def of(cls, staged: Staged) -> People:
        return cls(staged, staged.scenario.partners or (Partner(id="p0"),))

    def direct(self, path: tuple[str | int, ...], what: str) -> str:
        """The partner to whom clients belong when nothing is said: the only one that is nobody's
        parent. Raises `Missing`."""
        scenario = self.staged.scenario
        above = {partner.parent for partner in self.partners}
        above |= {relation.parent for relation in scenario.relations}
        lowest = [partner.id for partner in self.partners if partner.id not in above]
        if len(lowest) != 1:
            raise Missing(
                self.staged.source.error(
                    path,
                    f"{what} has no partner, and several stand lowest ({', '.join(lowest)})",
                    "say `partner`, or name the client in `clients: {c1: {partner: p0}}`",
                )
            )
        return lowest[0]

    def owner(self, client_id: str) -> str | None:
        """The partner whose own account the client is."""
        return next((p.id for p in self.partners if client_id in p.own_clients), None)

    def check(self, partner_id: str | None, path: tuple[str | int, ...]) -> None:
        """Raise `Missing` for a partner that the scenario does not have."""
        known = [partner.id for partner in self.partners]
        if partner_id not in (None, NOBODY, *known):
            raise Missing(
                self.staged.source.error(
                    path,
                    f"unknown partner {partner_id}",
                    f"name one of {', '.join(known)}, or list it under `partners`",
                )
            )

    def link(self, partner_id: str, campaign: str | None, link: str | None) -> str:
        """The code of a link of the partner, made when it is new."""
        code = link or f"{partner_id}-{campaign or 'link'}"
        links = self.staged.settings["raw", "portal_links"]
        if all(row["link_code"] != code for row in links):
            links.append({"link_code": code, "partner_id": partner_id, "campaign": campaign})
        return code


def add_partners(people: People) -> None:
    """Rows of partners and relations."""
    staged, scenario = people.staged, people.staged.scenario
    for index, partner in enumerate(people.partners):
        people.check(partner.parent, ("partners", index, "parent"))
        staged.settings["raw", "portal_partners"].append({
            "partner_id": partner.id, "partner_code": f"code-{partner.id}", "name": partner.id,
            "kind": "ib", "status": partner.status, "payout_currency_code": staged.currency,
            "threshold_minor": int((partner.threshold or 0) * 10 ** digits_of(staged.currency)),
            "joined_on": partner.joined_on or START,
            "own_client_ids": ",".join(partner.own_clients),
        })  # fmt: skip
        if partner.parent:
            staged.relations.append({
                "partner_id": partner.id, "parent_partner_id": partner.parent,
                "valid_from": START, "valid_to": forever(None), "share": partner.share,
                "recorded_at": BEFORE, "author": "scenario", "reason": "scenario",
            })  # fmt: skip
    for index, relation in enumerate(scenario.relations):
        people.check(relation.partner, ("relations", index, "partner"))
        people.check(relation.parent, ("relations", index, "parent"))
        recorded = relation.recorded
        staged.relations.append({
            "partner_id": relation.partner, "parent_partner_id": relation.parent,
            "valid_from": relation.valid_from, "valid_to": forever(relation.valid_to),
            "share": relation.share, "author": "scenario", "reason": "scenario",
            "recorded_at": utc(recorded, staged.zone) if recorded else BEFORE,
        })  # fmt: skip


def add_deals(people: People) -> None:
    """Rows of deals: those written, else one for each partner from the start on."""
    staged, scenario = people.staged, people.staged.scenario
    versions: dict[str, int] = {}
    written = list(_deals(people))
    ids = deal_ids([deal for _, deal in written])
    for (path, deal), deal_id in zip(written, ids, strict=True):
        people.check(deal.partner, (*path, "partner"))
        names = list(scenario.all_plans())
        name = deal.plan or ("plan" if "plan" in names else names[0] if len(names) == 1 else "")
        plan = staged.plans.plans.get((staged.program_id, name))
        if plan is None:
            what = f"there is no plan {name}" if name else "names no plan, and there are several"
            todo = f"write plan: one of {', '.join(names)}"
            raise Missing(staged.source.error((*path, "plan"), what, todo))
        number = versions[deal_id] = versions.get(deal_id, 0) + 1
        first, last = plan.intervals[0].first, plan.intervals[-1].last
        staged.deals.append({
            "deal_id": deal_id, "deal_version_no": number, "partner_id": deal.partner,
            "brand": deal.brand, "plan_id": name,
            "currency_code": deal.currency or plan.plan.currency,
            "calendar_id": plan.plan.calendar, "valid_from": deal.valid_from or max(START, first),
            "valid_to": deal.valid_to or last, "overrides": _paths(deal.overrides),
            "recorded_at": utc(deal.recorded, staged.zone) if deal.recorded else BEFORE,
            "author": "scenario", "reason": "scenario",
        })  # fmt: skip


def deal_ids(deals: Sequence[Deal]) -> list[str]:
    """The id of each deal; one that has none written is a deal of its own: D-p0, D-p0-2 …"""
    found: list[str] = []
    unnamed: Counter[str] = Counter()
    for deal in deals:
        own = deal.id or f"D-{deal.partner}"
        if deal.id is None:
            unnamed[own] += 1
            own = f"{own}-{unnamed[own]}" if unnamed[own] > 1 else own
        found.append(own)
    return found


def _paths(overrides: Mapping[str, Any]) -> dict[str, Any]:
    """`{lot: {rate_per_lot: "8"}}` as the portal writes it: `components.lot.rate_per_lot`."""
    found: dict[str, Any] = {}
    for key, value in overrides.items():
        if key.startswith("components.") or not isinstance(value, Mapping):
            found[key] = value
        else:
            found.update({f"components.{key}.{path}": number for path, number in value.items()})
    return found


def _deals(people: People) -> Iterator[tuple[tuple[str | int, ...], Deal]]:
    scenario = people.staged.scenario
    if scenario.deals is not None:
        yield from ((("deals", index), deal) for index, deal in enumerate(scenario.deals))
        return
    for index, partner in enumerate(people.partners):
        if partner.deal == "default":
            yield ("partners", index), Deal(
                partner=partner.id, plan=partner.plan, overrides=partner.overrides,
                currency=partner.currency,
            )  # fmt: skip


def add_clients(
    people: People,
    mentioned: dict[str, tuple[str | int, ...]],
    said: Mapping[str, str],
    is_anybody_registered: bool,
) -> None:
    """Registrations and attributions of the clients that no registration fact names.

    `mentioned` gives each client with the path of the fact that names it first, `said` the partner
    that its facts say, `is_anybody_registered` whether a fact registers a client.
    """
    staged, scenario = people.staged, people.staged.scenario
    paths = {**mentioned, **{c: ("clients", c) for c in scenario.clients}}
    for partner in people.partners:
        paths.update({client: ("partners",) for client in partner.own_clients})
    are_all = not is_anybody_registered and _count_from_registration(people)
    for client_id, path in sorted(paths.items()):
        client = scenario.clients.get(client_id, Client())
        partner_id = client.partner or people.owner(client_id) or said.get(client_id)
        people.check(partner_id, path)
        if partner_id is None:
            partner_id = people.direct(path, f"client {client_id}")
        is_known = partner_id != NOBODY and people.owner(client_id) is None
        if client.model_fields_set & _REGISTERED or (are_all and is_known):
            _register(people, client_id, client, partner_id, path)
        elif partner_id != NOBODY:
            recorded = utc(client.recorded, staged.zone) if client.recorded else BEFORE
            payload: Row = {
                "client_id": client_id, "valid_from": START, "partner_id": partner_id,
                "attribution_source": "manual", "author": "scenario",
            }  # fmt: skip
            staged.records.append(
                Record("attributions", f"scenario:{client_id}-since",
                       [Version(recorded, payload, line=staged.source.line(path))])
            )  # fmt: skip


_REGISTERED = {"registered", "country", "campaign", "sub1", "link", "brand"}


def _count_from_registration(people: People) -> bool:
    """Whether a CPA asks for a registration, however long ago, and no client is given one: then
    everybody has one. Steps of a CPA keep theirs, the first one may be due at registration."""
    staged = people.staged
    if any(client.model_fields_set & _REGISTERED for client in staged.scenario.clients.values()):
        return False
    payments = [
        component
        for plan in staged.plans.plans.values()
        for version in plan.plan.versions
        for component in version.components
        if isinstance(component, Cpa)
    ]
    return not any(payment.stepped for payment in payments) and any(
        condition.anchor == "registration" and condition.within_days is None
        for payment in payments
        for condition in payment.conditions
    )


def _register(
    people: People, client_id: str, client: Client, partner_id: str, path: tuple[str | int, ...]
) -> None:
    staged = people.staged
    at = utc(client.registered or START, staged.zone)
    recorded = utc(client.recorded, staged.zone) if client.recorded else at
    line = staged.source.line(path)
    payload: Row = {
        "event_id": f"registration-{client_id}", "conversion_type": "registration",
        "client_id": client_id, "occurred_at": at, "quantity": 1, "is_confirmed": True,
        "country": client.country, "brand": client.brand,
        "partner_code": None if partner_id == NOBODY else f"code-{partner_id}",
    }  # fmt: skip
    if client.campaign or client.link or client.sub1:
        click: Row = {
            "click_id": f"click-{client_id}", "occurred_at": at - timedelta(minutes=1),
            "link_code": people.link(partner_id, client.campaign, client.link),
            "sub1": client.sub1, "country": client.country, "verdict": "accepted",
        }  # fmt: skip
        payload["click_id"] = f"click-{client_id}"
        staged.records.append(
            Record("clicks", f"scenario:click-{client_id}", [Version(recorded, click, line=line)])
        )
    staged.records.append(
        Record("conversions", f"scenario:registration-{client_id}",
               [Version(recorded, payload, line=line)])
    )  # fmt: skip
