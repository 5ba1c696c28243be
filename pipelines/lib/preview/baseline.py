"""The dbt project that the warehouse was last built from, kept beside it by each refresh."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipelines.lib import dbt_runner
from pipelines.settings import settings

PREFIX = "baseline-"
STATE = "baseline.json"
KEPT_DIGITS = 16


@dataclass(frozen=True)
class Baseline:
    """A kept project: its folder, its digest, and the moment (UTC) of the build."""

    project: Path
    project_digest: str
    as_of: datetime


def keep_baseline(as_of: datetime) -> Path:
    """Keep a copy of the dbt project that was just built, and for which moment; its folder.

    Called by a refresh after a successful build, under the warehouse lock. Costs a copy only when
    the project changed; older copies are removed.
    """
    top = settings().warehouse.parent
    digest = dbt_runner.project_digest()
    kept = top / f"{PREFIX}{digest[:KEPT_DIGITS]}"
    if not kept.exists():
        beside = top / f".{kept.name}.part"
        shutil.rmtree(beside, ignore_errors=True)
        copy_sources(dbt_runner.project(), beside)
        beside.rename(kept)
    state = {"project_digest": digest, "as_of": as_of.isoformat()}
    (kept / STATE).write_text(json.dumps(state))
    for other in top.glob(f"{PREFIX}*"):
        if other != kept:
            shutil.rmtree(other)
    return kept


def copy_sources(project: Path, target: Path) -> None:
    """Copy what makes a dbt project, and nothing that dbt or an editor left in its folder."""
    target.mkdir(parents=True)
    for name in dbt_runner.SOURCES:
        source = project / name
        if source.is_dir():
            shutil.copytree(source, target / name)
        elif source.exists():
            shutil.copyfile(source, target / name)


def kept_baseline() -> Baseline | None:
    """The kept project; None before the first refresh that keeps one."""
    for state in sorted(settings().warehouse.parent.glob(f"{PREFIX}*/{STATE}")):
        found = json.loads(state.read_text())
        as_of = datetime.fromisoformat(found["as_of"])
        return Baseline(state.parent, str(found["project_digest"]), as_of)
    return None
