"""Closing: what is booked, in which order, and what is refused."""

from __future__ import annotations

import duckdb
import pytest

from pipelines.defs.ledger.errors import CloseRefused
from tests.dbt_project.statements.warehouse_of_lines import line
from tests.pipelines.defs.ledger.conftest import Book


def entries(book: Book) -> list[tuple]:
    return [
        tuple(row.values())
        for row in book.ask(
            "select period_id, origin_period_id, entry_kind, reason_code, line_id, amount_minor "
            "from raw.ledger_entries order by period_id, entry_no"
        )
    ]


def test_a_close_books_each_line_that_is_not_zero(book: Book) -> None:
    book.lines(line("b", 500), line("a", 250), line("zero", 0))
    book.build()
    segment = book.close("2026-07")
    assert segment.totals == {("line", "EUR"): 750}
    book.build()
    assert entries(book) == [
        ("2026-07", "2026-07", "line", None, "a", 250),
        ("2026-07", "2026-07", "line", None, "b", 500),
    ]


def test_closing_twice_adds_nothing(book: Book) -> None:
    book.lines(line("a", 250))
    book.build()
    first = book.close("2026-07")
    book.build()
    again = book.close("2026-07", at="2026-08-09T06:00:00")
    assert not again.is_new
    assert again.head == first.head
    assert len(list(book.ledger.rglob("*.parquet"))) == 1
    assert len(book.heads) == 1


def test_a_line_that_moves_after_its_close_becomes_a_difference(book: Book) -> None:
    book.lines(line("a", 39000))
    book.build()
    book.close("2026-07")
    book.lines(line("a", 61500), line("august", 100, period_id="2026-08", event_on="2026-08-03"))
    book.build()
    book.close("2026-08")
    book.build()
    assert entries(book)[1:] == [
        ("2026-08", "2026-08", "line", None, "august", 100),
        ("2026-08", "2026-07", "difference", "attribution_changed", "a", 22500),
    ]


def test_a_line_that_vanished_is_booked_back(book: Book) -> None:
    book.lines(line("a", 400), line("b", 100))
    book.build()
    book.close("2026-07")
    book.lines(line("b", 100))
    book.build()
    book.close("2026-08")
    book.build()
    assert [row[4:] for row in entries(book)[2:]] == [("a", -400)]


def test_a_locked_line_is_listed_and_not_booked(book: Book) -> None:
    book.lines(line("a", 20000, state="locked", reason_code="gate"), line("b", 100))
    book.build()
    segment = book.close("2026-07")
    book.build()
    assert segment.totals == {("line", "EUR"): 100, ("locked", "EUR"): 20000}
    assert book.ask("select total_minor, locked_minor from statements.sta_statements") == [
        {"total_minor": 100, "locked_minor": 20000}
    ]


def test_an_adjustment_is_booked_once_two_people_agreed(book: Book) -> None:
    book.put(
        "portal_adjustments",
        *(
            {
                "program_id": "meridian",
                "adjustment_id": f"A-{number}",
                "partner_id": "P-1",
                "deal_id": "D-1",
                "currency_code": "EUR",
                "amount_minor": -number,
                "origin_period_id": "2026-07",
                "author": "ann",
                "approved_by": approved_by,
                "approved_at": "2026-07-20 10:00:00",
            }
            for number, approved_by in ((1, "ben"), (2, None), (3, "ann"))
        ),
    )
    book.build()
    segment = book.close("2026-07")
    assert segment.totals == {("adjustment", "EUR"): -1}
    assert segment.adjustment_ids == ("A-1",)
    assert segment.warnings == ("2 adjustment(s) wait for a second person and were not booked",)
    book.build()
    assert book.close("2026-08").totals == {}
    assert book.ask("select exact_amount::varchar as exact from raw.ledger_entries") == [
        {"exact": "-0.010000000000"}
    ]


def test_rounding_of_the_period_books_the_rounded_sum(book: Book) -> None:
    book.lines(
        *(
            line(name, 1, exact_amount="0.005", rounding="period", payable_from=day)
            for name, day in (("a", "2026-07-11"), ("b", "2026-07-19"), ("c", "2026-07-12"))
        )
    )
    book.build()
    assert book.close("2026-07").totals == {("line", "EUR"): 2}
    book.build()
    assert book.ask("select payable_from::varchar as day from raw.ledger_entries") == [
        {"day": "2026-07-19"}
    ]


@pytest.mark.parametrize(
    ("period_id", "at", "message"),
    [
        ("2026-08", "2026-09-01T06:00:00", "2026-07 is open before it"),
        ("2026-07", "2026-07-31T21:59:59", "runs to the end of 2026-07-31"),
        ("2025-07", "2026-09-01T06:00:00", "no such period"),
    ],
)
def test_a_period_closes_in_its_turn_and_when_it_is_over(
    book: Book, period_id: str, at: str, message: str
) -> None:
    book.build()
    with pytest.raises(CloseRefused, match=message):
        book.close(period_id, at=at)
    assert not book.ledger.exists()


def test_the_period_is_over_at_midnight_in_the_zone_of_the_program(book: Book) -> None:
    book.build()
    assert book.close("2026-07", at="2026-07-31T22:00:00").is_new


def test_a_warehouse_that_has_not_seen_the_last_close_is_refused(book: Book) -> None:
    book.lines(line("a", 250))
    book.build()
    book.close("2026-07")
    with pytest.raises(CloseRefused, match="openbook refresh"):
        book.close("2026-08")


def test_what_waits_and_what_was_blocked_is_named(book: Book) -> None:
    book.put("files", {"program_id": "meridian", "feed": "trades", "state": "blocked"})
    book.put(
        "quarantine",
        {"program_id": "meridian", "feed": "clicks", "file_row": 4, "state": "open"},
    )
    book.build()
    assert book.close("2026-07").warnings == (
        "trades: 1 file(s) blocked; see `openbook quarantine list`",
        "clicks: 1 row(s) in quarantine; see `openbook quarantine list`",
    )


def test_the_same_facts_give_the_same_segment(book: Book) -> None:
    book.lines(*(line(name, 100) for name in "gfcab"))
    book.build()
    first = book.close("2026-07", commit_head=lambda head: None)
    book.lines(*(line(name, 100) for name in "abcfg"))
    book.build()
    second = book.close("2026-07", commit_head=lambda head: None)
    assert first.head.segment_sha256 == second.head.segment_sha256


def test_a_partner_can_recompute_its_rows_and_the_digest_of_its_statement(book: Book) -> None:
    book.lines(line("a", 250), line("b", -100, level=1, partner_id="P-2"))
    book.build()
    book.close("2026-07")
    book.build()
    with duckdb.connect(str(book.path), read_only=True) as con:
        for statement_id, digest in con.execute(
            "select statement_id, digest from statements.sta_statements"
        ).fetchall():
            assert digest == _digest_by_hand(con, statement_id)


def _digest_by_hand(con: duckdb.DuckDBPyConnection, statement_id: str) -> str:
    """docs/reference/ledger.md, followed with the standard library alone."""
    import hashlib

    cursor = con.execute(
        "select * exclude (client_id, event_record_key, row_hash) from raw.ledger_entries "
        "where statement_id = ? order by entry_no",
        [statement_id],
    )
    hashes = ""
    for row in cursor.fetchall():
        texts = [
            "\x1e" if value is None
            else value.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if hasattr(value, "hour")
            else str(value) if not hasattr(value, "as_tuple") else f"{value:.12f}"
            for value in row
        ]  # fmt: skip
        hashes += hashlib.sha256("\x1f".join(texts).encode()).hexdigest()
    return hashlib.sha256(hashes.encode()).hexdigest()
