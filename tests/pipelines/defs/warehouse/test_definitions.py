"""What Dagster shows: feeds, terms, models, releases; jobs that people launch; the clockwork."""

from __future__ import annotations

import pytest
from dagster import AssetKey, DefaultScheduleStatus, DefaultSensorStatus

from tests.fixtures.small_project import write_small_project


@pytest.fixture(scope="module")
def defs(tmp_path_factory):
    top = tmp_path_factory.mktemp("definitions")
    patch = pytest.MonkeyPatch()
    patch.setenv("DATA_DIR", str(top / "data"))
    patch.setenv("OPENBOOK_DBT_PROJECT", str(write_small_project(top / "dbt")))
    from pipelines.definitions import build

    yield build()
    patch.undo()


def test_models_are_assets_in_groups_named_as_their_layers(defs):
    graph = defs.resolve_asset_graph()
    numbers = AssetKey(["publish", "pub_portal__numbers"])
    assert graph.get(numbers).group_name == "publish"
    assert graph.get(AssetKey(["raw", "trades"])).group_name == "feeds"


def test_the_release_follows_what_it_publishes(defs):
    graph = defs.resolve_asset_graph()
    assert (
        AssetKey(["publish", "pub_portal__numbers"]) in graph.get(AssetKey(["release"])).parent_keys
    )


def test_gates_are_checks_on_what_they_look_at(defs):
    names = {
        (key.asset_key.to_user_string(), key.name)
        for key in defs.resolve_asset_graph().asset_check_keys
    }
    assert ("raw/trades", "gate_1") in names
    assert ("terms/plan_versions", "rules_compile") in names
    assert ("release", "sums") in names
    assert ("publish/pub_portal__numbers", "unique_pub_portal__numbers_partner_id") in names


def test_each_decision_about_a_batch_is_a_job(defs):
    jobs = {job.name for job in defs.resolve_all_job_defs()}
    for verb in ("freeze", "submit", "approve", "reject", "hold", "release", "recall"):
        assert f"{verb}_payout_batch" in jobs
    assert {"refresh_job", "close_period_job"} <= jobs


def test_the_clockwork_runs_without_being_switched_on(defs):
    assert [(s.name, s.default_status) for s in defs.sensors] == [
        ("micro_batch", DefaultSensorStatus.RUNNING)
    ]
    assert {s.name: s.default_status for s in defs.schedules} == {
        "close_periods": DefaultScheduleStatus.RUNNING,
        "freeze_payouts": DefaultScheduleStatus.RUNNING,
    }
