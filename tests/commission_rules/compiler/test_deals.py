"""Deals that cannot be are refused by name, all at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from commission_rules.compiler import RuleErrors, compile_rules, resolve
from tests.commission_rules.builders import (
    Data,
    cpa,
    deal,
    per_lot,
    plan,
    revshare,
    sale_share,
    tiers,
    version,
    write_plans,
)

NEGOTIABLE = {"share": {"min": "0.10", "max": "0.30"}}
PLANS = {
    "alpha/standard": plan(version(per_lot())),
    "alpha/lots": plan(version(per_lot(rate_per_lot="4.00"))),
    "alpha/share": plan(version(revshare(negotiable=NEGOTIABLE))),
    "alpha/guarded": plan(version(revshare(negotiable=NEGOTIABLE), guard={"share": "0.25"})),
    "alpha/stepped": plan(version(revshare(tiers=tiers(("0", "0.2"), ("5000", "0.3"))))),
    "alpha/sales": plan(version(sale_share())),
    "alpha/cpa": plan(version(cpa())),
    "alpha/ended": plan(version(per_lot(), valid_to="2026-06-30")),
}


@pytest.fixture(name="root")
def _root(tmp_path: Path) -> Path:
    return write_plans(tmp_path, PLANS)


def errors(root: Path, *deals: Data) -> list[str]:
    with pytest.raises(RuleErrors) as found:
        resolve(compile_rules(root), deals)
    assert all(error.deal_id and error.program_id == "alpha" for error in found.value.errors)
    return [str(error) for error in found.value.errors]


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"plan_id": "cows"}, "unknown plan cows"),
        ({"calendar_id": "week"}, "has the calendar week, its plan month"),
        ({"currency_code": "USD"}, "rebate of the plan has amounts in EUR"),
        ({"currency_code": "XXQ"}, "unknown currency XXQ"),
        ({"plan_id": "stepped", "currency_code": "USD"}, "revshare of the plan has amounts"),
        ({"plan_id": "ended"}, "the plan ended from 2026-01-01 to 2026-06-30"),
        ({"valid_from": date(2025, 12, 1)}, "runs from 2025-12-01"),
        ({"overrides": "[1]"}, "not a JSON object"),
        ({"overrides": '{"components.rebate.rate_per_lot": "6"}'}, "not negotiable"),
        ({"plan_id": "share", "overrides": '{"components.revshare.share": "0.31"}'}, "outside of"),
        ({"plan_id": "guarded", "overrides": '{"components.revshare.share": "0.30"}'}, "guard"),
    ],
)
def test_a_deal_that_cannot_be_is_named(root: Path, changes: Data, part: str) -> None:
    (message,) = errors(root, deal(**changes))
    assert message.startswith("deal D-1 of alpha, version 1: ")
    assert part in message
    assert " – " in message


def test_all_deals_are_reported_at_once(root: Path) -> None:
    found = errors(root, deal(plan_id="cows"), deal(deal_id="D-2", partner_id="P-2", plan_id="x"))
    assert [message.split(" of ")[0] for message in found] == ["deal D-1", "deal D-2"]


def test_one_partner_and_brand_has_one_deal_at_a_time(root: Path) -> None:
    (message,) = errors(root, deal(), deal(deal_id="D-2", valid_from=date(2026, 5, 1)))
    assert "overlaps deal D-1" in message
    other = deal(deal_id="D-2", valid_from=date(2026, 5, 1), brand="second")
    assert resolve(compile_rules(root), [deal(), other])["deal_versions"]


def test_versions_of_a_deal_share_partner_brand_and_currency(root: Path) -> None:
    second = deal(deal_version_no=2, valid_from=date(2026, 5, 1), partner_id="P-2")
    (message,) = errors(root, deal(), second)
    assert "changes partner_id from P-1 to P-2" in message


def test_versions_of_a_deal_leave_no_gap(root: Path) -> None:
    first = deal(valid_to=date(2026, 3, 31))
    second = deal(deal_version_no=2, valid_from=date(2026, 4, 2))
    (message,) = errors(root, first, second)
    assert "no version covers 2026-04-01 to 2026-04-01" in message


def test_a_period_part_of_a_deal_changes_on_the_first_day_of_a_period(root: Path) -> None:
    def second(day: date, **changes: str) -> list[Data]:
        first = deal(plan_id="share")
        return [first, {**first, "deal_version_no": 2, "valid_from": day, **changes}]

    lower = '{"components.revshare.share": "0.20"}'
    (message,) = errors(root, *second(date(2026, 4, 9), overrides=lower))
    assert "changes revshare on 2026-04-09, inside a period" in message
    compiled = compile_rules(root)
    assert resolve(compiled, second(date(2026, 4, 1), overrides=lower))["deal_rates"]
    assert resolve(compiled, second(date(2026, 4, 9)))["deal_rates"]
    (message,) = errors(root, *second(date(2026, 4, 9), plan_id="sales"))
    assert "inside a period" in message


def test_a_rate_per_event_of_a_deal_changes_on_any_day(root: Path) -> None:
    second = deal(deal_version_no=2, valid_from=date(2026, 4, 9), plan_id="lots")
    assert len(resolve(compile_rules(root), [deal(), second])["deal_rates"]) == 2
