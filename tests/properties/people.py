"""Strategies for partners, their tree, links and clients."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from tests.oracle.facts import FOREVER
from tests.properties.draft import Data, Draft, Record
from tests.properties.off import on
from tests.properties.values import a_day, a_moment

EARLY = (date(2025, 12, 20), date(2026, 1, 1), date(2026, 1, 10))
COUNTRIES = ("DE", "AT", "FR", None)


def add_partners(dice: Random, draft: Draft, fewest: int = 1) -> None:
    """Up to four partners; the parent of each is one before it, and may change once."""
    for number in range(dice.randint(fewest, 4)):
        name = f"P{number}"
        draft.partners.append({
            "partner_id": name, "partner_code": f"code-{name}", "name": name, "kind": "ib",
            "status": "active", "threshold_minor": 0, "payout_currency_code": "EUR",
            "joined_on": dice.choice(["2025-08-31", "2025-10-15", "2026-01-01"]),
            "own_client_ids": "",
        })  # fmt: skip
        if number:
            _add_parents(dice, draft, name, [f"P{n}" for n in range(number)])


def _add_parents(dice: Random, draft: Draft, child: str, above: list[str]) -> None:
    """One parent from the first day on, sometimes another or none from a later day on."""
    change = dice.choice([None, None, a_day(dice)])
    share = dice.choice([None, None, "0.333333", "0.8"])
    first = dice.choice([*above, above[-1], above[-1]])
    spans = [(date(2025, 1, 1), change - timedelta(days=1) if change else FOREVER, first)]
    if change:
        spans.append((change, FOREVER, dice.choice([*above, None])))
    for start, end, parent in spans:
        if parent:
            draft.relations.append({
                "partner_id": child, "parent_partner_id": parent, "valid_from": start,
                "valid_to": end, "share": share, "recorded_at": "2025-01-01 00:00:00",
            })  # fmt: skip


def add_clients(dice: Random, draft: Draft, *, busy: bool = False) -> list[str]:
    """One to four clients, each attributed in its own way; the last may be a partner's own. Busy
    ones mostly stand under the lowest partner from the start."""
    for partner in draft.partners:
        name = partner["partner_id"]
        draft.links.append(
            {"link_code": f"link-{name}", "partner_id": name, "campaign": f"camp-{name}"}
        )
    clients = [f"c{number}" for number in range(dice.randint(1, 4))]
    for client in clients:
        if busy and dice.random() < 0.7:
            code = f"code-{draft.partners[-1]['partner_id']}"
            _register(draft, client, a_moment(dice, draft.zone, dice.choice(EARLY)),
                      {"country": dice.choice(COUNTRIES), "partner_code": code})  # fmt: skip
            continue
        _attribute(dice, draft, client)
    if dice.random() < 0.4:
        owner = dice.choice(draft.partners)
        whole = {deal["partner_id"] for deal in draft.deals if deal["valid_from"].year == 2025}
        ended = {deal["partner_id"] for deal in draft.deals if deal["deal_id"].startswith("E-")}
        if owner["partner_id"] in whole - ended or on("own_without_deal"):
            owner["own_client_ids"] = clients[-1]
    return clients


def _attribute(dice: Random, draft: Draft, client: str) -> None:
    partners = [row["partner_id"] for row in draft.partners]
    payload: Data = {"country": dice.choice(COUNTRIES)}
    how = dice.choice(["code", "code", "code", "click", "both", "both", "none"])
    at = a_moment(dice, draft.zone, dice.choice(EARLY) if dice.random() < 0.8 else a_day(dice))
    if how in ("code", "both"):
        payload["partner_code"] = f"code-{dice.choice(partners)}"
    if how in ("click", "both"):
        payload["click_id"] = f"k-{client}"
        age = dice.choice([0, 1, 29, 30, 31])
        click = {
            "click_id": f"k-{client}", "link_code": f"link-{dice.choice(partners)}",
            "occurred_at": at - timedelta(days=age, minutes=5),
            "verdict": dice.choice([None, None, None, "rejected"]),
        }  # fmt: skip
        draft.records.append(Record("clicks", f"test:k-{client}", [click]))
    _register(draft, client, at, payload)
    for number in range(dice.choice([0, 0, 0, 1, 2])):
        row = {"client_id": client, "valid_from": a_day(dice), "partner_id": dice.choice(partners),
               "attribution_source": "manual"}  # fmt: skip
        draft.records.append(Record("attributions", f"test:{client}-{number}", [row]))


def _register(draft: Draft, client: str, at: datetime, payload: Data) -> None:
    registration = {
        "event_id": f"reg-{client}", "conversion_type": "registration", "client_id": client,
        "occurred_at": at, "quantity": 1, "is_confirmed": True, **payload,
    }  # fmt: skip
    draft.records.append(Record("conversions", f"test:reg-{client}", [registration]))
