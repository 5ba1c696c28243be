"""Ids of lines are found by lookups as they are by reading every line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines.defs.ledger import explain as explaining
from pipelines.defs.publish import history, lookup

pytestmark = pytest.mark.usefixtures("reads_the_release")

PROGRAM = "larkspur"
SAMPLE = "from read_parquet($files) where event_record_key <> '' order by line_id limit 5"


@pytest.fixture(autouse=True)
def _every_file_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, "LARGE", 1)


@pytest.fixture
def top(release_dir: Path) -> Iterator[Path]:
    """The program's folder with its lookups made."""
    folder = history.folder(PROGRAM)
    manifest = history.current(PROGRAM)
    assert manifest is not None
    with duckdb.connect() as con:
        lookup.write(con, folder, manifest["files"])
    yield folder
    for made in (folder / lookup.FOLDER).glob("*"):
        made.unlink()


def ids(release_dir: Path, column: str) -> list[str]:
    files = [str(p) for p in release_dir.glob(f"releases/{PROGRAM}/files/pub_portal__lines-*")]
    return [
        row[0] for row in duckdb.execute(f"select {column} {SAMPLE}", {"files": files}).fetchall()
    ]


@pytest.mark.parametrize("asked", ["line_id", "left(line_id, 9)", "event_record_key"])
def test_answers_are_those_of_reading_every_line(release_dir: Path, top: Path, asked: str) -> None:
    found = [explaining.explain(PROGRAM, wanted) for wanted in ids(release_dir, asked)]
    for made in (top / lookup.FOLDER).glob("*"):
        made.unlink()
    assert found == [explaining.explain(PROGRAM, wanted) for wanted in ids(release_dir, asked)]
    assert all(answer.lines for answer in found)


def test_a_line_is_read_from_its_own_file_and_partner_alone(
    release_dir: Path, top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (wanted, *_), read = ids(release_dir, "line_id"), []
    rows = explaining._rows
    monkeypatch.setattr(
        explaining, "_rows",
        lambda con, files, *more: read.append((files, *more)) or rows(con, files, *more),
    )  # fmt: skip
    explaining.explain(PROGRAM, wanted)
    asked = [call for call in read if call[0]]
    assert len(asked) == 1
    assert len(asked[0][0]) == 1
    assert asked[0][-1] != ""


def test_a_lookup_goes_with_its_file(release_dir: Path, top: Path) -> None:
    gone = next((top / "files").glob("pub_portal__lines-*"))
    hidden = gone.rename(gone.with_suffix(".hidden"))
    try:
        lookup.forget(top)
    finally:
        hidden.rename(gone)
    left = {made.stem.rsplit("-", 1)[0] for made in (top / lookup.FOLDER).glob("*.parquet")}
    assert gone.stem not in left
