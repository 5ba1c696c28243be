"""SQLMesh reads the dbt project as it is: every model loads, renders and keeps its columns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlglot
import yaml

from pipelines.lib.preview.baseline import copy_sources
from pipelines.lib.preview.project import sqlmesh_settings
from pipelines.lib.preview.sqlmesh_project import loaded
from tests.architecture.this_subqueries import problems

DBT_PROJECT = Path(__file__).resolve().parents[2] / "dbt_project"
SQL = sorted((DBT_PROJECT / "models").rglob("*.sql"))


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """The models of a whole copy of the project, by name."""
    top = tmp_path_factory.mktemp("sqlmesh")
    copy_sources(DBT_PROJECT, top / "project")
    (top / "project" / "sqlmesh.yaml").write_text(yaml.safe_dump(sqlmesh_settings()))
    with loaded(top / "project", top / "openbook.duckdb") as context:
        yield {name.split(".")[-1].strip('"'): model for name, model in context.models.items()}


def test_every_model_and_seed_is_there(models):
    seeds = {path.stem for path in (DBT_PROJECT / "seeds").glob("*.csv")}
    assert {path.stem for path in SQL} | seeds == set(models)


def test_every_model_renders_to_sql_that_parses(models):
    broken = []
    for path in SQL:
        query = models[path.stem].render_query()
        try:
            assert query is not None
            assert sqlglot.parse_one(query.sql(dialect="duckdb"), dialect="duckdb").named_selects
        except (AssertionError, sqlglot.ParseError) as error:
            broken.append(f"{path.stem}: {error or 'renders to nothing'}")
    assert not broken


def test_every_model_lives_in_the_schema_of_its_layer(models):
    layers = {path.stem: path.relative_to(DBT_PROJECT / "models").parts[0] for path in SQL}
    assert {name: models[name].schema_name for name in layers} == layers


def test_seeds_say_their_types_so_that_no_amount_becomes_a_float(models):
    for path in (DBT_PROJECT / "seeds").glob("*.csv"):
        types = models[path.stem].columns_to_types
        header = path.read_text(encoding="utf-8").splitlines()[0].split(",")
        assert list(types) == header
        assert not [name for name, kind in types.items() if kind.is_type("float", "double")]


def test_a_model_that_reads_itself_qualifies_what_it_reads():
    found = {path.stem: problems(path.read_text(encoding="utf-8")) for path in SQL}
    assert not {name: wrong for name, wrong in found.items() if wrong}


@pytest.mark.parametrize(
    ("subquery", "wrong"),
    [
        ("select max(held.event_on) from {{ this }} as held", []),
        ("select max(held.event_on) from {{ this }}", ["{{ this }} has no alias"]),
        ("select max(event_on) from {{ this }} as held", ["column event_on is not qualified"]),
    ],
)
def test_the_lint_sees_what_makes_rows_vanish(subquery, wrong):
    model = (
        "{{ config(materialized='incremental') }} select a.event_on from {{ ref('a') }} as a "
        f"{{% if is_incremental() %}}where a.event_on > ({subquery}){{% endif %}}"
    )
    assert problems(model) == wrong
