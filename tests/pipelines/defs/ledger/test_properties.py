"""Whatever moves and whenever it is closed: entries and differences are the lines now."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.dbt_project.statements import warehouse_of_lines as warehouse
from tests.pipelines.defs.ledger.conftest import Book

PERIODS = ("2026-07", "2026-08", "2026-09")
LINES = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.sampled_from(PERIODS)),
    st.tuples(
        st.integers(min_value=-(10**6), max_value=10**6),
        st.sampled_from(("approved", "approved", "locked")),
    ),
    max_size=8,
)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(LINES, min_size=2, max_size=4))
def test_entries_and_differences_are_the_lines_now(
    steps: list[dict[tuple[str, str], tuple[int, str]]],
) -> None:
    """A plain book beside ours: dicts, sums, no SQL."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "warehouse.duckdb"
        warehouse.warehouse(path)
        book = Book(path, Path(folder) / "ledger")
        booked: dict[tuple[str, str], int] = defaultdict(int)
        for number, lines in enumerate(steps):
            book.lines(
                *(
                    warehouse.line(
                        f"{name}{period}", minor, period_id=period, state=state,
                        event_on=f"{period}-10", event_record_key=f"test:{name}",
                    )
                    for (name, period), (minor, state) in lines.items()
                )
            )  # fmt: skip
            book.build()
            now = {
                key: minor for key, (minor, state) in lines.items() if state != "locked" and minor
            }
            closed = PERIODS[:number]
            expected = {
                key: now.get(key, 0) - booked[key]
                for key in {*now, *booked}
                if key[1] in closed and now.get(key, 0) != booked[key]
            }
            found = book.ask("select line_id, amount_minor from statements.sta_differences")
            assert {row["line_id"]: row["amount_minor"] for row in found} == {
                f"{name}{period}": minor for (name, period), minor in expected.items()
            }
            if number == len(PERIODS):
                break
            book.close(PERIODS[number])
            for key, minor in now.items():
                if key[1] == PERIODS[number]:
                    booked[key] += minor
            for key, minor in expected.items():
                booked[key] += minor
        book.build()
        total = book.ask(
            "select coalesce(sum(amount_minor), 0)::bigint as s from raw.ledger_entries"
        )
        assert total == [{"s": sum(booked.values())}]
