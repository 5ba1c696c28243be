"""The steps of a preview by themselves: what is kept, copied, trimmed, followed, redirected."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
import yaml

from pipelines.lib import dbt_runner
from pipelines.lib.lock import warehouse_lock
from pipelines.lib.preview.baseline import keep_baseline, kept_baseline
from pipelines.lib.preview.build import redirected
from pipelines.lib.preview.differences import differences, totals
from pipelines.lib.preview.project import write_project
from pipelines.lib.preview.scratch import PreviewRefused, scratch
from pipelines.lib.preview.sqlmesh_project import Model, affected_models, changed_models
from pipelines.settings import settings
from tests.fixtures.small_project import write_small_project

AS_OF = datetime(2026, 10, 28, 12, tzinfo=UTC)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("OPENBOOK_DBT_PROJECT", str(tmp_path / "dbt"))
    settings().warehouse.parent.mkdir(parents=True)
    return write_small_project(tmp_path / "dbt")


@pytest.fixture
def built(project: Path) -> Path:
    """A warehouse that its baseline built."""
    with duckdb.connect(str(settings().warehouse)) as con:
        con.execute("create schema raw")
        con.execute("create table raw.touched_partitions (program_id varchar, event_on date)")
        con.execute("create table raw.digests (subject varchar, digest varchar)")
        con.execute("insert into raw.digests values ('project', ?)", [dbt_runner.project_digest()])
    keep_baseline(AS_OF)
    return project


def test_a_refresh_keeps_the_project_it_built_and_only_that(project: Path):
    first = keep_baseline(AS_OF)
    (project / "models" / "pub_portal__numbers.sql").write_text("select 1 as one")
    second = keep_baseline(AS_OF)
    assert not first.exists()
    found = kept_baseline()
    assert found is not None
    assert (found.project, found.as_of) == (second, AS_OF)
    assert (second / "models" / "pub_portal__numbers.sql").read_text() == "select 1 as one"


def test_the_lock_is_free_while_the_copy_is_used(built: Path):
    with scratch() as copy:
        assert copy.warehouse.name == settings().warehouse.name
        with warehouse_lock(wait_seconds=0):
            assert copy.warehouse.exists()
    assert not copy.folder.exists()


def test_what_a_killed_preview_left_is_removed(built: Path):
    left = settings().data_dir / "preview" / "99999999-left"
    left.mkdir(parents=True)
    with scratch():
        assert not left.exists()


@pytest.mark.parametrize(
    "moved_on",
    [
        "insert into raw.touched_partitions values ('larkspur', '2026-10-01')",
        "update raw.digests set digest = 'another project'",
    ],
)
def test_a_warehouse_that_its_baseline_did_not_build_is_refused(built: Path, moved_on: str):
    with duckdb.connect(str(settings().warehouse)) as con:
        con.execute(moved_on)
    with pytest.raises(PreviewRefused, match="openbook refresh"), scratch():
        pass
    assert not list((settings().data_dir / "preview").glob("[0-9]*"))


def test_before_the_first_build_it_says_what_makes_one(project: Path):
    with pytest.raises(PreviewRefused, match="openbook refresh"), scratch():
        pass


def test_a_copy_keeps_the_way_to_the_lines_and_reads_proposed_terms(tmp_path: Path):
    write_project(
        dbt_runner.REPO / "dbt_project", tmp_path / "copy", as_of=AS_OF, proposed=["deal_rates"]
    )
    layers = {path.name for path in (tmp_path / "copy" / "models").iterdir()}
    assert {"staging", "intermediate", "commissions"} <= layers
    assert not {"statements", "marts", "publish"} & layers
    terms = yaml.safe_load((tmp_path / "copy/models/staging/sources/terms.yml").read_text())
    identifiers = {
        table["name"]: table.get("identifier") for table in terms["sources"][0]["tables"]
    }
    assert identifiers["deal_rates"] == "deal_rates__proposed"
    assert identifiers["deal_steps"] is None
    settled = yaml.safe_load((tmp_path / "copy/dbt_project.yml").read_text())
    assert settled["vars"]["as_of"] == "2026-10-28T12:00:00"


def model(name: str, *parents: str, content: str = "same") -> Model:
    return Model(name, content, False, frozenset(parents))


def test_what_follows_from_a_change_is_built_as_far_as_the_final_model():
    listed = [
        model("s.a"),
        model("s.b"),
        model("i.from_a", "s.a"),
        model("i.from_b", "s.b"),
        model("c.final", "i.from_a", "i.from_b"),
        model("p.beyond", "c.final"),
    ]
    models = {found.name: found for found in listed}
    assert affected_models(models, ["s.a"], "c.final") == ["s.a", "i.from_a", "c.final"]
    assert affected_models(models, ["p.beyond"], "c.final") == []


def test_a_model_is_changed_when_its_sql_is_and_when_it_is_new():
    after = {name: model(name, content=text) for name, text in (("a", "1"), ("b", "2"), ("c", "3"))}
    assert changed_models({"a": "1", "b": "other"}, after) == ["b", "c"]


def test_only_what_is_built_beside_is_read_from_there():
    sql = (
        'WITH "x" AS (SELECT * FROM "d"."i"."x" AS "x") '
        'SELECT "x"."k" FROM "x" AS "x" JOIN "d"."s"."y" AS "y" ON "x"."k" = "y"."k"'
    )
    found = model("c.z", "i.x", "s.y", content=sql)
    assert redirected(found, frozenset({"i.x", "i.other"})) == sql.replace('"i"', '"i__preview"')
    assert redirected(found, frozenset()) == sql


def test_lines_that_appear_vanish_and_unlock_are_told_apart():
    columns = (
        "program_id varchar, partner_id varchar, calendar_id varchar, period_id varchar, "
        "currency_code varchar, component_id varchar, line_id varchar, state varchar, "
        "amount_minor bigint"
    )
    sides = {
        "commissions": [("same", "approved", 7), ("gone", "approved", 5), ("freed", "locked", 9)],
        "beside": [("same", "pending", 7), ("new", "pending", 2), ("freed", "pending", 9)],
    }
    with duckdb.connect() as con:
        con.execute("create schema raw")
        con.execute(
            "create table raw.portal_periods as select 'p' as program_id, 'month' as calendar_id, "
            "'2026-09' as period_id, timestamp '2026-10-02 06:00:00' as closed_at"
        )
        for schema, lines in sides.items():
            con.execute(f"create schema {schema}")
            con.execute(f"create table {schema}.com_lines ({columns})")
            for line in lines:
                con.execute(
                    f"insert into {schema}.com_lines values "
                    "('p', 'P-1', 'month', '2026-09', 'JPY', 'c', ?, ?, ?)",
                    line,
                )
        (found,) = differences(con, proposed="beside")
    assert (found.published_minor, found.proposed_minor, found.difference_minor) == (12, 18, 6)
    assert found.locked_difference_minor == -9
    assert (found.line_count, found.is_closed) == (3, True)
    (total,) = totals([found])
    assert (total.currency_code, total.difference_minor) == ("JPY", 6)
