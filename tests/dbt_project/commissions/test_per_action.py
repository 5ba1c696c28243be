"""Fixed amounts for actions (COMMISSIONS, Components; RULINGS, CPA, sales, actions)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.dbt_project.commissions.event_prices import Events
from tests.fixtures.warehouse_program import Program

AT = "2026-03-10 10:00:00"


def _leads() -> Program:
    program = Program("leads")
    program.partner("P0", own_client_ids="own")
    program.deal(
        "P0", "per_action", base_kind="lead", rate=4,
        rates=[{"country": "DE", "rate": 5}], filters=[("excluded_product", "spam")],
    )  # fmt: skip
    program.client("c1", "P0")
    program.client("own", "P0")
    program.conversion("lead", "three", "c1", AT, quantity=3)
    program.conversion("lead", "german", "c1", AT, country="DE")
    program.conversion("lead", "spam", "c1", AT, product="spam")
    program.conversion("lead", "own", "own", AT)
    program.conversion("custom", "other", "c1", AT)
    program.conversion("lead", "bad", "c1", AT)
    program.review("record", "test:bad", "rejected")
    return program


def _sales() -> Program:
    program = Program("fixed_sales")
    program.partner("P0")
    program.deal("P0", "per_action", base_kind="sale", rate=30)
    program.client("c1", "P0")
    for name, refund in (("kept", 0), ("part", 40), ("whole", 100)):
        program.conversion("sale", name, "c1", AT, 100)
        if refund:
            program.conversion("refund", f"r-{name}", "c1", AT, refund, refunds=name)
    return program


@pytest.fixture(scope="module")
def events() -> Events:
    return Events([_leads(), _sales()])


def test_a_quantity_is_multiplied_by_the_amount(events):
    assert events.prices("leads")["three"] == Decimal("12.00")


def test_the_row_of_the_country_wins(events):
    assert events.prices("leads")["german"] == 5


def test_only_the_named_kind_of_conversion_counts(events):
    assert set(events.prices("leads")) == {"three", "german", "bad"}


def test_what_is_refused_says_why(events):
    rows = events.ask(
        "select record_key, refusal_code from intermediate.int_event_quantities__all "
        "where program_id = 'leads' and refusal_code is not null order by 1"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("test:own", "own_account"), ("test:spam", "product_excluded"),
    ]  # fmt: skip


def test_a_rejected_action_is_worth_nothing(events):
    assert events.prices("leads")["bad"] == 0
    assert events.prices("leads", "reason_code")["bad"] == "rejected"


def test_only_a_full_refund_takes_back_a_fixed_amount(events):
    assert events.prices("fixed_sales") == {"kept": 30, "part": 30, "whole": 0}
    assert events.prices("fixed_sales", "reason_code")["whole"] == "refunded"
