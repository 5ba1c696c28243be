"""Who a client belongs to on a day (COMMISSIONS, "Who a client belongs to")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tests.oracle.facts import Event, Row, World


@dataclass(frozen=True)
class Attribution:
    partner_id: str
    link_code: str | None = None


def partner_of(world: World, client_id: str | None, on: date) -> Attribution | None:
    """The partner that has the client on a day, or None: "the client is listed as unattributed".

    Attributions are append-only: the one that is valid last rules, of two of one day the one
    recorded last. Before the first of them the registration decides.
    """
    if client_id is None:
        return None
    written = [
        row
        for row in world.attributions
        if row["client_id"] == client_id and row["valid_from"] <= on
    ]
    if written:
        last = max(written, key=lambda r: (r["valid_from"], r["recorded_at"], r["record_key"]))
        return Attribution(last["partner_id"])
    registration = registration_of(world, client_id)
    if registration is None or registration.on > on:
        return None
    return _moved(world, client_id, on) or _decided_by(world, registration)


def _moved(world: World, client_id: str, on: date) -> Attribution | None:
    """ "Later clicks change nothing unless the program declares `reattribute_after_inactive_days`";
    RULINGS: "Inactive = no deposit and not active; the new attribution starts on the click's
    day." A later click is one that a later fact of the client names."""
    if world.reattribute_after is None:
        return None
    found = []
    for event in world.events:
        click = world.clicks.get(event.row.get("click_id") or "")
        if event.client_id != client_id or event.kind == "registration" or click is None:
            continue
        link = _link_of(world, event)
        if link and click.on <= on and is_inactive(world, client_id, click.on):
            found.append((click.order, link))
    if not found:
        return None
    _, link = max(found, key=lambda pair: pair[0])
    return Attribution(link["partner_id"], link["link_code"])


def is_inactive(world: World, client_id: str, on: date) -> bool:
    """Nothing in the declared number of days before a day, and registered before them."""
    first = on - timedelta(days=world.reattribute_after or 0)
    for event in world.events:
        if event.client_id == client_id and first <= event.on < on:
            stakes = event.kind == "activity" and event.number("stakes") > 0
            if stakes or event.kind in ("deposit", "trade", "sale", "registration"):
                return False
    registration = registration_of(world, client_id)
    return registration is not None and registration.on < on


def registration_of(world: World, client_id: str) -> Event | None:
    """The client's first registration."""
    found = [e for e in world.events if e.kind == "registration" and e.client_id == client_id]
    return min(found, key=lambda event: event.order, default=None)


def _decided_by(world: World, registration: Event) -> Attribution | None:
    """ "An explicit partner code beats a click; else the last accepted click of the same program
    within `window_days`"; RULINGS: "a registration that names a click takes that click"."""
    link = _link_of(world, registration)
    code = registration.row.get("partner_code")
    for partner_id, partner in world.partners.items():
        if code is not None and partner["partner_code"] == code:
            same = link is not None and link["partner_id"] == partner_id
            return Attribution(partner_id, link["link_code"] if link and same else None)
    return Attribution(link["partner_id"], link["link_code"]) if link else None


def _link_of(world: World, registration: Event) -> Row | None:
    """The link of the click that the registration names, if it was accepted and in the window
    ("click windows are calendar days")."""
    click = world.clicks.get(registration.row.get("click_id") or "")
    if click is None or click.row.get("verdict") == "rejected" or click.at > registration.at:
        return None
    if (registration.on - click.on).days > world.window_days:
        return None
    return world.links.get(click.row["link_code"])


def names_of_client(world: World, event: Event) -> dict[str, str | None]:
    """Country and campaign that a rate table may ask of an event: the client's country as it
    registered, and the campaign of the link if that is the link of its partner."""
    attribution = partner_of(world, event.client_id, event.on)
    registration = registration_of(world, event.client_id or "")
    link = None
    if registration and attribution:
        first = _decided_by(world, registration)
        if first and first.partner_id == attribution.partner_id:
            link = world.links.get(first.link_code or "")
    return {
        "country": registration.row.get("country") if registration else None,
        "campaign": link["campaign"] if link else None,
    }
