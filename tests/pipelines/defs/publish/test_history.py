"""What stays: all of 24 hours, hourly for 7 days, daily for 13 months, the named for ever."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from pipelines.defs.publish import history

NOON = datetime(2026, 10, 28, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def data_dir(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))


def publication(digest: str, moment: datetime, file_name: str = "") -> None:
    top = history.folder("demo")
    (top / "files").mkdir(parents=True, exist_ok=True)
    (top / "manifests").mkdir(exist_ok=True)
    path = f"files/{file_name or digest}.parquet"
    (top / path).touch()
    manifest = {"digest": digest, "files": [{"path": path}]}
    (top / "manifests" / f"{digest}.json").write_text(json.dumps(manifest))
    history.record("demo", moment, digest)
    history.point(top / "current", f"manifests/{digest}.json")


def digests() -> list[str]:
    return [digest for _, digest in history.publications("demo")]


def test_as_of_answers_with_the_last_release_at_or_before_the_moment():
    publication("a1", NOON)
    publication("b2", NOON + timedelta(hours=2))
    assert history.as_of("demo", NOON + timedelta(hours=1)) == "a1"
    assert history.as_of("demo", NOON + timedelta(hours=2)) == "b2"
    assert history.as_of("demo", NOON - timedelta(seconds=1)) is None


def test_two_releases_at_a_moment_that_stands_still_keep_their_order():
    publication("a1", NOON)
    publication("b2", NOON)
    assert digests() == ["a1", "b2"]
    assert history.as_of("demo", NOON + timedelta(seconds=1)) == "b2"


@pytest.mark.parametrize(
    ("age", "spacing", "expected"),
    [
        (timedelta(hours=1), timedelta(minutes=5), 3),
        (timedelta(days=3), timedelta(minutes=5), 1),
        (timedelta(days=3), timedelta(hours=1), 3),
        (timedelta(days=60), timedelta(hours=1), 1),
        (timedelta(days=60), timedelta(days=1), 3),
        (timedelta(days=500), timedelta(days=1), 0),
    ],
)
def test_the_older_the_fewer_stay(age, spacing, expected):
    first = NOON.replace(hour=6) - age
    known = [(first + number * spacing, str(number)) for number in range(3)]
    newest = (NOON, "newest")
    assert len(history.kept_by_rule([*known, newest], NOON) - {NOON}) == expected


def test_pruning_removes_files_that_no_kept_release_names_and_no_other():
    publication("a1", NOON - timedelta(days=500), file_name="old")
    publication("b2", NOON - timedelta(days=499), file_name="shared")
    publication("c3", NOON, file_name="shared")
    assert history.prune("demo", NOON) == ["old.parquet"]
    assert digests() == ["c3"]
    assert (history.folder("demo") / "files" / "shared.parquet").exists()


def test_a_named_release_stays_for_ever():
    publication("a1", NOON - timedelta(days=2000))
    history.keep("demo", "close-2021-04")
    publication("b2", NOON)
    assert history.prune("demo", NOON) == []
    assert history.read("demo", "a1")["digest"] == "a1"


def test_an_unknown_digest_says_where_to_look():
    publication("a1", NOON)
    with pytest.raises(LookupError, match="openbook release list demo"):
        history.read("demo", "ff")
