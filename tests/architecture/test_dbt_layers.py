"""The warehouse as its folders promise: layers, names, one yml beside each sql (DESIGN, Layout).

Asked of dbt's own manifest of the project.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

REPO = Path(__file__).resolve().parents[2]
PROJECT = REPO / "dbt_project"
LAYERS = ("staging", "intermediate", "commissions", "statements", "marts", "publish")
NAMES = {
    "staging": r"stg_(raw|portal|terms|ledger)__[a-z_]+",
    "intermediate": r"int_[a-z_]+__[a-z_]+",
    "commissions": r"com_[a-z_]+",
    "statements": r"sta_[a-z_]+",
    "marts": r"mart_[a-z_]+",
    "publish": r"pub_(portal|dashboards)__[a-z_]+",
}
CONTRACTED = {"commissions", "statements", "publish"}
# Known debt, which may only shrink: overrides are computed from the lines of others.
READ_TO_THE_RIGHT = {
    "int_commission_lines__gathered (intermediate) reads com_lines__per_lot",
    "int_commission_lines__gathered (intermediate) reads com_lines__periods",
}
# Versions of a record are all of its arrivals; staging keeps the current one.
READ_EVERY_VERSION = {"pub_portal__line_versions", "sta_changed_records"}


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Every model of the project by its unique id, as dbt's manifest says it."""
    from dbt.cli.main import dbtRunner

    folder = tmp_path_factory.mktemp("dbt")
    os.environ["OPENBOOK_WAREHOUSE"] = str(folder / "none.duckdb")
    where = ("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT))
    into = ("--target-path", str(folder), "--log-path", str(folder), "--quiet")
    parsed = dbtRunner().invoke(
        ["parse", *where, *into, "--vars", "{as_of: '2026-01-01T00:00:00'}"]
    )
    assert parsed.success, parsed.exception
    nodes = parsed.result.to_dict()["nodes"]  # type: ignore[union-attr]
    return {key: node for key, node in nodes.items() if node["resource_type"] == "model"}


def layer_of(model: dict[str, Any]) -> str:
    return str(model["fqn"][1])


def test_the_layers_are_those_of_the_design(models: dict[str, dict[str, Any]]) -> None:
    assert {layer_of(model) for model in models.values()} == set(LAYERS)
    wrong_schema = [m["name"] for m in models.values() if m["schema"] != layer_of(m)]
    assert wrong_schema == []


def test_a_layer_reads_only_to_its_left(models: dict[str, dict[str, Any]]) -> None:
    found = {
        f"{model['name']} ({layer_of(model)}) reads {models[parent]['name']}"
        for model in models.values()
        for parent in model["depends_on"]["nodes"]
        if parent in models
        and LAYERS.index(layer_of(models[parent])) > LAYERS.index(layer_of(model))
    }
    assert found == READ_TO_THE_RIGHT


def test_what_is_published_is_read_by_readers_only(models: dict[str, dict[str, Any]]) -> None:
    wrong = [
        f"{model['name']} reads {models[parent]['name']}"
        for model in models.values()
        for parent in model["depends_on"]["nodes"]
        if parent in models and layer_of(models[parent]) == "publish"
    ]
    assert wrong == []


def test_only_staging_reads_what_arrived(models: dict[str, dict[str, Any]]) -> None:
    """Beside it, incremental models ask which partitions are touched, and two read old versions."""
    wrong = [
        f"{model['name']} reads {parent}"
        for model in models.values()
        for parent in model["depends_on"]["nodes"]
        if parent.startswith("source.")
        and not parent.endswith((".touched_partitions", ".difference_parts"))
        and layer_of(model) != "staging"
        and model["name"] not in READ_EVERY_VERSION
    ]
    assert wrong == []


def test_names_follow_their_layer(models: dict[str, dict[str, Any]]) -> None:
    wrong = [m["name"] for m in models.values() if not re.fullmatch(NAMES[layer_of(m)], m["name"])]
    assert wrong == []


def test_one_yml_stands_beside_each_sql(models: dict[str, dict[str, Any]]) -> None:
    wrong = []
    for model in models.values():
        beside = model["original_file_path"].removesuffix(".sql") + ".yml"
        if str(model["patch_path"] or "").split("://")[-1] != beside:
            wrong.append(f"{model['name']}: described in {model['patch_path']}, not in {beside}")
    assert wrong == []
    stray = [
        path.relative_to(PROJECT).as_posix()
        for path in (PROJECT / "models").rglob("*.yml")
        if not path.with_suffix(".sql").exists() and path.parent.name != "sources"
    ]
    assert stray == []


def test_each_model_says_its_grain_first(models: dict[str, dict[str, Any]]) -> None:
    wrong = [
        m["name"] for m in models.values() if not re.match(r"One row (per|for)\b", m["description"])
    ]
    assert wrong == []


def test_what_others_rely_on_is_a_contract(models: dict[str, dict[str, Any]]) -> None:
    """Commissions, statements and publish enforce their columns (STYLE, YAML)."""
    wrong = [
        m["name"]
        for m in models.values()
        if layer_of(m) in CONTRACTED and not m["config"]["contract"]["enforced"]
    ]
    assert wrong == []


@pytest.mark.parametrize("reader", ["portal/releases", "dashboards/data", "pipelines/defs/ledger"])
def test_readers_name_published_tables_only(reader: str) -> None:
    """What reads releases never asks for a table of another layer."""
    if reader.startswith("pipelines"):
        files = [REPO / reader / "explain.py"]
    else:
        files = sorted((REPO / reader).rglob("*.py"))
    inner = re.compile(r"\b(?:from|join)\s+(?:staging|intermediate|commissions|marts)\.", re.I)
    hits = [
        f"{path.relative_to(REPO)}: {line.strip()}"
        for path in files
        for line in path.read_text().splitlines()
        if inner.search(line)
    ]
    assert hits == []


def test_touched_days_are_asked_of_a_column_with_its_table() -> None:
    """Regression: a bare name meant the touched day's own, so each build added all rows again."""
    asked = re.compile(r"touched_only\('([^']*)', '([^']*)'\)")
    bare = [
        f"{path.name}: {column}"
        for path in sorted((PROJECT / "models").rglob("*.sql"))
        for columns in asked.findall(path.read_text(encoding="utf-8"))
        for column in columns
        if "." not in column
    ]
    assert bare == []
