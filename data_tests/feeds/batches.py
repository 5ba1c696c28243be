"""Great Expectations on Arrow rows: the one module that works around it.

Its SQL path through duckdb-engine fails on every expectation (issue 11579 of its repository), so
rows are handed over as a pandas batch: decimals stay `Decimal` objects, nothing becomes a float.
tests/data_tests/feeds/test_batches.py tells when the work-around is no longer needed.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")

import great_expectations as gx
import pandas as pd

from data_tests.runner import CheckResult

if TYPE_CHECKING:
    import pyarrow
    from great_expectations.expectations import Expectation

SAMPLE = 20
ALWAYS = ("file_name", "file_row", "record_key")


@cache
def _batch_definition() -> Any:
    """An ephemeral context, made once per process; 200 rows then take about 0.05 s."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    asset = context.data_sources.add_pandas("arrived").add_dataframe_asset("rows")
    return asset.add_batch_definition_whole_dataframe("whole")


def validate(
    program_id: str,
    feed: str,
    table: pyarrow.Table,
    expectations: Sequence[Expectation],
    named_by: Sequence[str] = ALWAYS,
) -> list[CheckResult]:
    """Run the expectations; one result each, with the failing rows' count and a sample.

    `named_by` are the columns that say which row it is.
    """
    frame = _frame(table, expectations, named_by)
    batch = _batch_definition().get_batch(batch_parameters={"dataframe": frame})
    suite = gx.ExpectationSuite(name=f"{feed}_arrived", expectations=list(expectations))
    found = batch.validate(suite, result_format={"result_format": "COMPLETE"})
    return [_result(program_id, feed, frame, named_by, result) for result in found.results]


def _frame(
    table: pyarrow.Table, expectations: Sequence[Expectation], named_by: Sequence[str]
) -> pd.DataFrame:
    """Only the columns that the expectations read, and those that say which row it is."""
    read = {name for expectation in expectations for name in _columns(expectation)}
    picked = [name for name in table.column_names if name in read or name in named_by]
    frame: pd.DataFrame = table.select(picked).to_pandas(date_as_object=False)
    return frame


def _columns(expectation: Expectation) -> list[str]:
    kwargs = expectation.configuration.kwargs
    return [*kwargs.get("column_list", ()), *([kwargs["column"]] if "column" in kwargs else ())]


def _result(
    program_id: str, feed: str, frame: pd.DataFrame, named_by: Sequence[str], result: Any
) -> CheckResult:
    config = result.expectation_config
    columns = config.kwargs.get("column_list") or [config.kwargs.get("column", "")]
    raised = (result.exception_info or {}).get("exception_message")
    rows = list(result.result.get("unexpected_index_list") or ())
    shown = [name for name in (*named_by, *columns) if name in frame.columns]
    sample = frame.loc[rows[:SAMPLE], list(dict.fromkeys(shown))]
    name = config.type.removeprefix("expect_").removeprefix("column_")
    return CheckResult(
        gate="gate_1",
        program_id=program_id,
        subject=feed,
        check_name=f"{'+'.join(columns)}_{name}",
        passed=bool(result.success),
        failed_rows=int(result.result.get("unexpected_count") or 0),
        sample=tuple(
            {str(key): str(value) for key, value in row.items()}
            for row in sample.to_dict(orient="records")
        ),
        message=raised or (config.notes if isinstance(config.notes, str) else "") or "",
    )
