"""Shares of sales, refunds, steps and exchange: the numbers are those of COMMISSIONS."""

from __future__ import annotations

from decimal import Decimal


def test_a_refund_restates_the_line_of_its_sale(amounts):
    assert amounts("refund", "event_record_key", "period_id") == {
        ("test:s1", "2026-03"): Decimal("15.00"), ("test:s2", "2026-03"): 0,
    }  # fmt: skip


def test_a_sale_refunded_whole_is_reversed_and_says_why(query):
    rows = query(
        "select state, reason_code from commissions.com_lines "
        "where program_id = 'refund' and event_record_key = 'test:s2'"
    )
    assert rows == [("reversed", "refunded")]


def test_the_refund_stands_beside_the_line(query):
    rows = query(
        "select ref, amount, on_date::varchar from commissions.com_line_facts "
        "where program_id = 'refund' and section = 'refund' order by 1"
    )
    assert rows == [("test:r1", 50, "2026-05-02"), ("test:r2", 80, "2026-03-12")]


def test_a_refunded_sale_stays_the_first_one(amounts, reasons):
    assert amounts("first_sales", "event_record_key") == {"test:s1": 0}
    assert reasons("first_sales") == {"s2": "first_sale_only"}


def test_months_from_the_first_sale_end_as_a_duration_does(amounts, reasons):
    assert amounts("within_months", "event_record_key") == {"test:first": 10, "test:last": 10}
    assert reasons("within_months") == {"late": "after_months"}


def test_products_have_their_rates_or_their_reasons(amounts, reasons):
    assert amounts("products", "product") == {"challenge": 15, "add_on": 10}
    assert reasons("products") == {"reset": "product_excluded", "course": "no_rate"}


def test_a_step_is_found_from_the_sale_itself(amounts):
    assert amounts("event_tiers", "event_record_key") == {
        "test:slab": Decimal("8.10"), "test:marginal": Decimal("5.70"),
    }  # fmt: skip


def test_amounts_are_exchanged_at_the_last_rate_before_the_day(query, reasons):
    rows = query(
        "select event_record_key, exact_amount, fx_rate, fx_on::varchar "
        "from commissions.com_lines where program_id = 'exchange' order by 1"
    )
    assert rows == [
        ("test:after", Decimal("6.25"), Decimal("0.625"), "2026-03-10"),
        ("test:before", Decimal("8.00"), Decimal("0.8"), "2026-03-06"),
        ("test:cents", Decimal("10.00"), Decimal("0.00625"), "2026-03-10"),
        ("test:seventh", Decimal("6.25"), Decimal("0.625"), "2026-03-10"),
    ]
    assert reasons("exchange") == {"old": "fx_missing"}
