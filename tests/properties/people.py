"""Strategies for partners, their tree, links and clients."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from tests.oracle.facts import FOREVER
from tests.properties.draft import Data, Draft, Record
from tests.properties.values import a_day, a_moment

EARLY = (date(2025, 12, 20), date(2026, 1, 1), date(2026, 1, 10))
COUNTRIES = ("DE", "AT", "FR", None)


def add_partners(dice: Random, draft: Draft) -> None:
    """One to four partners; the parent of each is one before it, and may change once."""
    for number in range(dice.randint(1, 4)):
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
    change = dice.choice([None, a_day(dice)])
    first = dice.choice([*above, above[-1], above[-1]])
    spans = [(date(2025, 1, 1), change - timedelta(days=1) if change else FOREVER, first)]
    if change:
        spans.append((change, FOREVER, dice.choice([*above, None])))
    for start, end, parent in spans:
        if parent:
            draft.relations.append({
                "partner_id": child, "parent_partner_id": parent, "valid_from": start,
                "valid_to": end, "recorded_at": "2025-01-01 00:00:00",
            })  # fmt: skip


def add_clients(dice: Random, draft: Draft) -> list[str]:
    """One to four clients, each attributed in its own way; the last may be a partner's own."""
    for partner in draft.partners:
        name = partner["partner_id"]
        draft.links.append(
            {"link_code": f"link-{name}", "partner_id": name, "campaign": f"camp-{name}"}
        )
    clients = [f"c{number}" for number in range(dice.randint(1, 4))]
    for client in clients:
        _attribute(dice, draft, client)
    if dice.random() < 0.4:
        dice.choice(draft.partners)["own_client_ids"] = clients[-1]
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
    registration = {
        "event_id": f"reg-{client}", "conversion_type": "registration", "client_id": client,
        "occurred_at": at, "quantity": 1, "is_confirmed": True, **payload,
    }  # fmt: skip
    draft.records.append(Record("conversions", f"test:reg-{client}", [registration]))
    for number in range(dice.choice([0, 0, 0, 1, 2])):
        row = {"client_id": client, "valid_from": a_day(dice), "partner_id": dice.choice(partners),
               "attribution_source": "manual"}  # fmt: skip
        draft.records.append(Record("attributions", f"test:{client}-{number}", [row]))
