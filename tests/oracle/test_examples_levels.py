"""Levels give the numbers of COMMISSIONS and RULINGS."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.oracle.story import Story, dec, lot, sales, share

AT = "2026-03-02 12:00:00"


def _chain(rates: list[str | None], **component: Any) -> Story:
    """P0 under P1 under P2 …, each with its own rate per lot (None: no deal)."""
    story = Story(currency="USD")
    plans = {}
    for at, rate in enumerate(rates):
        if rate is not None:
            plans[f"P{at}"] = f"plan{at}"
            levels = {"algebra": "differential", "depth": component.pop("depth", "9")}
            story.plan(f"plan{at}", lot(rate, levels=levels, **component))
            component["depth"] = levels["depth"]
    story.tree(*(f"P{at}" for at in range(len(rates))), plans=plans, own_client_ids="own")
    story.account("a1", "c1")
    return story


def test_rates_6_8_8_11_for_2_lots() -> None:
    story = _chain(["6", "8", "8", "11"])
    story.trade("t1", "a1", 2, AT)
    assert story.amounts("partner_id") == dec(P0="12", P1="4", P3="6")


def test_a_member_without_a_deal_has_rate_0_and_keeps_its_distance() -> None:
    story = _chain(["6", None, "8"])
    story.trade("t1", "a1", 2, AT)
    assert story.amounts("level") == {0: 12, 2: 4}


def test_without_a_deal_of_the_direct_partner_those_above_earn() -> None:
    story = _chain([None, "8", "11"])
    story.trade("t1", "a1", 2, AT)
    assert story.amounts("level") == {1: 16, 2: 6}


def test_without_a_deal_of_the_direct_partner_those_above_earn_on_a_share_too() -> None:
    story = Story()
    levels = {"algebra": "differential", "depth": "9"}
    story.plan("near", share(share="0.25", levels=levels))
    story.plan("far", share(share="0.30", levels=levels))
    story.tree("P0", "P1", "P2", plans={"P1": "near", "P2": "far"})
    story.activity("c1", "2026-03-05", stakes=1000)
    assert story.amounts("partner_id", "level") == {("P1", 1): 250, ("P2", 2): 50}


@pytest.mark.parametrize(
    ("mode", "own"),
    [("earns", {0: 5, 1: 4, 2: 1}), ("upline_only", {0: 9, 1: 1}), ("none", {})],
)
def test_an_own_account(mode: str, own: dict[int, int]) -> None:
    story = _chain(["5", "9", "10"], own_account=mode, depth="2")
    story.client("own", "P0")
    story.account("a-own", "own")
    story.trade("stranger", "a1", 1, AT)
    story.trade("own", "a-own", 1, AT)
    found = story.amounts("about", "level")
    assert {level: x for (about, level), x in found.items() if about == "own"} == own
    assert {level: x for (about, level), x in found.items() if about == "stranger"} == {0: 5, 1: 4}


@pytest.mark.parametrize(
    ("pot", "parts"), [("0.10", "0.05 0.03 0.02"), ("-0.10", "-0.05 -0.03 -0.02")]
)
def test_a_split_of_ten_cents(pot: str, parts: str) -> None:
    shares = [["1"], ["0.6", "0.4"], ["0.5", "0.25", "0.25"]]
    story = Story(currency="USD")
    spread = {"id": "spread", "type": "spread_share", "of": "revenue", "share": "1",
              "levels": {"algebra": "split", "shares": shares}}  # fmt: skip
    story.plan("plan", spread)
    story.tree("P0", "P1", "P2", "P3")
    story.account("a1", "c1")
    story.trade("t1", "a1", 1, AT, spread_revenue_amount=pot, currency_code="USD")
    expected = [Decimal(part) for part in parts.split()]
    assert story.amounts("level") == dict(enumerate(expected))


def test_passed_down_80_then_50_percent_of_50() -> None:
    passed = {"default": "0.5", "min": "0", "max": "1"}
    story = Story(currency="USD")
    story.plan("plan", lot("50", levels={"algebra": "split", "passed_down": passed}))
    for name in ("P0", "P1", "P2"):
        story.partner(name)
        story.agree(name, "plan")
    story.relation("P0", "P1", share="0.5")
    story.relation("P1", "P2", share="0.8")
    story.client("c1", "P0")
    story.account("a1", "c1")
    story.trade("t1", "a1", 1, AT)
    assert story.amounts("partner_id") == dec(P0="20", P1="20", P2="10")


@pytest.mark.parametrize(
    ("compression", "amounts"), [(False, {0: 4, 2: 1}), (True, {0: 4, 2: 2, 3: 1})]
)
def test_a_table_of_4_2_1_where_p1_does_not_qualify(
    compression: bool, amounts: dict[int, int]
) -> None:
    levels = {"algebra": "fixed_per_level", "table": ["4", "2", "1"], "compression": compression}
    story = Story(currency="USD")
    story.plan("plan", {"id": "rebate", "type": "per_lot", "levels": levels})
    plans = dict.fromkeys(("P0", "P2", "P3"), "plan")
    story.tree("P0", "P1", "P2", "P3", plans=plans)
    story.account("a1", "c1")
    story.trade("t1", "a1", 1, AT)
    assert story.amounts("level") == amounts


def test_a_suspended_partner_does_not_qualify() -> None:
    rule = {"metric": "lots", "at_least": "0"}
    levels = {"algebra": "fixed_per_level", "table": ["4", "2"], "qualifies_when": rule}
    story = Story(currency="USD")
    story.plan("plan", {"id": "rebate", "type": "per_lot", "levels": levels})
    story.tree("P0", "P1", status="suspended")
    story.account("a1", "c1")
    story.trade("t1", "a1", 1, AT)
    assert story.amounts("level") == {1: 2}


def _override(of: str, rates: list[str]) -> dict[str, Any]:
    return {"id": "above", "type": "override", "base": "commission", "of": of, "rates": rates}


@pytest.mark.parametrize(("of", "second"), [("direct", "4"), ("below", "0.4")])
def test_10_percent_at_distance_1_and_5_at_2_of_80(of: str, second: str) -> None:
    story = Story(currency="USD")
    story.plan("plan", sales(share="0.80"))
    story.plan("above", _override(of, ["0.10", "0.05"]))
    story.tree("P0", "P1", "P2", plans={"P0": "plan", "P1": "above", "P2": "above"})
    story.conversion("sale", "s1", "c1", AT, 100)
    assert story.amounts("partner_id") == dec(P0="80", P1="8", P2=second)


def test_a_client_rebate_of_40_percent() -> None:
    story = Story(currency="USD")
    story.plan("plan", lot("9", client_rebate={"share": "0.40"}))
    story.plan("above", _override("direct", ["0.20"]))
    story.tree("P0", "P1", plans={"P0": "plan", "P1": "above"})
    story.account("a1", "c1")
    story.trade("t1", "a1", 1, AT)
    assert story.rounded("partner_id") == dec(clients="3.60", P0="5.40", P1="1.80")


def test_what_p0_lacks_for_the_rebate_is_taken_from_p1() -> None:
    story = _chain(["2", "5"], client_rebate={"per_unit": "3"})
    story.trade("t1", "a1", 1, AT)
    assert story.rounded("partner_id") == dec(clients="3", P1="2")


def test_joined_31_august_6_months_end_on_27_february() -> None:
    story = Story(currency="USD")
    levels = {"algebra": "differential", "depth": "2", "duration_months": "6"}
    story.plan("low", lot("5", levels=levels))
    story.plan("high", lot("7", levels=levels))
    story.tree("P0", "P1", plans={"P0": "low", "P1": "high"}, joined_on="2025-08-31")
    story.account("a1", "c1")
    story.trade("inside", "a1", 1, "2026-02-27 23:00:00")
    story.trade("after", "a1", 1, "2026-02-28 01:00:00")
    assert story.amounts("about", "level") == {("inside", 0): 5, ("inside", 1): 2, ("after", 0): 5}


def test_the_guard_trims_from_the_top() -> None:
    story = Story(currency="USD")
    story.plan("plan", lot("6"), guard={"share": "0.50"})
    above = {"id": "above", "type": "override", "base": "quantity", "of": "lots", "rates": ["5"]}
    story.plan("above", above)
    story.tree("P0", "P1", plans={"P0": "plan", "P1": "above"})
    story.account("a1", "c1")
    for name, commission in (("t1", 16), ("t2", 8), ("t3", None)):
        story.trade(name, "a1", 1, AT, commission_amount=commission, currency_code="USD")
    assert story.amounts("about", "partner_id") == {
        ("t1", "P0"): 6, ("t1", "P1"): 2, ("t2", "P0"): 4, ("t3", "P0"): 6, ("t3", "P1"): 5,
    }  # fmt: skip
