"""Great Expectations on Arrow rows: the one module that works around it.

Its SQL path through duckdb-engine fails on every expectation (issue 11579 of its repository), so
rows are handed over as a pandas batch: decimals as whole units, nothing becomes a float.
tests/data_tests/feeds/test_batches.py tells when the work-around is no longer needed.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")

import great_expectations as gx
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data_tests.runner import CheckResult

if TYPE_CHECKING:
    import pyarrow
    from great_expectations.expectations import Expectation

SAMPLE = 20
ALWAYS = ("file_name", "file_row", "record_key")


@cache
def _batch_definition() -> Any:
    """An ephemeral context, made once per process; 200 rows then take about 0.05 s."""
    for name in ("great_expectations", "great_expectations.data_context.types.base"):
        logging.getLogger(name).setLevel(logging.ERROR)  # it tells developers what it registers
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
    read = {name for expectation in expectations for name in _columns(expectation)}
    picked = table.select([n for n in table.column_names if n in read or n in named_by])
    scales = _scales(picked)
    batch = _batch_definition().get_batch(
        batch_parameters={"dataframe": _frame(picked, scales)},
    )
    scaled = [_scaled(expectation, scales) for expectation in expectations]
    # Which rows fail costs twice as much to ask as whether any does; most files are good.
    found = _validated(batch, feed, scaled, "BOOLEAN_ONLY")
    if not all(result.success for result in found):
        found = _validated(batch, feed, scaled, "COMPLETE")
    return [_result(program_id, feed, picked, named_by, result) for result in found]


def _validated(
    batch: Any, feed: str, expectations: Sequence[Expectation], result_format: str
) -> list[Any]:
    """One result for each expectation."""
    suite = gx.ExpectationSuite(name=f"{feed}_arrived", expectations=list(expectations))
    answer = batch.validate(suite, result_format={"result_format": result_format})
    return list(answer.results)


def _scales(table: pyarrow.Table) -> dict[str, int]:
    """Digits after the point of each decimal column that can be counted in 64-bit units.

    Great Expectations compares whole numbers and nanoseconds as arrays, other types one by one in
    Python: 50 times slower. A column with nulls stays as it is.
    """
    found = {}
    for field in table.schema:
        whole = pa.types.is_decimal(field.type) and field.type.precision <= 18
        if whole and not table.column(field.name).null_count:
            found[field.name] = field.type.scale
    return found


def _frame(table: pyarrow.Table, scales: dict[str, int]) -> pd.DataFrame:
    """The rows for Great Expectations: decimals in units of their last digit, never a float."""
    for place, field in enumerate(table.schema):
        column = table.column(field.name)
        if field.name in scales:
            scale = field.type.scale
            units = pc.multiply(column, pa.scalar(10**scale, pa.decimal128(scale + 1, 0)))
            whole = units.cast(pa.decimal128(38, 0)).cast(pa.int64())
            table = table.set_column(place, field.name, whole)
        elif pa.types.is_timestamp(field.type):
            table = table.set_column(place, field.name, column.cast(pa.timestamp("ns")))
    frame: pd.DataFrame = table.to_pandas(date_as_object=False)
    return frame


def _scaled(expectation: Expectation, scales: dict[str, int]) -> Expectation:
    """The same expectation with its bounds in the units of the column."""
    column = getattr(expectation, "column", "")
    if column not in scales or not hasattr(expectation, "min_value"):
        return expectation
    unit = 10 ** scales[column]
    bounds = {name: getattr(expectation, name) for name in ("min_value", "max_value")}
    return expectation.copy(
        update={name: value * unit for name, value in bounds.items() if value is not None}
    )


def _columns(expectation: Expectation) -> list[str]:
    kwargs = expectation.configuration.kwargs
    return [*kwargs.get("column_list", ()), *([kwargs["column"]] if "column" in kwargs else ())]


def _result(
    program_id: str, feed: str, table: pyarrow.Table, named_by: Sequence[str], result: Any
) -> CheckResult:
    config = result.expectation_config
    columns = config.kwargs.get("column_list") or [config.kwargs.get("column", "")]
    raised = (result.exception_info or {}).get("exception_message")
    rows = list(result.result.get("unexpected_index_list") or ())
    shown = [name for name in (*named_by, *columns) if name in table.column_names]
    sample = (
        table.select(list(dict.fromkeys(shown)))
        .take(pa.array(rows[:SAMPLE], pa.int64()))
        .to_pylist()
    )
    name = config.type.removeprefix("expect_").removeprefix("column_")
    return CheckResult(
        gate="gate_1",
        program_id=program_id,
        subject=feed,
        check_name=f"{'+'.join(columns)}_{name}",
        passed=bool(result.success),
        failed_rows=int(result.result.get("unexpected_count") or 0),
        sample=tuple({str(key): str(value) for key, value in row.items()} for row in sample),
        message=raised or (config.notes if isinstance(config.notes, str) else "") or "",
    )
