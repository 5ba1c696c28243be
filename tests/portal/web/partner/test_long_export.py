"""A CSV of 100,000 lines is a stream: it starts at once, and no more than a batch is in memory."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

import duckdb
import pytest
from django.http import StreamingHttpResponse
from django.test import Client

from benchmarks.load.large_release import enlarge
from portal.accounts.services import membership_grant, person_create
from portal.partners.services import partner_create
from portal.releases.reader import FETCH_ROWS, Release
from tests.fixtures.release import build_releases
from tests.fixtures.release_people import BY, PASSWORD, populate, write_clock

LINES = 100_000


@pytest.fixture
def reader(db: None, settings: Any, tmp_path: Path) -> Client:
    """Somebody of L-00001, whose lines are those of the fixture many times over."""
    build_releases(tmp_path)
    write_clock(tmp_path)
    settings.DATA_DIR = tmp_path
    populate()
    enlarge(tmp_path, "larkspur", 1, 1)
    _repeat(tmp_path / "releases" / "larkspur")
    partner_create(by=BY, program_id="larkspur", partner_id="L-00001", name="Large")
    person = person_create("large@example.com", "Large", PASSWORD)
    membership_grant(person, "larkspur", "L-00001", "owner")
    browser = Client()
    browser.force_login(person)
    return browser


def _repeat(home: Path) -> None:
    """The partner's lines of October, again and again under new ids."""
    (path,) = [p for p in (home / "files").glob("large-*2026-10*.parquet") if "lines" in p.name]
    con = duckdb.connect()
    con.execute(f"create table old as from '{path}'")
    own = "from old where partner_id = 'L-00001'"
    (count,) = con.execute(f"select count(*) {own}").fetchone() or (0,)
    con.execute(
        f"copy (select * replace (md5(line_id || n) as line_id) from (select * {own}), "
        f"range({LINES // count + 1}) as r(n)) to '{path}' (format parquet)"
    )


def test_it_starts_before_it_is_whole(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []
    batches = Release.batches

    def counted(self: Release, *given: Any, **values: Any) -> Iterable[Any]:
        for batch in batches(self, *given, **values):
            taken.append(len(batch))
            yield batch

    monkeypatch.setattr(Release, "batches", counted)
    reader.get("/larkspur/L-00001/settings/")  # as wsgi.py does at start
    started = time.process_time()
    answer = reader.get("/larkspur/L-00001/reports/lines.csv?from=2026-10-01&to=2026-10-31")
    assert isinstance(answer, StreamingHttpResponse)
    rows = iter(cast("Iterable[bytes]", answer.streaming_content))
    first = next(rows) + next(rows)
    assert time.process_time() - started < 1
    assert sum(taken) <= 2 * FETCH_ROWS, "a batch, not the whole"
    lines = first.count(b"\n") + sum(part.count(b"\n") for part in rows)
    assert lines > LINES
    assert max(taken) <= FETCH_ROWS
