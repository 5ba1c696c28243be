"""A view that is stored while what it stands on is small."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime

import duckdb
import pytest

from pipelines.lib import dbt_runner
from pipelines.settings import REPO, settings
from tests.fixtures.small_project import create_numbers, write_small_project

NOON = datetime(2026, 10, 28, 12, tzinfo=UTC)
SHOWN = """
{{ config(
    materialized='view',
    meta={'stored_while': {'model': 'pub_portal__numbers', 'rows': 2}},
) }}
-- depends_on: {{ ref('pub_portal__numbers') }}
select program_id, partner_id, amount_minor from {{ ref('pub_portal__numbers') }}
"""


@pytest.fixture
def build(tmp_path, monkeypatch):
    project = write_small_project(tmp_path / "dbt")
    ours = REPO / "dbt_project" / "macros" / "materializations"
    shutil.copytree(ours, project / "macros" / "materializations")
    (project / "models" / "shown.sql").write_text(SHOWN)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("OPENBOOK_DBT_PROJECT", str(project))
    settings().warehouse.parent.mkdir(parents=True)

    def of(count: int) -> tuple[str, int]:
        """Type of the relation and rows in it after a build over `count` numbers."""
        with duckdb.connect(str(settings().warehouse)) as con:
            create_numbers(con)
            con.execute("delete from raw.numbers")
            con.execute(
                "insert into raw.numbers select 'larkspur', 'P-' || i, i, 'EUR' "
                f"from range({count}) as numbers(i)"
            )
        assert not [node.message for node in dbt_runner.build_models(NOON) if node.is_bad]
        with duckdb.connect(str(settings().warehouse)) as con:
            kind = con.execute(
                "select table_type from information_schema.tables where table_name = 'shown'"
            ).fetchone()
            rows = con.execute("select count(*) from publish.shown").fetchone()
        assert kind is not None
        assert rows is not None
        return kind[0], rows[0]

    return of


def test_it_is_a_table_up_to_the_limit_and_a_view_above_and_changes_back(build):
    assert build(2) == ("BASE TABLE", 2)
    assert build(3) == ("VIEW", 3)
    assert build(1) == ("BASE TABLE", 1)


def test_a_view_is_replaced_in_place(build):
    assert build(3) == ("VIEW", 3)
    assert build(4) == ("VIEW", 4)
