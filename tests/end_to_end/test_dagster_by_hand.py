"""Dagster as people and schedules use it: an asset by hand, a close with and without its token."""

from __future__ import annotations

from typing import Any

import pytest

from tests.end_to_end.harbour import DEMO, LIVE, LOGIN, PRACTICE
from tests.end_to_end.people import person_made
from tests.end_to_end.product import Product

MAKER = "clara@openbook.example"
TRADES = (
    "trade_id,account_id,symbol,side,lots,opened_at,closed_at,open_price,close_price,currency\n"
    f"T-1,{LOGIN},EURAUD,buy,0.07,2022-10-20T08:00:00Z,2022-10-20T09:00:00Z,1.55,1.56,USD\n"
)


@pytest.fixture(scope="module")
def told(harbour_open: Product, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    import shutil

    folder = tmp_path_factory.mktemp("by_hand") / "data"
    shutil.copytree(harbour_open.data_dir, folder, symlinks=True)
    product = Product(folder)
    person_made(product, MAKER, "--role", f"{LIVE}:finance_maker")
    before = product.digest(LIVE)
    product.drop(LIVE, "trades", "evening.csv", TRADES)
    asked = {
        "program": LIVE,
        "asset": "publish/pub_portal__lines",
        "maker": MAKER,
        "period": "2022-10",
    }
    answer = dict(product.python("tests.end_to_end.dagster_by_hand", asked))
    return {**answer, "product": product, "before": before}


def test_materialising_one_asset_by_hand_is_a_whole_refresh(told: dict[str, Any]) -> None:
    assert told["materialized"]["success"]
    assert "publish/pub_portal__lines" in told["materialized"]["assets"]
    product = told["product"]
    assert product.digest(LIVE) != told["before"]
    lines = product.rows(LIVE, "pub_portal__lines")
    assert [
        x["amount_minor"] for x in lines if x["level"] == 0 and str(x["quantity"])[:4] == "0.07"
    ]


def test_a_close_needs_its_own_token_and_a_known_person(told: dict[str, Any]) -> None:
    for attempt in ("no_token", "nobody", "token_of_another_period", "token_again"):
        assert not told[attempt]["success"], attempt
    assert "signed-in person" in told["nobody"]["why"]
    assert "token" in told["no_token"]["why"]


def test_a_person_with_a_token_closes_and_the_audit_knows_every_try(told: dict[str, Any]) -> None:
    assert told["closed"]["success"], told["closed"]["why"]
    assert told["heads"][LIVE] == {
        "program_id": LIVE, "period_id": "2022-10", "booked_by": MAKER,
    }  # fmt: skip
    verbs = [verb for verb, who, _subject in told["audit"] if who == MAKER]
    assert verbs.count("close refused") == 3  # no token, another period's, a used one
    assert verbs.count("close started") == 1


def test_the_schedule_closes_what_is_over_and_what_nobody_closed(told: dict[str, Any]) -> None:
    assert {request["key"] for request in told["close_requests"]} == {
        f"{DEMO}/month/2022-10",
        f"{PRACTICE}/month/2022-10",
    }
    assert [run["success"] for run in told["closed_by_schedule"]] == [True]
    first = told["close_requests"][0]["key"].split("/")[0]
    assert told["heads"][first]["booked_by"] == "schedule"
