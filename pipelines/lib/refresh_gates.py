"""Both gates' answers, per program: what blocks a release and why."""

from __future__ import annotations

from datetime import datetime

import duckdb

from commission_rules.compiler.errors import RuleErrors
from data_tests import warehouse as warehouse_suites
from data_tests.runner import CheckResult
from pipelines.lib import dbt_runner, dbt_tests
from pipelines.lib.dbt_blame import blame
from pipelines.lib.warehouse import rows, table_exists, warehouse_open


def still_blocked(con: duckdb.DuckDBPyConnection, programs: list[str]) -> list[CheckResult]:
    """One failed check for each file that gate 1 holds back until it is replayed or dismissed."""
    if not table_exists(con, "raw", "files"):
        return []
    found = rows(
        con,
        "select program_id, feed, file_name, row_count, message from raw.files "
        "where state = 'blocked' order by all",
    )
    return [
        CheckResult(
            gate="gate_1",
            program_id=row["program_id"],
            subject=row["feed"],
            check_name="no_file_is_held_back",
            passed=False,
            failed_rows=int(row["row_count"] or 0),
            sample=({"file": row["file_name"]},),
            message=f"{row['file_name']}: {row['message']}",
        )
        for row in found
        if row["program_id"] in programs
    ]


def broken(
    nodes: list[dbt_runner.NodeResult], programs: list[str]
) -> tuple[list[CheckResult], bool]:
    """A failed check per program for each model that did not build; whether there is one.

    A model holds the rows of all programs, so a broken one blocks them all.
    """
    bad = [node for node in nodes if node.is_bad]
    checks = [
        CheckResult(
            gate="gate_2",
            program_id=program,
            subject=node.subject,
            check_name="model_builds",
            passed=False,
            message=node.message,
        )
        for node in bad
        for program in programs
    ]
    return checks, bool(bad)


def gate_2(as_of: datetime, programs: list[str]) -> list[CheckResult]:
    """dbt's data tests, then Great Expectations on the marts; one result per check and program."""
    tests = dbt_tests.run_tests(as_of)
    checks: list[CheckResult] = []
    with warehouse_open() as con:
        for node in tests:
            checks += blame(con, node, programs)
        for program in programs:
            checks += warehouse_suites.check(con, program)
    return checks


def rules_refused(error: RuleErrors, programs: list[str]) -> list[CheckResult]:
    """Rules that do not compile block every program, a refused deal its own: no release may follow
    half a rule book."""
    if error.rules_hash:
        mine = {
            program: [e for e in error.errors if e.program_id == program] for program in programs
        }
        messages = {program: "\n".join(map(str, found)) for program, found in mine.items() if found}
    else:
        messages = dict.fromkeys(programs, str(error))
    return [
        CheckResult(
            gate="gate_1",
            program_id=program,
            subject="terms",
            check_name="rules_compile",
            passed=False,
            message=message,
        )
        for program, message in messages.items()
    ]
