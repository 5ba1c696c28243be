"""Gate 2, the part that Great Expectations does: what the marts and statements add up to.

dbt's tests hold keys and sums row by row; these suites hold what a person would find odd in the
small aggregated tables: a negative count, a carryover above zero, a state that nobody knows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_tests.runner import CheckResult

if TYPE_CHECKING:
    import duckdb


def check(con: duckdb.DuckDBPyConnection, program_id: str) -> list[CheckResult]:
    """Every expectation on one program's rows of the marts and statements; gate 2.

    `con` is the warehouse after a build. A table that is not there is a failed check. Great
    Expectations is imported here, when it is needed: that takes seconds.
    """
    from data_tests.warehouse.run import run

    return run(con, program_id)
