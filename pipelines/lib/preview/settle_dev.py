"""An analyst's built warehouse, built again until commission of the period before stands still."""

from __future__ import annotations

import json
import os
from pathlib import Path

import duckdb

from pipelines.lib import clock, dbt_runner
from pipelines.lib.preview.dev import DevRefused, path_of
from pipelines.lib.quiet import be_quiet
from pipelines.lib.settle import FIRST_MODEL, LINES, settle
from pipelines.lib.warehouse import table_exists


def settle_dev(name: str) -> int:
    """Settle the warehouse `name` after its `dbt build`; how many passes that took.

    Raises `DevRefused` when it is not there or not built, `DbtFailed` and `NotSettled`.
    """
    path = path_of(name)
    if not path.exists():
        raise DevRefused(f"{path} is not there; make it with `openbook dev --name {name}`")
    with duckdb.connect(str(path)) as con:
        con.execute("set TimeZone = 'UTC'")
        if not table_exists(con, "commissions", LINES):
            raise DevRefused(f"{path} has no lines yet; run the `dbt build` that was printed")

        def build_below(*, up_to_lines: bool) -> None:
            _build(path, f"{FIRST_MODEL}+,+{LINES}" if up_to_lines else f"{FIRST_MODEL}+")

        return settle(con, build_below)


def _build(path: Path, select: str) -> None:
    from dbt.cli.main import dbtRunner

    be_quiet()
    os.environ["OPENBOOK_DEV_WAREHOUSE"] = str(path)
    moment = clock.now().replace(tzinfo=None).isoformat()
    said = dbtRunner().invoke([
        "--quiet", "--no-print", "--log-level=none", "--log-level-file=none",
        "--no-send-anonymous-usage-stats", "--no-version-check",
        "run", "--target=dev", "--select", select,
        f"--project-dir={dbt_runner.project()}", f"--profiles-dir={dbt_runner.project()}",
        f"--target-path={path.parent / 'dbt'}", "--vars", json.dumps({"as_of": moment}),
    ])  # fmt: skip
    if not said.success:
        results = getattr(said.result, "results", None) or []
        failed = [f"{r.node.name}: {r.message}" for r in results if str(r.status) == "error"]
        raise dbt_runner.DbtFailed("\n".join(failed) or f"dbt could not run: {said.exception}")
