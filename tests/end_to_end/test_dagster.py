"""Dagster: what it loads, and what a tick of `micro_batch` does on a small program."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.end_to_end.harbour import CHAIN, DEMO, DIRECT, LIVE, LOGIN, Trade, earned_by
from tests.end_to_end.product import Product

LATE = Trade("EURAUD", Decimal("0.07"), "2022-11-02")
TRADES = (
    "trade_id,account_id,symbol,side,lots,opened_at,closed_at,open_price,close_price,currency\n"
    f"T-1,{LOGIN},EURAUD,buy,0.07,2022-11-02T08:00:00Z,2022-11-02T09:00:00Z,1.55,1.56,USD\n"
)
RATES_OF_TOMORROW = "date,currency,units_per_eur\n2031-01-02,USD,1.10\n"


@pytest.fixture
def ticked(harbour_copy: Product):
    """Files for two programs, one of them bad; then three ticks."""
    before = {program: harbour_copy.digest(program) for program in (LIVE, DEMO)}
    harbour_copy.drop(LIVE, "trades", "evening.csv", TRADES)
    harbour_copy.drop(DEMO, "fx_rates", "tomorrow.csv", RATES_OF_TOMORROW)
    told = harbour_copy.python("tests.end_to_end.dagster_tick", {"ticks": 2})
    return harbour_copy, before, told


def test_the_sensor_takes_files_in_and_publishes_what_passed(ticked) -> None:
    product, before, told = ticked
    held, (first, second) = told["definitions"], told["ticks"]

    assert held["sensors"] == ["micro_batch"]
    assert {"close_periods", "freeze_payouts"} == set(held["schedules"])
    assert {"refresh_job", "close_period_job", "approve_payout_batch"} <= set(held["jobs"])
    layers = {key.split("/")[0] for key in held["assets"]}
    assert {"raw", "terms", "staging", "commissions", "statements", "publish"} <= layers
    assert held["checks"] > 100

    assert ["release", LIVE] in first["assets"]
    assert any(key.startswith("commissions/") for key, _ in first["assets"])
    failed = {(key, name) for key, name, passed in first["checks"] if not passed}
    assert ("raw/fx_rates", "gate_1") in failed
    assert second["skipped"]

    assert product.digest(LIVE) != before[LIVE]
    assert product.digest(DEMO) == before[DEMO]
    lines = product.rows(LIVE, "pub_portal__lines")
    found = {x["partner_id"]: x["amount_minor"] for x in lines if x["quantity"] == LATE.lots}
    assert found == {who: int(earned_by(LATE)[who] * 100) for who in CHAIN}
    assert found[DIRECT] == 40  # 0.07 lots at 5.75 are 0.4025
