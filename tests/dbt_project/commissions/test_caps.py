"""Caps (COMMISSIONS, Gates and caps): trimmed in event order, narrowest first, for good."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.dbt_project.commissions.event_prices import Events
from tests.fixtures.warehouse_program import Program

LIFE = {"per": "client", "cap_window": "life"}
MONTH = {"per": "client", "cap_window": "period"}
DEAL_MONTH = {"per": "deal", "cap_window": "period"}
DEAL_LIFE = {"per": "deal", "cap_window": "life"}


def amount(where: dict[str, Any], value: Any) -> dict[str, Any]:
    return {**where, "kind": "amount", "cap_value": value}


def count(where: dict[str, Any], value: int) -> dict[str, Any]:
    return {**where, "kind": "count", "cap_value": value}


def _caps(program: Program, caps: list[dict[str, Any]], version: int = 0) -> None:
    terms = program.rows["terms", "deal_components"][version]
    key = {name: terms[name] for name in ("program_id", "deal_id", "component_id", "valid_from")}
    for number, cap in enumerate(caps, 1):
        program.rows["terms", "deal_caps"].append({**key, "cap_no": number, **cap})


def _sales(
    name: str, caps: list[dict[str, Any]], *sales: tuple[str, Any, str], rate: str = "0.25"
) -> Program:
    """Sales (client, amount, day) at 25 %, in their order; the records are told backwards."""
    program = Program(name)
    program.partner("P0")
    program.deal("P0", "sale_share", rate=rate)
    _caps(program, caps)
    for client in {client for client, _, _ in sales}:
        program.client(client, "P0")
    for number, (client, size, day) in reversed(list(enumerate(sales, 1))):
        program.conversion("sale", f"s{number}", client, f"2026-{day} 10:0{number}:00", size)
    return program


THREE = (("c1", 160, "03-01"), ("c1", 160, "03-02"), ("c1", 160, "03-03"))
TWO_CLIENTS = (
    ("c1", 160, "03-01"), ("c2", 160, "03-02"), ("c1", 160, "03-03"), ("c2", 160, "04-01"),
    ("c1", 160, "04-02"),
)  # fmt: skip


def _refunded() -> Program:
    program = _sales("refunded", [amount(LIFE, 60)], *THREE)
    program.conversion("refund", "r1", "c1", "2026-04-01 10:00:00", 160, refunds="s1")
    return program


def _versions() -> Program:
    """March without a cap earns 80; from April on 100 for life leave 20, then nothing."""
    program = Program("versions")
    program.partner("P0")
    program.deal("P0", "sale_share", rate="0.25", until="2026-03-31")
    program.deal("P0", "sale_share", rate="0.25", since="2026-04-01")
    _caps(program, [amount(LIFE, 100)], version=1)
    program.client("c1", "P0")
    for number, day in enumerate(("03-01", "03-02", "04-01", "04-02"), 1):
        program.conversion("sale", f"s{number}", "c1", f"2026-{day} 10:00:00", 160)
    return program


def _negative() -> Program:
    """Spreads of 100, -60, 100 at 50 % under a cap of 60: 50, -30, 40."""
    program = Program("negative")
    program.partner("P0")
    program.deal("P0", "spread_share", rate="0.50", base_kind="revenue")
    _caps(program, [amount(MONTH, 60)])
    program.client("c1", "P0")
    program.account("a1", "c1")
    for number, spread in enumerate((100, -60, 100), 1):
        program.trade(f"t{number}", "a1", 1, f"2026-03-0{number} 10:00:00",
                      spread_revenue_amount=spread, currency_code="EUR")  # fmt: skip
    return program


def _lots() -> Program:
    """A capped lot component leaves the fast way and is trimmed like any other."""
    program = Program("lots")
    program.symbol("EURUSD", "majors")
    program.partner("P0")
    program.deal("P0", "per_lot", rate=5)
    _caps(program, [{"per": "event", "kind": "amount", "cap_value": 12}, amount(DEAL_MONTH, 20)])
    program.client("c1", "P0")
    program.account("a1", "c1")
    for number, lots in enumerate((3, 1, 2), 1):
        program.trade(f"t{number}", "a1", lots, f"2026-03-0{number} 10:00:00")
    return program


CASES: dict[str, tuple[Program, list[Any]]] = {
    "life": (_sales("life", [amount(LIFE, 60)], *THREE), [40, 20, 0]),
    "refunded": (_refunded(), [0, 40, 20]),
    "event": (
        _sales("event", [{"per": "event", "kind": "amount", "cap_value": 30}], *THREE), [30] * 3,
    ),
    "month": (_sales("month", [amount(MONTH, 60)], *TWO_CLIENTS), [40, 40, 20, 40, 40]),
    "life of two": (_sales("life of two", [amount(LIFE, 60)], *TWO_CLIENTS), [40, 40, 20, 20, 0]),
    "deal month": (_sales("deal month", [amount(DEAL_MONTH, 90)], *TWO_CLIENTS),
                   [40, 40, 10, 40, 40]),
    "deal life": (_sales("deal life", [amount(DEAL_LIFE, 130)], *TWO_CLIENTS),
                  [40, 40, 40, 10, 0]),
    "count": (_sales("count", [count(LIFE, 2)], *TWO_CLIENTS), [40, 40, 40, 40, 0]),
    "deal count": (_sales("deal count", [count(DEAL_MONTH, 2)], *TWO_CLIENTS), [40, 40, 0, 40, 40]),
    # March leaves c1 20 of its 60 for life: what the deal took in March was not paid
    "life inside a month": (
        _sales("life inside a month", [amount(LIFE, 60), amount(DEAL_MONTH, 45)], *TWO_CLIENTS),
        [40, 5, 0, 40, 5],
    ),
    "client and deal": (
        _sales("client and deal", [amount(MONTH, 50), amount(DEAL_MONTH, 85)], *TWO_CLIENTS),
        [40, 40, 5, 40, 40],
    ),
    "amount and count": (
        _sales("amount and count", [count(MONTH, 1), amount(LIFE, 60)], *TWO_CLIENTS),
        [40, 40, 0, 20, 20],
    ),
    "versions": (_versions(), [40, 40, 20, 0]),
    "negative": (_negative(), [50, -30, 40]),
    "lots": (_lots(), [12, 5, 3]),
}  # fmt: skip


@pytest.fixture(scope="module")
def events() -> Events:
    return Events([program for program, _ in CASES.values()])


@pytest.mark.parametrize("name", CASES)
def test_what_a_cap_leaves_is_paid(events, name):
    assert list(events.prices(name).values()) == [Decimal(x) for x in CASES[name][1]]


def test_what_is_trimmed_says_so_and_keeps_what_it_was(events):
    assert events.prices("life", "reason_code") == {"s1": None, "s2": "capped", "s3": "capped"}
    assert events.prices("life", "uncapped_amount") == {"s1": 40, "s2": 40, "s3": 40}


def test_a_component_without_caps_is_left_alone(events):
    assert set(events.prices("versions", "reason_code").values()) == {None, "capped"}
