"""Balances that stay below the threshold for too long (COMMISSIONS, From line to payment)."""

from __future__ import annotations

import pytest

from tests.dbt_project.statements.warehouse_of_lines import PROGRAM, line
from tests.pipelines.defs.ledger.conftest import Book

FOUND = (
    "select partner_id, since_on::varchar as since, amount_minor from statements.sta_forfeitures"
)


def deals(book: Book, *days: int | None, currency: str = "EUR") -> None:
    book.put(
        "deal_versions",
        *(
            {"program_id": PROGRAM, "deal_id": f"D-{number}", "valid_from": "2026-01-01",
             "valid_to": "9999-12-31", "partner_id": "P-1", "plan_id": "rebates",
             "plan_version_no": 1, "currency_code": currency, "currency_digits": 2,
             "calendar_id": "month", "rounding": "line", "forfeit_after_days": n}
            for number, n in enumerate(days, 1)
        ),
        schema="terms",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("minor", "days", "as_of", "forfeited"),
    [
        (1200, (30,), "2026-08-31T12:00:00", True),  # 1 August is day 1, 30 days have passed
        (1200, (30,), "2026-08-30T12:00:00", False),
        (5000, (30,), "2026-08-31T12:00:00", False),  # exactly the threshold
        (1200, (None,), "2026-10-28T12:00:00", False),
        (1200, (30, None), "2026-10-28T12:00:00", False),  # one deal says never
        (1200, (10, 40), "2026-08-31T12:00:00", False),  # the longest word counts
    ],
)
def test_a_small_balance_is_forfeited_after_so_many_days_in_a_row(
    book: Book, minor: int, days: tuple[int | None, ...], as_of: str, forfeited: bool
) -> None:
    """Regression: `forfeit_after_days` was computed by nobody. Threshold 50.00 EUR."""
    deals(book, *days)
    book.lines(line("a", minor))
    book.build()
    book.close("2026-07")
    book.build(as_of=as_of)
    expected = [{"partner_id": "P-1", "since": "2026-08-01", "amount_minor": -minor}]
    assert book.ask(FOUND) == (expected if forfeited else [])


@pytest.mark.parametrize(("minor", "forfeited"), [(624999, True), (625000, False)])
def test_a_balance_of_a_tied_currency_goes_through_what_it_is_tied_to(
    book: Book, minor: int, forfeited: bool
) -> None:
    """Regression: a balance of cents (USC = USD/100) was never forfeited. Threshold 50.00 EUR; at
    1.25 USD for 1 EUR 6250.00 USC are 62.50 USD, which are exactly 50.00 EUR."""
    book.put(
        "fx_rates",
        {"rate_set": "ecb", "rate_on": "2026-08-03", "currency_code": "USD",
         "units_per_eur": "1.25", "source": "ecb"},
    )  # fmt: skip
    deals(book, 30, currency="USC")
    book.lines(line("a", minor, currency_code="USC"))
    book.build()
    book.close("2026-07")
    book.build(as_of="2026-08-31T12:00:00")
    expected = [{"partner_id": "P-1", "since": "2026-08-01", "amount_minor": -minor}]
    assert book.ask(FOUND) == (expected if forfeited else [])


def test_the_close_books_it_once_and_the_balance_is_nothing(book: Book) -> None:
    deals(book, 30)
    book.lines(line("a", 1200))
    book.build()
    book.close("2026-07")
    book.build(as_of="2026-09-01T12:00:00")
    segment = book.close("2026-08", at="2026-09-01T12:00:00")
    assert segment.totals == {("forfeited", "EUR"): -1200}
    book.build(as_of="2026-10-28T12:00:00")
    assert book.ask(FOUND) == []
    assert book.ask("select cleared_minor, booked_minor from statements.sta_balances") == [
        {"cleared_minor": 0, "booked_minor": 0}
    ]


def test_what_the_close_books_beside_keeps_the_balance(book: Book) -> None:
    deals(book, 30)
    book.lines(line("a", 1200))
    book.build()
    book.close("2026-07")
    book.lines(line("a", 1200), line("b", 4000, period_id="2026-08", event_on="2026-08-20"))
    book.build(as_of="2026-09-01T12:00:00")
    assert book.ask(FOUND) == []
