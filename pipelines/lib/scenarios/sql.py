"""The dbt project's SQL, compiled once and kept by the project's digest.

A dbt run takes half a minute; the same statements on a small warehouse in memory take milliseconds.
What only dbt enforces (contracts, incremental models) is held by its own tests.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from pipelines.lib import dbt_runner
from pipelines.lib.scenarios.tables import create_tables
from pipelines.settings import settings

AS_OF = "2000-01-01T00:00:00"  # stands in compiled SQL where the moment goes
KEPT = 4  # compiled projects that stay in the data folder
FILE = "warehouse.duckdb"  # compiled names carry the file's stem
LAYERS = ("currencies", "staging", "intermediate", "commissions", "statements")
SEEDED = "create or replace table {relation} as select * from read_csv('{path}', types={types})"


@dataclass(frozen=True)
class Node:
    """A model, seed or data test with its SQL."""

    unique_id: str
    kind: str
    layer: str
    relation: str
    materialized: str
    sql: str
    needs: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.unique_id.split(".")[-1]


def nodes(layers: tuple[str, ...] = LAYERS) -> dict[str, Node]:
    """Seeds, models and data tests of some layers, in an order in which they can be built.

    Compiled by dbt when a file of the project changed (some 12 s), else read from the data folder.
    Raises `dbt_runner.DbtFailed` when dbt cannot compile.
    """
    return _nodes(dbt_runner.project_digest(), settings().data_dir, layers)


@lru_cache(maxsize=4)
def _nodes(digest: str, data_dir: Path, layers: tuple[str, ...]) -> dict[str, Node]:
    # the words of this file decide what is kept as well as the project and the layers
    of = hashlib.sha256(f"{digest} {layers} {SEEDED} {Node.__annotations__}".encode()).hexdigest()
    kept = data_dir / "scenarios" / f"compiled-{of[:16]}.json"
    if kept.exists():
        return _read(kept)
    found = _ordered(_compiled(layers))
    kept.parent.mkdir(parents=True, exist_ok=True)
    compiled = sorted(kept.parent.glob("compiled-*.json"), key=lambda path: path.stat().st_mtime)
    for old in compiled[: -KEPT + 1]:
        old.unlink(missing_ok=True)
    beside = kept.with_suffix(f".{os.getpid()}.part")
    beside.write_text(json.dumps([asdict(node) for node in found.values()]), encoding="utf-8")
    beside.replace(kept)
    return found


def _read(path: Path) -> dict[str, Node]:
    rows = json.loads(path.read_text(encoding="utf-8"))
    return {row["unique_id"]: Node(**{**row, "needs": tuple(row["needs"])}) for row in rows}


def _compiled(layers: Sequence[str]) -> dict[str, Node]:
    with tempfile.TemporaryDirectory() as folder:
        warehouse, target = Path(folder) / FILE, Path(folder) / "target"
        with duckdb.connect(str(warehouse)) as con:
            create_tables(con)
        _dbt_compile(warehouse, target, layers)
        manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    return {
        key: Node(
            unique_id=key,
            kind=node["resource_type"],
            layer=node["fqn"][1],
            relation=node.get("relation_name") or "",
            materialized=node["config"].get("materialized", ""),
            sql=node.get("compiled_code") or _seed(node),
            needs=tuple(k for k in node["depends_on"].get("nodes", []) if k[:6] != "source"),
        )
        for key, node in manifest["nodes"].items()
        if node["resource_type"] == "seed" or node.get("compiled_code")
    }


def _dbt_compile(warehouse: Path, target: Path, layers: Sequence[str]) -> None:
    from dbt.cli.main import dbtRunner

    from pipelines.lib.quiet import be_quiet

    be_quiet()
    before = os.environ.get("OPENBOOK_WAREHOUSE")
    os.environ["OPENBOOK_WAREHOUSE"] = str(warehouse)
    project = dbt_runner.project()
    try:
        said = dbtRunner().invoke([
            "--quiet", "--no-print", "--no-use-colors", "--log-level=none",
            "--log-level-file=none", "--no-send-anonymous-usage-stats", "--no-version-check",
            "compile", "--select", *layers, "--exclude", "resource_type:unit_test",
            f"--project-dir={project}", f"--profiles-dir={project}", f"--target-path={target}",
            "--vars", json.dumps({"as_of": AS_OF}),
        ])  # fmt: skip
    finally:
        if before is None:
            del os.environ["OPENBOOK_WAREHOUSE"]
        else:
            os.environ["OPENBOOK_WAREHOUSE"] = before
    if not said.success:
        results = getattr(said.result, "results", None) or []
        failed = [f"{r.node.name}: {r.message}" for r in results if str(r.status) == "error"]
        raise dbt_runner.DbtFailed("\n".join(failed) or f"dbt could not compile: {said.exception}")


def _seed(node: dict[str, Any]) -> str:
    types = dict(node["config"].get("column_types", {}))
    path = dbt_runner.project() / node["original_file_path"]
    return SEEDED.format(relation=node["relation_name"], path=path, types=types)


def _ordered(found: dict[str, Node]) -> dict[str, Node]:
    done: dict[str, Node] = {}

    def visit(keys: Sequence[str]) -> None:
        for key in keys:
            if key in found and key not in done:
                visit(found[key].needs)
                done[key] = found[key]

    visit(sorted(found))
    return done
