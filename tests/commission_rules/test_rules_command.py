"""`openbook rules`: exit codes and what is printed."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from commission_rules.schema.json_schema import PLAN_SCHEMA
from pipelines.commands.rules import app
from tests.commission_rules.builders import REPO_PLANS, cpa, plan, version, write_plans

runner = CliRunner()


def test_check_says_how_many_plans_are_right() -> None:
    result = runner.invoke(app, ["check", str(REPO_PLANS)])
    assert result.exit_code == 0
    assert "no error" in result.output


def test_check_prints_each_error_with_its_line_and_ends_with_one(tmp_path: Path) -> None:
    write_plans(tmp_path, {"alpha/standard": plan(version(cpa()), currency="XXQ")})
    result = runner.invoke(app, ["check", str(tmp_path)])
    assert result.exit_code == 1
    assert "alpha/standard.yaml:" in result.output
    listed = json.loads(runner.invoke(app, ["check", str(tmp_path), "--json"]).stdout)
    assert listed["errors"][0]["what"] == "unknown currency XXQ"


def test_schema_prints_what_is_committed() -> None:
    result = runner.invoke(app, ["schema", "--stdout"])
    assert result.stdout == PLAN_SCHEMA.read_text(encoding="utf-8")


def test_text_prints_the_terms_of_a_day_in_a_language() -> None:
    arguments = ["text", "larkspur/ib_standard", "--plans", str(REPO_PLANS)]
    english = runner.invoke(app, [*arguments, "--on", "2026-03-09"])
    assert "For metals you earn $8.00 per closed lot." in english.stdout
    german = runner.invoke(app, [*arguments, "--language", "de"])
    assert "Für Metalle erhalten Sie 7,00" in german.stdout


def test_text_of_what_does_not_exist_ends_with_two() -> None:
    for arguments in (
        ["text", "larkspur/cows", "--plans", str(REPO_PLANS)],
        ["text", "larkspur/ib_pro", "--language", "fr"],
        ["text", "larkspur/ib_pro", "--on", "tomorrow", "--plans", str(REPO_PLANS)],
    ):
        assert runner.invoke(app, arguments).exit_code == 2
