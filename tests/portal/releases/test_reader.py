"""Opening releases: whole, sealed, followed by the pointer, never closed under a reader."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from portal.releases import reader
from portal.releases.reader import NoRelease, Reader, Release, counted_queries
from tests.fixtures import release as fixture


def test_a_program_without_release_says_so(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    with pytest.raises(NoRelease, match="larkspur"):
        Reader().current("larkspur")


@pytest.mark.parametrize("name", ["../larkspur", "", "LARKSPUR", "a/b", ".."])
def test_a_name_that_is_no_program_opens_nothing(
    settings: Any, release_data: Path, name: str
) -> None:
    settings.DATA_DIR = release_data
    with pytest.raises(NoRelease):
        Reader().current(name)


def test_a_new_pointer_is_followed_and_the_old_release_still_answers(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(reader, "POINTER_SECONDS", 0.0)
    book = fixture.books()[1]
    fixture.publish(tmp_path, book)
    readers = Reader()
    first = readers.current("tamarind")
    assert readers.current("tamarind") is first
    fixture.publish(tmp_path, book, fixture.AS_OF + timedelta(hours=1))
    second = readers.current("tamarind")
    assert second is not first
    assert second.manifest.as_of - first.manifest.as_of == timedelta(hours=1)
    assert first.row("select count(*) as n from pub_portal__balances")["n"] == 1


def test_the_pointer_is_looked_at_once_a_second(
    settings: Any, release_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA_DIR = release_data
    readers, looks = Reader(), []
    resolve = Path.resolve

    def counting(self: Path, strict: bool = False) -> Path:
        if self.name == "current":
            looks.append(self)
        return resolve(self, strict=strict)

    monkeypatch.setattr(Path, "resolve", counting)
    for _ in range(5):
        readers.current("larkspur")
    assert len(looks) == 1


def test_a_release_reads_its_own_files_and_no_others(
    release_of: Callable[[str], Release], tmp_path: Path
) -> None:
    release = release_of("larkspur")
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    with pytest.raises(duckdb.PermissionException):
        release.rows("select * from read_csv($path)", path=str(secret))
    with pytest.raises(duckdb.Error):
        release.rows("set enable_external_access = true")


def test_a_release_cannot_be_written(release_of: Callable[[str], Release]) -> None:
    with pytest.raises(duckdb.Error):
        release_of("larkspur").rows("delete from pub_portal__entries")


def test_queries_are_counted_only_inside_the_block(release_of: Callable[[str], Release]) -> None:
    release = release_of("larkspur")
    with counted_queries() as statements:
        release.row("select 1 as n")
    release.row("select 1 as n")
    assert len(statements) == 1


def test_amounts_leave_a_release_exact(release_of: Callable[[str], Release]) -> None:
    release = release_of("larkspur")
    amount = release.money(-330, "USD")
    assert str(amount) == "-3.30 USD"
    assert release.money(5, "JPY").amount == 5
    with pytest.raises(ValueError, match="do not add up"):
        amount + release.money(1, "EUR")
