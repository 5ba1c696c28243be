"""The part of a dbt project that makes commission lines, written so that SQLMesh loads it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from pipelines.lib.preview.baseline import copy_sources

# What reads the lines, or stands beside them: a preview ends at com_lines. If one of these ever
# fed a line, the copy would not load, and the preview would say so.
LEFT_OUT = (
    "models/statements",
    "models/marts",
    "models/publish",
    "models/commissions/facts",
    "models/commissions/unpaid",
    "models/commissions/com_line_facts.sql",
    "models/commissions/com_unpaid_events.sql",
    "tests",
)
PROPOSED = "__proposed"


def sqlmesh_settings(cache: Path | None = None) -> dict[str, Any]:
    """What `sqlmesh init -t dbt` writes, with a fixed start: models are built over all history.

    `dev_only`: production tables keep dbt's own names, so SQLMesh can adopt them.
    """
    found: dict[str, Any] = {
        "dbt": {"infer_state_schema_name": True},
        "virtual_environment_mode": "dev_only",
        "plan": {"always_recreate_environment": True},
        "model_defaults": {"start": "2000-01-01"},
        "disable_anonymized_analytics": True,
    }
    return found | ({"cache_dir": str(cache)} if cache else {})


def write_project(
    source: Path,
    target: Path,
    *,
    as_of: datetime,
    cache: Path | None = None,
    proposed: Collection[str] = (),
) -> None:
    """Write the copy of `source` into `target`, replacing what is there.

    `as_of` (UTC) is the moment it speaks for; `proposed` names the tables of `terms` that are read
    from their proposed twin. Tests, contracts and descriptions stay behind: SQLMesh enforces
    none of them, and a preview has no use for what is not SQL.
    """
    shutil.rmtree(target, ignore_errors=True)
    copy_sources(source, target)
    for name in LEFT_OUT:
        path = target / name
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
    for path in sorted((target / "models").rglob("*.yml")):
        _trim(path, frozenset(proposed))
    _set_moment(target / "dbt_project.yml", as_of)
    (target / "sqlmesh.yaml").write_text(yaml.safe_dump(sqlmesh_settings(cache)))


def _trim(path: Path, proposed: frozenset[str]) -> None:
    found = yaml.safe_load(path.read_text()) or {}
    models = [
        {"name": model["name"], "config": model["config"]}
        for model in found.get("models", ())
        if model.get("config")
    ]
    for source in found.get("sources", ()):
        for table in source.get("tables", ()):
            if source["name"] == "terms" and table["name"] in proposed:
                table["identifier"] = table["name"] + PROPOSED
    kept = {"models": models, "sources": found.get("sources")}
    kept = {key: value for key, value in kept.items() if value}
    if kept:
        path.write_text(yaml.safe_dump({"version": 2, **kept}))
    else:
        path.unlink()


def _set_moment(path: Path, as_of: datetime) -> None:
    found = yaml.safe_load(path.read_text())
    found.setdefault("vars", {})["as_of"] = as_of.replace(tzinfo=None).isoformat()
    layers = found["models"][found["name"]]
    for layer in list(layers):
        is_there = layer.startswith("+") or (path.parent / "models" / layer).is_dir()
        if not is_there:
            del layers[layer]
        elif isinstance(layers[layer], dict):
            layers[layer].pop("+contract", None)
    path.write_text(yaml.safe_dump(found, sort_keys=False))


def changed_files(before: Path, after: Path) -> list[str]:
    """Files that differ between two copies, by their path inside the project."""
    names = {
        os.path.relpath(path, top)
        for top in (before, after)
        for path in top.rglob("*")
        if path.suffix in {".sql", ".yml", ".csv"}
    }
    return sorted(
        name
        for name in names
        if not (before / name).exists()
        or not (after / name).exists()
        or (before / name).read_bytes() != (after / name).read_bytes()
    )
