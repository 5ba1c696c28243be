"""Why a line of a closed period moved; over 300 lines: one book for many causes.

COMMISSIONS, Differences; RULINGS, Money and booking.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.dbt_project.statements.warehouse_of_lines import PROGRAM, line
from tests.fixtures.warehouse import record
from tests.pipelines.defs.ledger.conftest import Book, july_closed, opened

BEFORE, AFTER = "2026-07-10 10:00:00", "2026-08-15 10:00:00"


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """July closed on 1 August with one line of 5.00 of client aa11bb22cc33."""
    return july_closed(tmp_path)


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


def clawed_back(book: Book, days: int) -> None:
    """A deal whose differences are the operator's after some days, and a refund of 41 days."""
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
        conversion("back", "refund", "2026-08-20", refunds="a", recorded_at=AFTER),
    )


@pytest.mark.parametrize(
    ("gained", "rows"),
    [
        ((200, 300), [(-500, True), (200, True), (300, True)]),
        ((200, 400), [(-500, True), (200, True), (300, True), (100, False)]),
        ((100, 100), [(-500, True), (100, True), (100, True)]),
    ],
)
def test_what_a_waived_refund_frees_is_waived_with_it(
    book: Book, gained: tuple[int, int], rows: list[tuple[int, bool]]
) -> None:
    """A cap gives room to later sales of the client: they gain what the first one loses."""
    clawed_back(book, 30)
    first, second = gained
    book.lines(line("a", 0), line("b", first, event_on="2026-07-12"),
               line("c", second, event_on="2026-07-14"))  # fmt: skip
    book.build()
    found = book.ask(
        "select amount_minor, is_waived from statements.sta_differences "
        "order by event_on, is_waived desc"
    )
    assert [tuple(row.values()) for row in found] == rows
    book.close("2026-08")
    book.build()
    assert book.ask("select * from statements.sta_differences") == []


def test_a_vanished_record_is_named_in_a_sum_of_a_period(tmp_path: Path) -> None:
    """Regression: the last event of a rounded sum vanished, and it was called another partner's."""
    book = opened(tmp_path)
    book.put("attributions", record(PROGRAM, "att", client_id="aa11bb22cc33",
                                    valid_from="2026-01-01", partner_id="P-1",
                                    attribution_source="manual"))  # fmt: skip
    kept = line("a", 500, rounding="period", event_on="2026-07-09")
    book.lines(kept, line("b", 200, rounding="period", event_on="2026-07-20"))
    book.build()
    book.close("2026-07")
    gone = trade("b", recorded_at=AFTER, first_recorded_at=BEFORE, version_no=2, is_removed=True)
    book.put("trades", {**gone, "closed_at": "2026-07-20 09:00:00"})
    book.lines(kept)
    assert [found for found in reasons(book).values()] == [(-200, "event_removed")]


def test_a_trade_whose_account_came_late_is_late(book: Book) -> None:
    """Regression: the trade itself had been there before the close."""
    waiting = {**trade("b", account_id="acc", server="s"), "client_id": None}
    book.put("trades", waiting)
    book.put(
        "accounts",
        record(PROGRAM, "acc", account_id="acc", server="s", client_id="aa11bb22cc33",
               account_type="live", is_demo=False, recorded_at=AFTER),
    )  # fmt: skip
    book.lines(line("a", 500), line("b", 225))
    assert reasons(book) == {"b": (225, "late_event")}


def test_a_client_of_a_partner_below_moves_the_upline_s_sum(book: Book) -> None:
    book.put(
        "portal_relations",
        {"program_id": PROGRAM, "partner_id": "P-1", "parent_partner_id": "P-2",
         "valid_from": "2026-01-01", "valid_to": "9999-12-31",
         "recorded_at": "2026-01-01 00:00:00"},
    )  # fmt: skip
    book.put(
        "attributions",
        record(PROGRAM, "att", client_id="aa11bb22cc33", valid_from="2026-01-01",
               partner_id="P-1", attribution_source="manual"),
    )  # fmt: skip
    book.put("trades", trade("late", recorded_at=AFTER))
    above = {"partner_id": "P-2", "level": 1, "client_id": None, "event_record_key": None,
             "event_on": "2026-07-31"}  # fmt: skip
    book.lines(line("a", 500), line("sum", 40, **above))
    assert reasons(book) == {"sum": (40, "late_event")}


def test_a_moved_client_is_old_by_the_day_on_which_the_move_was_recorded(book: Book) -> None:
    book.put(
        "attributions",
        record(PROGRAM, "att", client_id="aa11bb22cc33", valid_from="2026-07-01",
               partner_id="P-2", attribution_source="manual", recorded_at=AFTER),
    )  # fmt: skip
    book.lines(line("moved", 500, partner_id="P-2", event_record_key="test:a"))
    book.build()
    rows = book.ask(
        "select line_id, reason_code, cause_on::varchar as cause_on "
        "from statements.sta_differences order by line_id"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("a", "attribution_changed", "2026-08-15"), ("moved", "attribution_changed", "2026-08-15"),
    ]  # fmt: skip


def test_a_rejected_client_lowers_the_line_of_a_period(tmp_path: Path) -> None:
    book = opened(tmp_path)
    period = {"client_id": None, "event_record_key": None, "event_on": "2026-07-31"}
    book.put("attributions", record(PROGRAM, "att", client_id="aa11bb22cc33",
                                    valid_from="2026-01-01", partner_id="P-1",
                                    attribution_source="manual"))  # fmt: skip
    book.lines(line("share", 500, **period))
    book.build()
    book.close("2026-07")
    book.put(
        "portal_reviews",
        {"program_id": PROGRAM, "review_id": "R-1", "target_kind": "client",
         "target_id": "aa11bb22cc33", "state": "rejected", "recorded_at": AFTER},
    )  # fmt: skip
    book.lines(line("share", 200, **period))
    assert reasons(book) == {"share": (-300, "review_rejected")}
