"""Run the suites on a warehouse, one small batch after the other."""

from __future__ import annotations

from dataclasses import replace

import duckdb

from data_tests.feeds.batches import validate
from data_tests.runner import CheckResult
from data_tests.warehouse.suites import Suite, suites

NAMED_BY = ("statement_id", "partner_id", "period_id", "component_id", "day", "currency_code")


def run(con: duckdb.DuckDBPyConnection, program_id: str) -> list[CheckResult]:
    """Every suite's answers for one program; see `data_tests.warehouse.check`."""
    return [answer for suite in suites() for answer in _answers(con, program_id, suite)]


def _answers(con: duckdb.DuckDBPyConnection, program_id: str, suite: Suite) -> list[CheckResult]:
    try:
        batch = con.execute(suite.sql, {"program": program_id}).to_arrow_table()
    except duckdb.CatalogException as error:
        return [
            CheckResult(
                gate="gate_2",
                program_id=program_id,
                subject=suite.subject,
                check_name="table_is_there",
                passed=False,
                message=f"{suite.subject} cannot be read ({error}); build the models first",
            )
        ]
    found = validate(program_id, suite.subject, batch, suite.expectations, NAMED_BY)
    return [replace(answer, gate="gate_2") for answer in found]
