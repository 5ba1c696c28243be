"""The two named crash windows, and a lost answer: closing again is all that is needed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipelines.defs.ledger import segment
from pipelines.defs.ledger.head import LedgerHead
from tests.dbt_project.statements.warehouse_of_lines import line
from tests.pipelines.defs.ledger.conftest import Book


class Crash(RuntimeError):
    """The process died here."""


def booked(book: Book) -> list[dict[str, Any]]:
    return book.ask("select line_id, amount_minor from raw.ledger_entries order by line_id")


@pytest.fixture
def ready(book: Book) -> Book:
    book.lines(line("a", 250), line("b", 100))
    book.build()
    return book


def test_a_crash_before_the_head_leaves_a_file_that_counts_for_nothing(ready: Book) -> None:
    def dies(head: LedgerHead) -> None:
        raise Crash

    with pytest.raises(Crash):
        ready.close("2026-07", commit_head=dies)
    ready.build()
    assert len(list(ready.ledger.rglob("*.parquet"))) == 1
    assert booked(ready) == []

    ready.lines(line("a", 300), line("b", 100))
    ready.build()
    ready.close("2026-07", at="2026-08-02T06:00:00")
    ready.build()
    assert len(list(ready.ledger.rglob("*.parquet"))) == 2
    assert [row["amount_minor"] for row in booked(ready)] == [300, 100]


def test_a_crash_after_the_head_needs_only_the_next_refresh(ready: Book) -> None:
    def commits_and_dies(head: LedgerHead) -> None:
        ready.heads.append(head)
        raise Crash

    with pytest.raises(Crash):
        ready.close("2026-07", commit_head=commits_and_dies)
    assert booked(ready) == []

    again = ready.close("2026-07", at="2026-08-02T06:00:00")
    assert not again.is_new
    assert again.head == ready.heads[0]
    ready.build()
    assert [row["amount_minor"] for row in booked(ready)] == [250, 100]


def test_a_crash_while_the_file_is_written_leaves_no_segment(
    ready: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(path: Path) -> None:
        raise Crash

    with monkeypatch.context() as patched:
        patched.setattr(segment, "_sync", dies)
        with pytest.raises(Crash):
            ready.close("2026-07")
    assert list(ready.ledger.rglob("*.parquet")) == []
    assert ready.heads == []
    assert ready.close("2026-07").is_new


def test_file_and_folders_are_synced_before_the_head(
    ready: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    sync = segment._sync

    def noted(path: Path) -> None:
        steps.append("file" if path.is_file() else "folder")
        sync(path)

    monkeypatch.setattr(segment, "_sync", noted)
    ready.close("2026-07", commit_head=lambda head: steps.append("head"))
    assert steps[-3:] == ["file", "folder", "head"]
