"""The most specific row wins (COMMISSIONS, "Rate tables")."""

from __future__ import annotations

from commission_rules.compiler.specificity import can_match_one_event, specificity
from tests.commission_rules.builders import LOOKUPS


def test_a_symbol_beats_its_group_and_the_group_the_default() -> None:
    ordered = [{"symbol": "EURUSD"}, {"symbol_group": "majors"}, {}]
    assert sorted(ordered, key=specificity, reverse=True) == ordered


def test_a_country_beats_its_group_and_the_group_the_default() -> None:
    ordered = [{"country": "DE"}, {"country_group": "dach"}, {}]
    assert sorted(ordered, key=specificity, reverse=True) == ordered


def test_an_account_type_beats_all_live_accounts() -> None:
    assert specificity({"account_type": "ecn"}) > specificity({"account_type": "live"})


def test_a_symbol_meets_its_own_group_only() -> None:
    gold = {"symbol": "XAUUSD"}
    assert can_match_one_event(gold, {"symbol_group": "metals"}, LOOKUPS)
    assert not can_match_one_event(gold, {"symbol_group": "majors"}, LOOKUPS)
