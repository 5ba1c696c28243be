"""Loading segments: verified, once, and only what a head names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from pipelines.defs.ledger.errors import LedgerBroken
from pipelines.defs.ledger.head import by_calendar
from pipelines.defs.ledger.load import load_entries, verify_chain
from tests.dbt_project.statements.warehouse_of_lines import PROGRAM, line
from tests.pipelines.defs.ledger.conftest import Book


@pytest.fixture
def closed(book: Book) -> Book:
    """July and August closed; loaded up to July."""
    book.lines(line("a", 250), line("b", 700, period_id="2026-08", event_on="2026-08-05"))
    book.build()
    book.close("2026-07")
    book.build()
    book.close("2026-08")
    return book


def segments(book: Book) -> list[Path]:
    return [
        book.ledger / PROGRAM / "month" / f"{head.segment_sha256}.parquet" for head in book.heads
    ]


def altered(path: Path, sql: str) -> None:
    beside = path.with_suffix(".new")
    duckdb.sql(f"copy ({sql.format(file=path)}) to '{beside}' (format parquet)")
    beside.replace(path)


def test_only_new_segments_are_loaded(closed: Book) -> None:
    with duckdb.connect(str(closed.path)) as con:
        assert load_entries(con, closed.heads, closed.ledger) == 1
        assert load_entries(con, closed.heads, closed.ledger) == 0
        assert con.execute("select sum(amount_minor) from raw.ledger_entries").fetchone() == (950,)


def test_a_file_without_a_head_is_not_loaded(closed: Book) -> None:
    with duckdb.connect(str(closed.path)) as con:
        assert load_entries(con, closed.heads[:1], closed.ledger) == 0


def test_entries_of_a_head_that_is_gone_leave_the_warehouse(closed: Book) -> None:
    with duckdb.connect(str(closed.path)) as con:
        load_entries(con, closed.heads, closed.ledger)
        load_entries(con, closed.heads[:1], closed.ledger)
        assert con.execute("select sum(amount_minor) from raw.ledger_entries").fetchone() == (250,)


@pytest.mark.parametrize(
    "sql",
    [
        "select * replace (amount_minor + 1 as amount_minor) from '{file}'",
        "select * replace ('zz' as client_id) from '{file}'",
        "select * from '{file}' limit 0",
        "select * from '{file}' union all select * from '{file}'",
    ],
    ids=["an amount", "a private column", "a row less", "a row twice"],
)
def test_an_altered_segment_is_refused_by_name(closed: Book, sql: str) -> None:
    last = segments(closed)[-1]
    altered(last, sql)
    with (
        duckdb.connect(str(closed.path)) as con,
        pytest.raises(LedgerBroken, match=last.name),
    ):
        load_entries(con, closed.heads, closed.ledger)


def test_an_amount_altered_with_its_row_hash_is_refused_too(closed: Book) -> None:
    from pipelines.defs.ledger.columns import row_hash_sql

    last = segments(closed)[-1]
    altered(
        last,
        f"select * replace ({row_hash_sql()} as row_hash) from "
        "(select * replace (amount_minor + 1 as amount_minor) from '{file}')",
    )
    with (
        duckdb.connect(str(closed.path)) as con,
        pytest.raises(LedgerBroken, match="its content has the hash"),
    ):
        load_entries(con, closed.heads, closed.ledger)


def test_a_missing_or_torn_file_is_named(closed: Book) -> None:
    last = segments(closed)[-1]
    last.write_bytes(last.read_bytes()[:100])
    with duckdb.connect(str(closed.path)) as con:
        with pytest.raises(LedgerBroken, match=last.name):
            load_entries(con, closed.heads, closed.ledger)
        last.unlink()
        with pytest.raises(LedgerBroken, match="is missing"):
            load_entries(con, closed.heads, closed.ledger)


def test_a_whole_chain_is_verified_from_its_first_close(closed: Book) -> None:
    with duckdb.connect(str(closed.path)) as con:
        arguments = {"program_id": PROGRAM, "ledger": closed.ledger, "heads": closed.heads}
        assert verify_chain(con, **arguments) == 2
        altered(segments(closed)[0], "select * from '{file}' limit 0")
        with pytest.raises(LedgerBroken):
            verify_chain(con, **arguments)


def test_a_chain_with_a_hole_or_a_fork_is_refused(closed: Book) -> None:
    first, second = closed.heads
    with pytest.raises(LedgerBroken, match="which no head names"):
        by_calendar([second])
    with pytest.raises(LedgerBroken, match="follow the same segment"):
        by_calendar([first, replace(second, previous_sha256=None)])


def test_the_segment_before_must_be_sound_to_close(closed: Book) -> None:
    closed.build()
    altered(segments(closed)[-1], "select * from '{file}' limit 0")
    with pytest.raises(LedgerBroken):
        closed.close("2026-09")
