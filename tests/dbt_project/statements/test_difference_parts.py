"""A difference in parts: what each cause moved is booked by itself, or not at all.

RULINGS, Money and booking: several causes are applied in the order of the list of reasons.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.dbt_project.statements.warehouse_of_lines import PROGRAM, line
from tests.pipelines.defs.ledger.conftest import Book, july_closed

CLOSED_AT = "2026-08-01 06:00:00"


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """July closed on 1 August with one line of 5.00."""
    return july_closed(tmp_path)


def part(number: int, minor: int, reason: str, **given: Any) -> dict[str, Any]:
    return {
        "program_id": PROGRAM, "calendar_id": "month", "origin_period_id": "2026-07",
        "line_id": "a", "part_no": number, "seen_at": CLOSED_AT, "reason_code": reason,
        "cause_on": "2026-08-10", "is_own_day": True,
        "exact_amount": Decimal(minor).scaleb(-2), "amount_minor": minor,
        **given,
    }  # fmt: skip


def differences(book: Book) -> list[tuple[Any, ...]]:
    rows = book.ask(
        "select part_no, amount_minor, reason_code, is_waived from statements.sta_differences "
        "order by part_no, is_waived"
    )
    return [tuple(row.values()) for row in rows]


def test_each_part_is_an_entry_of_its_own(book: Book) -> None:
    book.put("difference_parts", part(1, -300, "refund"), part(2, 500, "rule_corrected"))
    book.lines(line("a", 700))
    book.build()
    assert differences(book) == [(1, -300, "refund", False), (2, 500, "rule_corrected", False)]
    book.close("2026-08")
    book.build()
    entries = book.ask(
        "select amount_minor, reason_code from raw.ledger_entries "
        "where entry_kind = 'difference' order by entry_no"
    )
    assert sorted(tuple(row.values()) for row in entries) == [
        (-300, "refund"), (500, "rule_corrected"),
    ]  # fmt: skip
    ids = book.ask("select count(distinct entry_id) as n, count(*) as m from raw.ledger_entries")
    assert ids == [{"n": 3, "m": 3}]
    assert differences(book) == []


def test_causes_that_add_up_to_nothing_are_booked(book: Book) -> None:
    book.put("difference_parts", part(1, -300, "refund"), part(2, 300, "rule_corrected"))
    book.build()
    assert differences(book) == [(1, -300, "refund", False), (2, 300, "rule_corrected", False)]


@pytest.mark.parametrize(
    "second",
    [
        part(2, 400, "rule_corrected"),
        part(2, 500, "rule_corrected", seen_at="2026-07-01 06:00:00"),
    ],
    ids=["they do not add up", "of an earlier close"],
)
def test_parts_that_do_not_fit_count_for_nothing(book: Book, second: dict[str, Any]) -> None:
    book.put("difference_parts", part(1, -300, "refund"), second)
    book.lines(line("a", 700))
    book.build()
    assert differences(book) == [(1, 200, "attribution_changed", False)]


def test_each_part_is_as_old_as_its_own_cause(book: Book) -> None:
    """41 and 26 days after 10 July; the deal says 30. What is waived counts as booked."""
    book.put(
        "deal_versions",
        {"program_id": PROGRAM, "deal_id": "D-1", "valid_from": "2026-01-01",
         "valid_to": "9999-12-31", "partner_id": "P-1", "plan_id": "rebates",
         "plan_version_no": 1, "currency_code": "EUR", "currency_digits": 2,
         "calendar_id": "month", "rounding": "line", "clawback_days": 30},
        schema="terms",
    )  # fmt: skip
    book.put(
        "difference_parts",
        part(1, -300, "chargeback", cause_on="2026-08-20", cause_record_key="test:back"),
        part(2, -100, "attribution_changed", cause_on="2026-08-05"),
    )
    book.lines(line("a", 100))
    book.build()
    assert differences(book) == [
        (1, -300, "chargeback", True), (2, -100, "attribution_changed", False),
    ]  # fmt: skip
    book.close("2026-08")
    book.lines(line("a", 250))
    book.build()
    later = book.ask("select exact_amount, amount_minor from statements.sta_difference_totals")
    assert [(str(row["exact_amount"]), row["amount_minor"]) for row in later] == [
        ("1.500000000000", 150)
    ]


def test_a_close_is_the_moment_that_parts_belong_to(book: Book) -> None:
    assert book.heads[0].booked_at == datetime.fromisoformat(CLOSED_AT)
