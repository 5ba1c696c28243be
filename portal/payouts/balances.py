"""What each partner could be paid, before anything is decided. Pure over entries and holds.

COMMISSIONS, "From line to payment": available = entries past their hold and not held -
reservations. Reservations are subtracted by the freeze, in its transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.reviews.holds import Hold, Holds


@dataclass
class Balance:
    """One partner and currency, in minor units. `held` maps a review to what it keeps back."""

    cleared_minor: int = 0
    waiting_minor: int = 0
    entry_count: int = 0
    held: dict[Hold, int] = field(default_factory=dict)


Key = tuple[str, str]  # partner id, currency code


def balances_of(
    entries: Iterable[Mapping[str, Any]],
    holds: Iterable[Hold],
    on: date,
    parts: Iterable[Mapping[str, Any]] = (),
) -> dict[Key, Balance]:
    """Sum ledger entries by partner and currency, as payable on `on`.

    Each entry has partner_id, currency_code, amount_minor, payable_from, event_on, client_id,
    event_record_key and line_id (docs/reference/tables.md, `raw.ledger_entries`), and may stand for
    `entry_count` of them that no review aims at, then without those names. One whose hold has not
    run out on `on` waits; one under a review is held. `parts` (line_id, client_id, event_on,
    part_minor) are clients' parts of lines that name no client: of such a line a client under
    review holds its part, never more than its entries.
    """
    holds = list(holds)
    known = Holds.of(holds)
    kept = _kept(parts, holds, known)
    balances: dict[Key, Balance] = {}
    for entry in entries:
        balance = balances.setdefault((entry["partner_id"], entry["currency_code"]), Balance())
        amount = int(entry["amount_minor"])
        balance.entry_count += int(entry.get("entry_count", 1))
        if entry["payable_from"] > on:
            balance.waiting_minor += amount
            continue
        hold = known.holding(
            client_id=entry.get("client_id"),
            record_key=entry.get("event_record_key"),
            line_id=entry.get("line_id"),
            event_on=entry.get("event_on") or entry["payable_from"],
            partner_id=entry["partner_id"],
        )
        if hold is None:
            for one, part in kept.get(entry.get("line_id"), {}).items():
                taken = max(min(part, amount), 0)
                balance.held[one] = balance.held.get(one, 0) + taken
                kept[entry["line_id"]][one] = part - taken
                amount -= taken
            balance.cleared_minor += amount
        else:
            balance.held[hold] = balance.held.get(hold, 0) + amount
    return balances


def _kept(
    parts: Iterable[Mapping[str, Any]], holds: Iterable[Hold], known: Holds
) -> dict[Any, dict[Hold, int]]:
    """Minor units that each review keeps back of each line that names no client."""
    rejected = next((h for h in holds if h.state == "rejected" and h.target_kind == "client"), None)
    found: dict[Any, dict[Hold, int]] = {}
    for part in parts:
        hold = rejected
        if part["client_id"] is not None:
            hold = known.holding(
                client_id=part["client_id"],
                record_key=None,
                line_id=None,
                event_on=part["event_on"],
            )
        if hold is not None:
            own = found.setdefault(part["line_id"], {})
            own[hold] = own.get(hold, 0) + part["part_minor"]
    return found
