"""dbt in a warm process: the manifest is parsed once and reused; each call says what each node did.

Models first, tests after all of them: a test that fails for one program must not keep dbt from
building the models of the others (`dbt build` would skip what is downstream). Unit tests do not
look at data; `make test` runs them.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipelines.lib.quiet import be_quiet
from pipelines.lib.settle import FIRST_MODEL, LINES, settle
from pipelines.lib.warehouse import warehouse_open
from pipelines.settings import REPO, settings

SOURCES = ("models", "macros", "seeds", "tests", "dbt_project.yml", "profiles.yml")


class DbtFailed(RuntimeError):
    """dbt could not parse or start; says what dbt said."""


@dataclass(frozen=True)
class NodeResult:
    """What one node did. `failures` counts rows for tests; `compiled` is the SQL that ran."""

    unique_id: str
    name: str
    kind: str  # model, seed, snapshot, test
    status: str  # success, error, skipped, pass, fail, warn
    seconds: float
    failures: int = 0
    message: str = ""
    compiled: str = ""
    column_name: str = ""
    test_kind: str = ""
    subject: str = ""  # schema.table that a test stands on, or the model's own

    @property
    def is_bad(self) -> bool:
        return self.status in {"error", "fail", "runtime error"}


@dataclass(frozen=True)
class DbtRun:
    """All nodes of one build, models and tests."""

    nodes: tuple[NodeResult, ...] = field(default_factory=tuple)

    @property
    def broken_models(self) -> list[NodeResult]:
        return [node for node in self.nodes if node.kind != "test" and node.is_bad]

    @property
    def tests(self) -> list[NodeResult]:
        return [node for node in self.nodes if node.kind == "test"]


def project() -> Path:
    """The dbt project; a test may name another one."""
    return Path(os.environ.get("OPENBOOK_DBT_PROJECT", REPO / "dbt_project"))


def target_dir() -> Path:
    """Where dbt writes manifest and compiled SQL: in the data folder, never in the tree."""
    return settings().data_dir / "warehouse" / "dbt"


def project_digest() -> str:
    """sha256 over the project's files: tells when models, macros, seeds or tests changed."""
    found = hashlib.sha256()
    for name in SOURCES:
        top = project() / name
        files = sorted(p for p in top.rglob("*") if p.is_file()) if top.is_dir() else [top]
        for path in files:
            if path.suffix in {".sql", ".yml", ".csv"}:
                found.update(str(path.relative_to(project())).encode() + b"\0")
                found.update(path.read_bytes() + b"\0")
    return found.hexdigest()


def environment() -> None:
    """Set what the profile reads: memory and threads by the machine where nobody says them."""
    be_quiet()
    os.environ["OPENBOOK_WAREHOUSE"] = str(settings().warehouse)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    os.environ.setdefault("OPENBOOK_MEMORY", f"{max(memory // 2 // 2**20, 1024)}MiB")
    os.environ.setdefault("OPENBOOK_THREADS", str(len(os.sched_getaffinity(0))))


def _arguments(command: str, as_of: datetime, *more: str) -> list[str]:
    return [
        "--quiet",
        "--no-print",
        "--no-use-colors",
        "--log-level=none",
        "--log-level-file=none",
        "--no-send-anonymous-usage-stats",
        "--no-version-check",
        command,
        f"--project-dir={project()}",
        f"--profiles-dir={project()}",
        f"--target-path={target_dir()}",
        f"--vars={json.dumps({'as_of': as_of.replace(tzinfo=None).isoformat()})}",
        *more,
    ]


@lru_cache(maxsize=2)
def _parsed(digest: str, where: Path) -> Any:
    """The manifest of the project at `where` in the state `digest`."""
    from dbt.cli.main import dbtRunner

    # Parsing fixes no moment: models read `as_of` when they run.
    said = dbtRunner().invoke(_arguments("parse", datetime(2000, 1, 1)))  # noqa: DTZ001
    if not said.success or said.result is None:
        raise DbtFailed(f"dbt could not read {where}: {said.exception}")
    return said.result


def manifest() -> Any:
    """The parsed project; parsed again only when a file of it changed."""
    environment()
    settings().warehouse.parent.mkdir(parents=True, exist_ok=True)
    digest = project_digest()
    parsed = _parsed(digest, project())
    if not _is_written(digest):
        target_dir().mkdir(parents=True, exist_ok=True)
        parsed.write(str(target_dir() / "manifest.json"))
        (target_dir() / "manifest.digest").write_text(digest)
    return parsed


def _is_written(digest: str) -> bool:
    stamp = target_dir() / "manifest.digest"
    return stamp.exists() and stamp.read_text() == digest


def manifest_path() -> Path:
    """The file `manifest.json` that belongs to the project as it is now."""
    if not _is_written(project_digest()):
        manifest()
    return target_dir() / "manifest.json"


def _invoke(command: str, as_of: datetime, *more: str) -> list[NodeResult]:
    from dbt.cli.main import dbtRunner

    parsed = manifest()
    nodes = parsed.nodes.values()
    if any(getattr(node.config, "materialized", "") == "ephemeral" for node in nodes):
        parsed = parsed.deepcopy()  # dbt injects ephemeral models once per manifest object
    # dbt closes the file whenever no node runs; while we hold it open too, that costs nothing.
    with warehouse_open():
        runner = dbtRunner(manifest=parsed)
        said = runner.invoke(_arguments(command, as_of, "--no-write-json", *more))
    if said.exception is not None or said.result is None:
        raise DbtFailed(f"dbt {command} did not run: {said.exception}")
    return [_node_result(result, parsed) for result in getattr(said.result, "results", [])]


def _node_result(result: Any, parsed: Any) -> NodeResult:
    node = result.node
    attached = parsed.nodes.get(getattr(node, "attached_node", None) or "")
    where = attached if attached is not None else node
    metadata = getattr(node, "test_metadata", None)
    is_test = str(node.resource_type) == "test"
    subject = f"{where.schema}.{where.alias}" if attached is not None or not is_test else node.name
    return NodeResult(
        unique_id=node.unique_id,
        name=node.name,
        kind=str(node.resource_type),
        status=str(result.status),
        seconds=float(result.execution_time or 0),
        failures=int(result.failures or 0),
        message=str(result.message or ""),
        compiled=str(getattr(node, "compiled_code", "") or ""),
        column_name=str(getattr(node, "column_name", "") or ""),
        test_kind=str(metadata.name) if metadata is not None else "",
        subject=subject,
    )


def build_models(
    as_of: datetime, *, full_refresh: bool = False, select: Sequence[str] = ()
) -> list[NodeResult]:
    """Build seeds, models and snapshots, or those that `select` names.

    Raises `DbtFailed` when dbt itself cannot start.
    """
    more = ["--full-refresh"] if full_refresh else []
    more += ["--select", *select] if select else []
    skip = ["--exclude-resource-type=test", "--exclude-resource-type=unit_test"]
    return _invoke("build", as_of, *skip, *more)


class _Broken(Exception):
    """A pass did not build; its nodes say why."""


def build_settled(
    as_of: datetime, *, full_refresh: bool = False, select: Sequence[str] = ()
) -> list[NodeResult]:
    """Build like `build_models`, then again what reads lines of the period before, until it stands
    still (`settle`); each node's last result. Raises `DbtFailed` and `NotSettled`.
    """
    done = {n.unique_id: n for n in build_models(as_of, full_refresh=full_refresh, select=select)}

    def build_below(*, up_to_lines: bool) -> None:
        ends = [f"+{LINES}"] if up_to_lines else [*select]
        below = [f"{FIRST_MODEL}+,{end}" for end in ends] or [f"{FIRST_MODEL}+"]
        more = build_models(as_of, select=below)
        done.update((node.unique_id, node) for node in more)
        if any(node.is_bad for node in more):
            raise _Broken

    if not any(node.is_bad for node in done.values()):
        with suppress(_Broken), warehouse_open() as con:
            settle(con, build_below)
    return list(done.values())


def run_tests(as_of: datetime, *, exclude: Sequence[str] = ()) -> list[NodeResult]:
    """Run the data tests over what stands in the warehouse, but those that `exclude` names."""
    more = ["--exclude", *exclude] if exclude else []
    return _invoke("test", as_of, "--exclude-resource-type=unit_test", *more)
