"""dbt's data tests, without dbt's cost for each: our own generic tests are two short macros.

dbt makes a context of all macros, twice, for each test; of 250 tests 230 are a macro of ours over
one table, which jinja renders as it stands in the manifest. What is written beside each model,
what the tests ask and what `dbt test` runs stay the same; a test holds both ways together. Tests
with a configuration of their own (`where`, `severity`, …), dbt's and single ones are left to dbt.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any, cast

import duckdb
import jinja2

from pipelines.lib import dbt_runner
from pipelines.lib.dbt_runner import NodeResult
from pipelines.lib.warehouse import warehouse_open

OURS = ("unique_combination", "required")
# What a test of ours may not set if it is to run here: these change what a failure is.
CONFIGURED = {"where": None, "limit": None, "severity": "ERROR", "error_if": "!= 0"}


def run_tests(as_of: datetime) -> list[NodeResult]:
    """Run the data tests over what stands in the warehouse.

    Raises `DbtFailed` when dbt itself cannot start.
    """
    parsed = dbt_runner.manifest()
    ours = [node for node in parsed.nodes.values() if is_ours(node)]
    names = sorted({node.name for node in ours})
    left = dbt_runner.run_tests(as_of, exclude=names)
    with warehouse_open() as con:
        return left + [_answer(con, node, parsed) for node in ours]


def is_ours(node: Any) -> bool:
    """Whether a node of the manifest is a plain use of one of our generic tests."""
    metadata = getattr(node, "test_metadata", None)
    return (
        metadata is not None
        and metadata.name in OURS
        and metadata.namespace is None
        and all(getattr(node.config, name) == usual for name, usual in CONFIGURED.items())
    )


def rendered(node: Any, parsed: Any) -> str:
    """The SQL of a generic test of ours: the rows that fail."""
    metadata = node.test_metadata
    macro = parsed.macros[f"macro.{parsed.metadata.project_name}.test_{metadata.name}"].macro_sql
    model = parsed.nodes[node.attached_node].relation_name
    asked = {name: value for name, value in metadata.kwargs.items() if name != "model"}
    return str(_called(macro, metadata.name)(model=model, **asked)).strip()


@lru_cache(maxsize=8)
def _called(source: str, name: str) -> Callable[..., object]:
    """One generic test of the manifest as a macro, ready to be called."""
    plain = source.replace("{% test ", "{% macro ").replace("endtest", "endmacro")
    # S701: this makes SQL, not HTML
    made = jinja2.Environment(autoescape=False).from_string(plain).module  # noqa: S701
    return cast("Callable[..., object]", getattr(made, name))


def _answer(con: duckdb.DuckDBPyConnection, node: Any, parsed: Any) -> NodeResult:
    sql = rendered(node, parsed)
    started = time.monotonic()
    failures, status, message = 0, "pass", ""
    try:
        counted = con.execute(f"select count(*) from ({sql}) as failing").fetchone()  # noqa: S608
        failures = int(counted[0]) if counted else 0
    except duckdb.Error as error:
        status, message = "error", str(error)
    if failures:
        status, message = "fail", f"Got {failures} results, configured to fail if != 0"
    tested = parsed.nodes[node.attached_node]
    return NodeResult(
        unique_id=node.unique_id,
        name=node.name,
        kind="test",
        status=status,
        seconds=time.monotonic() - started,
        failures=failures,
        message=message,
        compiled=sql,
        test_kind=str(node.test_metadata.name),
        subject=f"{tested.schema}.{tested.alias}",
    )
