# ruff: noqa: S608 - schema, table and column names come from the catalogue
"""Whose rows failed a dbt test: the failing SQL runs once more, and its rows name their program.

Rows of dbt's own four tests name no program; they are joined back to the table that was tested.
When no program can be read off the rows, every program is blamed: nothing unchecked goes out.
"""

from __future__ import annotations

import duckdb

from data_tests.runner import CheckResult
from pipelines.lib.dbt_runner import NodeResult
from pipelines.lib.warehouse import columns_of, rows

SAMPLE = 20
# The column in which dbt's generic tests return the offending value.
VALUE_COLUMN = {
    "unique": "unique_field",
    "accepted_values": "value_field",
    "relationships": "from_field",
}


def failing_rows_sql(con: duckdb.DuckDBPyConnection, node: NodeResult) -> str:
    """The rows that failed, as rows of the tested table where that is possible."""
    failing = f"({node.compiled.strip().rstrip(';')})"
    schema, _, table = node.subject.partition(".")
    if "program_id" not in columns_of(con, schema, table) or not node.column_name:
        return failing
    if node.test_kind == "not_null":
        return f"(select * from {node.subject} where {node.column_name} is null)"
    if node.test_kind in VALUE_COLUMN:
        value = VALUE_COLUMN[node.test_kind]
        return (
            f"(select * from {node.subject} where {node.column_name} in "
            f"(select {value} from {failing} as f))"
        )
    return failing


def blame(
    con: duckdb.DuckDBPyConnection, node: NodeResult, programs: list[str]
) -> list[CheckResult]:
    """One result per program for one test; `sample` holds at most 20 rows of that program."""
    if not node.is_bad:
        return [_result(node, program, True) for program in programs]
    if node.status != "fail" or not node.compiled:
        return [_result(node, program, False, message=node.message) for program in programs]
    source = failing_rows_sql(con, node)
    names = [str(row[0]) for row in con.execute(f"describe select * from {source} as t").fetchall()]
    if "program_id" not in names:
        sample = _sample(con, f"select * from {source} as t")
        return [
            _result(node, program, False, node.failures, sample, node.message)
            for program in programs
        ]
    counts = dict(
        con.execute(f"select program_id, count(*) from {source} as t group by 1").fetchall()
    )
    if set(counts) - set(programs):  # a row without program, or of one that nobody knows
        counts = {program: node.failures for program in programs}
    return [_of_program(con, node, source, program, counts) for program in programs]


def _of_program(
    con: duckdb.DuckDBPyConnection,
    node: NodeResult,
    source: str,
    program: str,
    counts: dict[str, int],
) -> CheckResult:
    if not counts.get(program):
        return _result(node, program, True)
    own = f"select * from {source} as t where program_id = '{program}'"
    return _result(node, program, False, int(counts[program]), _sample(con, own), node.message)


def _sample(con: duckdb.DuckDBPyConnection, sql: str) -> tuple[dict[str, str], ...]:
    found = rows(con, f"select * from ({sql}) as s limit {SAMPLE}")
    return tuple({key: str(value) for key, value in row.items()} for row in found)


def _result(
    node: NodeResult,
    program: str,
    passed: bool,
    failed_rows: int = 0,
    sample: tuple[dict[str, str], ...] = (),
    message: str = "",
) -> CheckResult:
    return CheckResult(
        gate="gate_2",
        program_id=program,
        subject=node.subject,
        check_name=node.name,
        passed=passed,
        failed_rows=failed_rows,
        sample=sample,
        message=message,
    )
