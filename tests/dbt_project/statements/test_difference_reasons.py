"""Why a line of a closed period moved (COMMISSIONS, Differences; RULINGS, Money and booking)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.dbt_project.statements.warehouse_of_lines import PROGRAM, line
from tests.fixtures.warehouse import record
from tests.pipelines.defs.ledger.conftest import Book

BEFORE, AFTER = "2026-07-10 10:00:00", "2026-08-15 10:00:00"


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """July closed on 1 August with one line of 5.00 of client aa11bb22cc33."""
    from tests.dbt_project.statements import warehouse_of_lines as warehouse

    path = tmp_path / "warehouse.duckdb"
    warehouse.warehouse(path)
    book = Book(path, tmp_path / "ledger")
    book.lines(line("a", 500))
    book.build()
    book.close("2026-07")
    return book


def trade(name: str, **given: Any) -> dict[str, Any]:
    given.setdefault("first_recorded_at", given.get("recorded_at", BEFORE))
    first = given.pop("first_recorded_at")
    return {
        **record(PROGRAM, name, trade_id=name, client_id="aa11bb22cc33", lots="1",
                 closed_at="2026-07-10 09:00:00", **given),
        "first_recorded_at": first,
    }  # fmt: skip


def conversion(name: str, kind: str, day: str, **given: Any) -> dict[str, Any]:
    given.setdefault("client_id", "aa11bb22cc33")
    return record(PROGRAM, name, event_id=name, conversion_type=kind,
                  occurred_at=f"{day} 09:00:00", **given)  # fmt: skip


def reasons(book: Book) -> dict[str, tuple[int, str]]:
    book.build()
    rows = book.ask("select line_id, amount_minor, reason_code from statements.sta_differences")
    return {row["line_id"]: (row["amount_minor"], row["reason_code"]) for row in rows}


def test_a_new_line_of_a_record_that_came_late(book: Book) -> None:
    book.put("trades", trade("b", recorded_at=AFTER))
    book.lines(line("a", 500), line("b", 225))
    assert reasons(book) == {"b": (225, "late_event")}


def test_a_record_that_was_amended(book: Book) -> None:
    book.put("trades", trade("a", recorded_at=AFTER, first_recorded_at=BEFORE, version_no=2))
    book.lines(line("a", 300))
    assert reasons(book) == {"a": (-200, "event_amended")}


def test_a_record_that_vanished(book: Book) -> None:
    book.put(
        "trades",
        trade("a", recorded_at=AFTER, first_recorded_at=BEFORE, version_no=2, is_removed=True),
    )
    book.lines()
    assert reasons(book) == {"a": (-500, "event_removed")}


@pytest.mark.parametrize("kind", ["refund", "chargeback"])
def test_a_refund_or_chargeback_restates_the_line_of_its_sale(book: Book, kind: str) -> None:
    book.put(
        "conversions",
        conversion("a", "sale", "2026-07-10", recorded_at=BEFORE),
        conversion("back", kind, "2026-08-20", refunds="a", recorded_at=AFTER),
    )
    book.lines(line("a", 0))
    assert reasons(book) == {"a": (-500, kind)}


def test_a_corrected_rule(book: Book) -> None:
    book.put(
        "plan_versions",
        {"program_id": PROGRAM, "plan_id": "rebates", "version_no": 2,
         "valid_from": "2026-07-01", "valid_to": "2026-07-15", "recorded_on": "2026-08-10"},
        schema="terms",
    )  # fmt: skip
    book.lines(line("a", 600, plan_version_no=2))
    assert reasons(book) == {"a": (100, "rule_corrected")}


def test_a_client_that_moved_to_another_partner(book: Book) -> None:
    book.lines(line("moved", 500, partner_id="P-2", event_record_key="test:a"))
    assert reasons(book) == {
        "a": (-500, "attribution_changed"),
        "moved": (500, "attribution_changed"),
    }


def test_a_review_that_rejected_the_record(book: Book) -> None:
    book.put(
        "portal_reviews",
        {"program_id": PROGRAM, "review_id": "R-1", "target_kind": "record",
         "target_id": "test:a", "state": "rejected", "recorded_at": AFTER},
    )  # fmt: skip
    book.lines(line("a", 0, reason_code="rejected"))
    assert reasons(book) == {"a": (-500, "review_rejected")}


def test_a_rate_that_landed_late(book: Book) -> None:
    book.put(
        "fx_rates",
        {"rate_set": "ecb", "rate_on": "2026-07-09", "currency_code": "USD",
         "units_per_eur": "1.1", "recorded_at": AFTER},
    )  # fmt: skip
    book.lines(line("a", 510, fx_on="2026-07-09"))
    assert reasons(book) == {"a": (10, "rate_late")}


def test_a_line_re_priced_by_another_record_of_the_partner(book: Book) -> None:
    """A late deposit of another client moves the step that prices every line of the period."""
    book.put(
        "attributions",
        record(PROGRAM, "att", client_id="dd44ee55ff66", valid_from="2026-01-01",
               partner_id="P-1", attribution_source="manual"),
    )  # fmt: skip
    book.put(
        "conversions",
        conversion("dep", "deposit", "2026-07-20", client_id="dd44ee55ff66", recorded_at=AFTER),
    )
    book.lines(line("a", 750, event_on="2026-07-31"))
    assert reasons(book) == {"a": (250, "late_event")}


def test_what_another_partner_s_client_did_is_no_cause(book: Book) -> None:
    book.put(
        "attributions",
        record(PROGRAM, "att", client_id="dd44ee55ff66", valid_from="2026-01-01",
               partner_id="P-2", attribution_source="manual"),
    )  # fmt: skip
    book.put(
        "conversions",
        conversion("dep", "deposit", "2026-07-20", client_id="dd44ee55ff66", recorded_at=AFTER),
    )
    book.lines(line("a", 750, event_on="2026-07-31"))
    assert reasons(book) == {"a": (250, "attribution_changed")}


def test_an_event_that_moved_to_the_open_period_leaves_the_closed_one(book: Book) -> None:
    book.put("trades", trade("a", recorded_at=AFTER, first_recorded_at=BEFORE, version_no=2))
    book.lines(line("a", 500, period_id="2026-08", event_on="2026-08-02"))
    assert reasons(book) == {"a": (-500, "event_amended")}
    assert book.ask("select sum(pending_minor)::bigint as s from statements.sta_balances") == [
        {"s": 0}
    ]


@pytest.mark.parametrize(("days", "is_waived"), [(45, False), (30, True), (None, False)])
def test_an_old_chargeback_is_the_operator_s(book: Book, days: int | None, is_waived: bool) -> None:
    """20 August is 41 days after 10 July."""
    book.put(
        "deal_versions",
        {"program_id": PROGRAM, "deal_id": "D-1", "valid_from": "2026-01-01",
         "valid_to": "9999-12-31", "partner_id": "P-1", "plan_id": "rebates",
         "plan_version_no": 1, "currency_code": "EUR", "currency_digits": 2,
         "calendar_id": "month", "rounding": "line", "clawback_days": days},
        schema="terms",
    )  # fmt: skip
    book.put(
        "conversions",
        conversion("a", "sale", "2026-07-10", recorded_at=BEFORE),
        conversion("back", "chargeback", "2026-08-20", refunds="a", recorded_at=AFTER),
    )
    book.lines(line("a", 0))
    book.build()
    assert book.ask("select is_waived from statements.sta_differences") == [
        {"is_waived": is_waived}
    ]
    segment = book.close("2026-08")
    book.build()
    assert segment.totals == {("waived" if is_waived else "difference", "EUR"): -500}
    assert book.ask("select * from statements.sta_differences") == []
    booked = book.ask("select sum(booked_minor)::bigint as s from statements.sta_balances")
    assert booked == [{"s": 500 if is_waived else 0}]
