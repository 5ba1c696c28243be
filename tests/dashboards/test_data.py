"""Dashboards read releases, of the viewer's programs only, and never a float."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from dashboards.data import feeds, lines, overview, releases
from dashboards.data.viewer import NotAllowed, Viewer
from dashboards.ui.page import as_of_line
from tests.fixtures.release import build_releases

ANALYST = Viewer("a@example.org", "Ana", {"larkspur": frozenset({"analyst"})})


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dashboards")
    build_releases(folder)
    return folder


@pytest.fixture(autouse=True)
def _here(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", str(data_dir))


@pytest.mark.parametrize(
    "question",
    [
        lambda who, program: overview.periods(who, program),
        lambda who, program: overview.names(who, program),
        lambda who, program: overview.partners(who, program, "2026-10"),
        lambda who, program: overview.program_days(who, program, "2026-10-01", "2026-10-31"),
        lambda who, program: feeds.freshness(who, program),
        lambda who, program: feeds.files(who, program),
        lambda who, program: feeds.quarantine(who, program),
        lambda who, program: feeds.unmatched(who, program),
        lambda who, program: feeds.checks(who, program),
        lambda who, program: lines.by_component(who, program, "2026-10"),
        lambda who, program: lines.of_partner(who, program, "2026-10", "P-2001"),
        lambda who, program: lines.total_of_partner(who, program, "2026-10", "P-2001"),
        lambda who, program: lines.unpaid(who, program, "2026-10"),
    ],
)
def test_a_stranger_to_the_program_gets_nothing(question) -> None:
    with pytest.raises(NotAllowed, match="no role in tamarind"):
        question(ANALYST, "tamarind")


def test_a_program_without_a_release_says_how_to_make_one() -> None:
    viewer = Viewer("a@example.org", "Ana", {"empty": frozenset({"analyst"})})
    with pytest.raises(releases.NoRelease, match="openbook refresh"):
        releases.release_of(viewer, "empty")


def test_lines_of_a_partner_add_up_to_its_components() -> None:
    total = lines.total_of_partner(ANALYST, "larkspur", "2026-10", "P-2001")
    listed = lines.of_partner(ANALYST, "larkspur", "2026-10", "P-2001", limit=100_000)
    assert total == {"USD": int(listed["amount_minor"].sum())}
    assert total["USD"] != 0


def test_amounts_are_decimal() -> None:
    assert releases.money(-1234, 2) == Decimal("-12.34")
    listed = lines.of_partner(ANALYST, "larkspur", "2026-10", "P-2001")
    assert all(isinstance(amount, Decimal) for amount in listed["exact_amount"])


def test_a_role_in_one_program_is_a_role_somewhere_but_not_everywhere() -> None:
    assert ANALYST.has("staff")
    assert ANALYST.has("analyst")
    assert not ANALYST.has("finance_maker")
    assert ANALYST.programs == ["larkspur"]


def test_whole_numbers_beside_nothing_stay_whole() -> None:
    """Regression: a feed without a promise made every page say "a float" and end there."""
    rows = "(values (24::bigint, 1.5::decimal(9,1)), (null, null)) as t(a, b)"
    frame = releases._frame(duckdb.connect().execute(f"select * from {rows}"))
    assert str(frame["a"].dtype) == "Int64"
    assert frame["a"].isna().tolist() == [False, True]
    assert frame["b"][0] == Decimal("1.5")


def test_an_empty_answer_keeps_its_columns() -> None:
    frame = releases._frame(duckdb.connect().execute("select 1 as a, 'x' as b where false"))
    assert list(frame.columns) == ["a", "b"]
    assert frame.empty


def test_a_feed_without_an_event_is_left_out_of_the_as_of_line() -> None:
    """Regression: nothing has happened yet is NaT in a frame, and ended every page."""
    at = [pd.Timestamp("2026-10-28 08:30"), pd.NaT]
    fresh = pd.DataFrame({"feed": ["trades", "accounts"], "last_event_at": at})
    line = as_of_line(datetime(2026, 10, 28, 12, tzinfo=UTC), list(fresh.itertuples()))
    assert "08:30" in line
    assert line.count("·") == 1
