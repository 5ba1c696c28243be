"""Expected and found are compared exactly, and told in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from commission_rules.schema.scenario.expectations import Expectation
from pipelines.lib.scenarios.found import Found
from pipelines.lib.scenarios.judge import judge


def line(**columns: Any) -> dict[str, Any]:
    found: dict[str, Any] = dict.fromkeys(
        ("client_id", "event_record_key", "lower_partner_id", "step_no", "reason_code")
    )
    found.update(
        line_id="L1", period_id="2026-03", partner_id="p0", deal_id="D", component_id="c",
        level=0, line_kind="earned", state="approved", event_on=None, currency_code="EUR",
        exact_amount=Decimal("10.005"), line_amount=Decimal("10.010000"), amount_minor=1001,
        rounding="line", rate=Decimal("0.10"),
    )  # fmt: skip
    return {**found, **columns}


def mismatches(found: Found, **expected: Any) -> list[tuple[str, str, str]]:
    judged = judge(Expectation(**expected), 0, 1, found)
    return [(m.name, m.expected, m.found) for m in judged.mismatches]


def test_numbers_are_equal_by_value() -> None:
    found = Found(lines=[line()])
    assert mismatches(found, amount="10.010", exact="10.005", rate="0.1") == []
    assert mismatches(found, amount="10.00") == [("amount", "10.00", "10.01")]


def test_what_is_not_there_is_nothing() -> None:
    assert mismatches(Found(), amount="0", opening="0", lines="0") == []
    assert mismatches(Found(), reason="capped") == [("reason", "capped", "nothing")]


def test_lines_that_differ_ask_for_a_choice() -> None:
    found = Found(lines=[line(), line(line_id="L2", level=1, rate=Decimal("0.20"))])
    [(name, _, said)] = mismatches(found, rate="0.10")
    assert (name, said[:7]) == ("rate", "several")
    assert mismatches(found, rate="0.20", level="1") == []


def test_locked_lines_are_not_paid() -> None:
    found = Found(lines=[line(state="locked")])
    assert mismatches(found, amount="0", locked="10.01") == []


def test_a_releases_numbers_do_not_hide_the_lines_own() -> None:
    released = line(line_id="L2", line_kind="released", rate=None, line_amount=Decimal(2))
    found = Found(lines=[line(), released])
    assert mismatches(found, amount="12.01", released="2.00", rate="0.10") == []


def test_a_reason_beside_money_that_was_booked_selects_it() -> None:
    entry = dict.fromkeys(("deal_id", "component_id", "level", "client_id", "event_record_key",
                           "event_on", "origin_period_id"))  # fmt: skip
    entry |= {"partner_id": "p0", "currency_code": "EUR", "period_id": "2026-03"}
    found = Found(
        entries=[
            {**entry, "entry_kind": "line", "reason_code": None, "amount_minor": 500},
            {**entry, "entry_kind": "adjustment", "reason_code": "manual", "amount_minor": 700},
        ]
    )
    assert mismatches(found, booked="12.00") == []
    assert mismatches(found, booked="7.00", reason="manual") == []
    assert mismatches(found, booked="12.00", reason="refund") == [("reason", "refund", "manual")]
