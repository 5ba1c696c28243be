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
    registration = registration_of(world, client_id)
    written = [
        (row["valid_from"], 1, row["recorded_at"], row["record_key"], row)
        for row in world.attributions
        if row["client_id"] == client_id and row["valid_from"] <= on
    ]
    moves = [
        (click.on, 0, click.at, click.key, link)
        for click, link in moves_of(world, client_id)
        if click.on <= on
    ]
    if written or moves:
        last = max([*written, *moves], key=lambda found: found[:4])
        return Attribution(last[4]["partner_id"], last[4].get("link_code"))
    if registration is None or registration.real_on > on:
        return None
    return _decided_by(world, registration)


def moves_of(world: World, client_id: str) -> list[tuple[Event, Row]]:
    """ "Later clicks change nothing unless the program declares `reattribute_after_inactive_days`";
    RULINGS: "Inactive = no deposit and not active; the new attribution starts on the click's
    day"; DECISIONS 49 and 50: registration and an attribution by hand count like activity, and
    clicks are those that a later record of the client names, inside `window_days`."""
    key = ("moves", client_id)
    if key not in world.memory:
        world.memory[key] = _moves(world, client_id) if world.reattribute_after else []
    found: list[tuple[Event, Row]] = world.memory[key]
    return found


def _moves(world: World, client_id: str) -> list[tuple[Event, Row]]:
    own = [event for event in world.events if event.client_id == client_id]
    busy = {row["valid_from"] for row in world.attributions if row["client_id"] == client_id}
    busy |= {event.on for event in own if _keeps_busy(world, event)}
    registration = registration_of(world, client_id)
    clicks = {}
    for event in own:
        link = _link_of(world, event)
        if link is not None and (registration is None or event.key != registration.key):
            click = world.clicks[event.row["click_id"]]
            clicks[click.key] = (click, link)
    given = [row["valid_from"] for row in world.attributions if row["client_id"] == client_id]
    found = []
    for click, link in sorted(clicks.values(), key=lambda pair: pair[0].order):
        is_registered = registration is not None and registration.real_at <= click.at
        if not is_registered and not any(day <= click.on for day in given):
            continue  # DECISIONS 86: "before its registration a client belongs to nobody"
        first = click.on - timedelta(days=world.reattribute_after or 0)
        known = any(day < first for day in busy)
        if known and not any(first <= day < click.on for day in busy):
            found.append((click, link))
            busy.add(click.on)
    return found


def _keeps_busy(world: World, event: Event) -> bool:
    """RULINGS: "inactive = no deposit and not active"; a demo trade is none: "demo trades count
    only in the lots of a component that lists them"."""
    if event.kind == "trade":
        return not world.accounts.get(event.row["account_id"], {}).get("is_demo")
    stakes = event.kind == "activity" and event.number("stakes") > 0
    return stakes or event.kind in ("deposit", "sale", "registration")


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
    if click is None or click.row.get("verdict") == "rejected" or click.at > registration.real_at:
        return None
    if (registration.real_on - click.on).days > world.window_days:
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
        if attribution.link_code:
            link = world.links.get(attribution.link_code)
    return {
        "country": registration.row.get("country") if registration else None,
        "campaign": link["campaign"] if link else None,
        "campaign_of": link["partner_id"] if link else None,
    }
