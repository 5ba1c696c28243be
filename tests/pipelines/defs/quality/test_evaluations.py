"""The Dagster UI shows which expectation failed, for how many rows, and which rows."""

from __future__ import annotations

from dagster import AssetCheckKey, AssetKey

from data_tests.runner import CheckResult
from pipelines.defs.quality.evaluations import evaluations

LINES = AssetKey(["commissions", "com_lines"])
DECLARED = {"amount_is_not_negative": AssetCheckKey(LINES, "amount_is_not_negative")}
FEEDS = ("trades",)


def result(passed: bool, program: str = "larkspur", **rest) -> CheckResult:
    told = {"gate": "gate_2", "subject": "commissions.com_lines"} | rest
    name = told.pop("check_name", "amount_is_not_negative")
    return CheckResult(program_id=program, check_name=name, passed=passed, **told)


def test_a_dbt_test_is_told_on_its_model_once_for_all_programs():
    found = evaluations([result(True), result(True, "tamarind")], DECLARED, FEEDS)
    assert [(e.asset_key, e.check_name, e.passed) for e in found] == [
        (LINES, "amount_is_not_negative", True)
    ]


def test_it_fails_when_it_failed_for_one_program_and_says_which_rows():
    failed = result(False, "tamarind", failed_rows=3, sample=({"line_id": "a|1", "minor": "-5"},))
    (found,) = evaluations([result(True), failed], DECLARED, FEEDS)
    assert not found.passed
    assert found.metadata["failed_rows"].value == 3
    assert found.metadata["programs"].value == ["tamarind"]
    rows = found.metadata["rows_1_amount_is_not_negative"].value
    assert "| line_id | minor |" in rows
    assert "| a\\|1 | -5 |" in rows


def test_gate_1_is_told_on_its_feed():
    trades = result(False, gate="gate_1", subject="trades", check_name="lots_are_positive")
    (found,) = evaluations([trades], DECLARED, FEEDS)
    assert (found.asset_key, found.check_name) == (AssetKey(["raw", "trades"]), "gate_1")
    assert "lots_are_positive" in found.metadata["failed"].value


def test_what_stands_on_no_declared_check_is_told_on_the_release():
    (found,) = evaluations([result(False, check_name="model_builds")], DECLARED, FEEDS)
    assert found.asset_key == AssetKey(["release"])
    assert not found.passed


def test_failed_sums_of_a_written_release_are_told_on_the_release():
    (found,) = evaluations([result(False, gate="published", check_name="sums")], DECLARED, FEEDS)
    assert (found.asset_key, found.check_name) == (AssetKey(["release"]), "sums")
