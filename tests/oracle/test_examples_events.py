"""Event components give the numbers of COMMISSIONS and RULINGS."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.oracle.story import Spec, Story, dec, lot, sales, steps

AT = "2026-03-02 12:00:00"


def _trading(*components: Spec, currency: str = "USD", **version: Any) -> Story:
    story = Story(currency=currency)
    story.plan("plan", *components, **version)
    story.tree("P0")
    story.account("a1", "c1")
    for symbol, group in (("EURUSD", "majors"), ("GBPUSD", "majors"), ("XAUUSD", "metals")):
        story.symbol(symbol, group)
    return story


def _trade(story: Story, name: str, lots: Any = 1, at: str = AT, **more: Any) -> None:
    currencies = {"currency_code": story.currency, "quote_currency_code": story.currency}
    story.trade(name, "a1", lots, at, **currencies, **more)


def test_three_units_of_4_are_12() -> None:
    story = _trading({"id": "leads", "type": "per_action", "action": "lead",
                      "amount": "4.00"})  # fmt: skip
    story.conversion("lead", "l1", "c1", AT, quantity=3)
    assert story.amounts("about") == dec(l1="12")


@pytest.mark.parametrize(
    ("price", "sides", "amount"),
    [("open", "one", "1.50"), ("close", "one", "1.60"), ("open", "both", "3.10")],
)
def test_50_per_100000_of_notional(price: str, sides: str, amount: str) -> None:
    story = _trading({"id": "volume", "type": "per_turnover", "of": "notional", "per": "100000",
                      "rate": "50", "price": price, "sides": sides})  # fmt: skip
    _trade(story, "t1", 2, contract_size=10, open_price=150, close_price=160)
    assert story.amounts("about") == dec(t1=amount)


def test_28_points_capped_at_25_times_0_10_times_3_lots_at_20_percent() -> None:
    story = _trading({"id": "spread", "type": "spread_share", "of": "points", "cap_points": "25",
                      "share": "0.20"})  # fmt: skip
    story.details = {"EURUSD": {"tick": "0.01"}}
    _trade(story, "t1", 3, spread_points=28, contract_size=10)
    assert story.amounts("about") == dec(t1="1.50")


def test_the_most_specific_row_wins() -> None:
    rows = [{"symbol": "EURUSD", "value": "4"}, {"symbol_group": "majors", "value": "3"},
            {"value": "2"}]  # fmt: skip
    story = _trading(lot(rows))
    for symbol in ("EURUSD", "GBPUSD", "XAUUSD"):
        _trade(story, symbol, native_symbol=symbol)
    assert story.amounts("about") == dec(EURUSD="4", GBPUSD="3", XAUUSD="2")


@pytest.mark.parametrize(("rounding", "minors"), [("line", [1, 1, 1]), ("period", None)])
def test_three_closes_of_a_hundredth_lot(rounding: str, minors: list[int] | None) -> None:
    story = _trading(lot("0.50"), rounding=rounding)
    for name in ("t1", "t2", "t3"):
        _trade(story, name, "0.01")
    lines = story.lines()
    assert sum(line.exact for line in lines) == Decimal("0.015")
    assert minors is None or [line.minor for line in lines] == minors


def test_a_correction_covers_older_dates() -> None:
    story = _trading(lot("5"), valid_from="2026-03-01")
    story.plan("plan", lot("6"), valid_from="2026-03-01", valid_to="2026-03-15",
               recorded_on="2026-04-10")  # fmt: skip
    _trade(story, "t9", at="2026-03-09 10:00:00")
    _trade(story, "t16", at="2026-03-16 10:00:00")
    assert story.amounts("about") == dec(t9="6", t16="5")


@pytest.mark.parametrize(("kind", "amount"), [("slab", "8.10"), ("marginal", "5.70")])
def test_6_percent_from_0_and_9_from_80_on_a_sale_of_90(kind: str, amount: str) -> None:
    tiers = {"kind": kind, "metric": "event", "steps": steps(("0", "0.06"), ("80", "0.09"))}
    story = _trading(sales(tiers=tiers))
    story.conversion("sale", "s1", "c1", AT, 90)
    assert story.amounts("about") == dec(s1=amount)


@pytest.mark.parametrize(("kind", "amounts"), [("slab", ("40", "30")), ("marginal", ("32", "28"))])
def test_4_a_lot_and_5_above_10_lots_in_the_month(kind: str, amounts: tuple[str, str]) -> None:
    table = steps(("0", "4"), (">10", "5"), key="rate_per_lot")
    tiers = {"kind": kind, "metric": "lots", "steps": table}
    story = _trading({"id": "rebate", "type": "per_lot", "tiers": tiers})
    _trade(story, "t8", 8, at="2026-03-02 10:00:00")
    _trade(story, "t6", 6, at="2026-03-03 10:00:00")
    assert story.amounts("about") == dec(t8=amounts[0], t6=amounts[1])


def test_a_refund_restates_the_line_of_its_sale() -> None:
    story = _trading(sales(share="0.10"))
    story.conversion("sale", "s1", "c1", AT, 200)
    story.conversion("refund", "r1", "c1", "2026-05-02 12:00:00", 50, refunds="s1")
    assert story.amounts("about", "period_id") == {("s1", "2026-03"): 15}


def _capped_sales() -> Story:
    capped = sales(share="0.25", caps=[{"per": "client", "window": "life", "amount": "60"}])
    above = {"id": "above", "type": "override", "base": "revenue", "of": "sales",
             "rates": ["0.04"], "follows": "sales"}  # fmt: skip
    story = Story(currency="USD")
    story.plan("plan", capped)
    story.plan("parent", above)
    story.tree("P0", "P1", plans={"P0": "plan", "P1": "parent"})
    for day, name in enumerate(("s1", "s2", "s3"), 1):
        story.conversion("sale", name, "c1", f"2026-03-0{day} 12:00:00", 160)
    return story


def test_a_life_cap_of_60_with_an_override_that_follows() -> None:
    assert _capped_sales().amounts("partner_id", "about") == {
        ("P0", "s1"): 40, ("P0", "s2"): 20, ("P1", "s1"): Decimal("6.4"),
        ("P1", "s2"): Decimal("3.2"),
    }  # fmt: skip


def test_a_refunded_sale_gives_its_room_back() -> None:
    story = _capped_sales()
    story.conversion("refund", "r1", "c1", "2026-04-01 12:00:00", 160, refunds="s1")
    found = story.amounts("partner_id", "about")
    assert {name: found.get(("P0", name), 0) for name in ("s1", "s2", "s3")} == {
        "s1": 0, "s2": 40, "s3": 20,
    }  # fmt: skip


def test_a_fixed_amount_is_reversed_by_a_full_refund_only() -> None:
    action = {"id": "orders", "type": "per_action", "action": "sale", "amount": "4.00"}
    story = _trading(action)
    for name in ("part", "whole"):
        story.conversion("sale", name, "c1", AT, 50)
    story.conversion("refund", "r1", "c1", AT, 49, refunds="part")
    story.conversion("refund", "r2", "c1", AT, 50, refunds="whole")
    assert story.amounts("about") == dec(part="4")
