"""Samples of the components that are paid for events; between them they use every field."""

from __future__ import annotations

from tests.commission_rules.builders import Data

TRADES = {
    "account_types": ["ecn"],
    "symbols": ["EURUSD"],
    "symbol_groups": ["majors"],
    "excluded_deal_reasons": ["stop_out"],
    "minimum_holding_seconds": "60",
}
CAPS = [
    {"per": "event", "amount": "10.00"},
    {"per": "client", "window": "period", "count": "3"},
    {"per": "client", "amount": "60.00"},
    {"per": "deal", "window": "period", "amount": "500.00"},
    {"per": "deal", "window": "life", "count": "1000"},
]
GATE = {"metric": "active_clients", "at_least": "4"}
COMMON = {"hold_days": "14", "digits": "4", "caps": CAPS, "gate": GATE}


def steps(unit: str, first: str, second: str, **changes: object) -> Data:
    rows = [{"from": "0", unit: first}, {"above": "10", unit: second}]
    return {"kind": "slab", "metric": "event", "steps": rows, **changes}


def per_action(**changes: object) -> Data:
    return {"id": "leads", "type": "per_action", "action": "lead", "amount": "4.00", **changes}


def per_turnover(**changes: object) -> Data:
    return {
        "id": "volume", "type": "per_turnover", "of": "notional", "price": "open",
        "sides": "one", "per": "100000", "rate": "50", **changes,
    }  # fmt: skip


def spread_share(**changes: object) -> Data:
    return {"id": "spread", "type": "spread_share", "of": "revenue", "share": "0.20", **changes}


def commission_share(**changes: object) -> Data:
    return {"id": "fees", "type": "commission_share", "share": "0.30", **changes}


EVENT_SAMPLES: list[Data] = [
    per_action(
        amount=[{"product": "demo", "value": "5.00"}, {"value": "4.00"}],
        products=["demo"], excluded_products=["spam"], **COMMON,
    ),
    per_action(
        action="sale", amount=None,
        tiers=steps("amount", "4", "5", metric="registrations", kind="slab"),
    ),
    per_turnover(rate=[{"symbol": "EURUSD", "value": "40"}, {"value": "50"}], **TRADES, **COMMON),
    per_turnover(rate=None, tiers=steps("rate", "40", "50", kind="marginal")),
    {
        "id": "stakes", "type": "per_turnover", "of": "stakes", "per": "1000", "rate": "2",
        "products": ["slots"], "excluded_products": ["poker"],
    },
    spread_share(**TRADES, **COMMON),
    spread_share(
        of="mark_up", share=None, cap_points="25", tiers=steps("share", "0.2", "0.3"),
        mark_up=[{"symbol": "EURUSD", "value": "12"}, {"symbol_group": "metals", "value": "20"},
                 {"value": "9"}],
    ),
    spread_share(of="points", cap_points="25"),
    commission_share(**TRADES, **COMMON),
    commission_share(
        share=None,
        tiers=steps("share", "0.2", "0.3", of={"of": "commission_amount", "to": "lots"}),
    ),
    {
        "id": "tiered_lots", "type": "per_lot",
        "tiers": steps("rate_per_lot", "4", "5", metric="lots", kind="marginal"),
    },
]  # fmt: skip
