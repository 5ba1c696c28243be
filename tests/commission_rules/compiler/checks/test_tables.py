"""Rate tables: known names, rows that can be ordered."""

from __future__ import annotations

from typing import Any

import pytest

from commission_rules.compiler.checks.tables import names_are_known, rows_can_be_ordered
from tests.commission_rules.builders import LOOKUPS, cpa, one, per_lot


def rows(*given: dict[str, str]) -> Any:
    return one(per_lot(rate_per_lot=[{**row, "value": "1.00"} for row in given]))


@pytest.mark.parametrize(
    "component",
    [
        per_lot(rate_per_lot=[{"symbol_group": "cows", "value": "1"}]),
        per_lot(rate_per_lot=[{"symbol": "EURCOW", "value": "1"}]),
        per_lot(lot_modifiers=[{"symbol": "EURCOW", "value": "0.8"}]),
        per_lot(symbols=["EURCOW"]),
        cpa(amount=[{"country_group": "cows", "value": "1"}]),
        cpa(amount=[{"symbol": "EURUSD", "value": "1"}]),
        cpa(amount=[{"account_type": "ecn", "value": "1"}]),
        cpa(amount=[{"country": "UK", "value": "1"}]),
    ],
)
def test_an_unknown_or_foreign_name_is_refused(component: dict[str, Any]) -> None:
    assert len(names_are_known(one(component), LOOKUPS)) == 1


@pytest.mark.parametrize(
    "given",
    [
        ({"symbol": "EURUSD"}, {"symbol_group": "majors"}, {}),
        ({"symbol_group": "majors"}, {"symbol_group": "metals"}),
        ({"symbol": "XAUUSD"}, {"symbol_group": "majors", "country": "DE"}),
        ({"country": "DE"}, {"country_group": "dach"}),
        ({"account_type": "ecn"}, {"account_type": "live"}, {"account_type": "demo"}),
        ({"country": "DE", "symbol_group": "majors"}, {"symbol_group": "majors"}),
    ],
)
def test_rows_that_can_be_ordered_are_right(given: tuple[dict[str, str], ...]) -> None:
    assert rows_can_be_ordered(rows(*given), LOOKUPS) == []


@pytest.mark.parametrize(
    "given",
    [
        ({}, {}),
        ({"symbol_group": "majors"}, {"symbol_group": "majors"}),
        ({"symbol_group": "majors"}, {"country": "DE"}),
        ({"symbol": "EURUSD"}, {"symbol_group": "majors", "country": "DE"}),
        ({"country_group": "dach"}, {"country_group": "alps"}),
        ({"account_type": "ecn", "country_group": "dach"}, {"country": "DE"}),
    ],
)
def test_rows_that_one_event_can_match_and_nothing_orders_are_refused(
    given: tuple[dict[str, str], ...],
) -> None:
    assert len(rows_can_be_ordered(rows(*given), LOOKUPS)) == 1


def test_two_modifiers_for_one_symbol_are_refused() -> None:
    twice = [{"symbol": "XAGUSD", "value": "0.8"}, {"symbol": "XAGUSD", "value": "0.9"}]
    assert len(rows_can_be_ordered(one(per_lot(lot_modifiers=twice)), LOOKUPS)) == 1
