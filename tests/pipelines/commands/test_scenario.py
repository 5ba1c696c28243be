"""`openbook scenario run`: exit codes, and what is printed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.commands.scenario import app
from pipelines.lib.scenarios.run import NoEngine
from pipelines.lib.scenarios.tell import NoScenarios

SCENARIO = """
name: Five a lot
plan: {components: [{id: lot, type: per_lot, rate_per_lot: "5"}]}
facts: [2 lots of EURUSD on 2026-03-05 as t1]
expect:
  - {period: 2026-03, amount: AMOUNT}
"""


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    """A data folder in which the project is compiled once for the whole test run."""
    return Path(os.environ.get("DATA_DIR") or shared / "compiled")


def run(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str, *more: str
) -> tuple[int, str]:
    monkeypatch.setenv("DATA_DIR", str(folder))
    file = tmp_path / "case.yaml"
    file.write_text(text)
    found = CliRunner().invoke(app, ["run", str(file), *more])
    return found.exit_code, found.output


def test_all_is_as_expected(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    code, said = run(folder, monkeypatch, tmp_path, SCENARIO.replace("AMOUNT", "10.00"))
    assert (code, said.strip()) == (0, "1 scenario(s): 1 passed, 0 failed, 0 could not run")


def test_a_mismatch_prints_expected_found_and_the_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    code, said = run(folder, monkeypatch, tmp_path, SCENARIO.replace("AMOUNT", "10.01"))
    assert code == 1
    assert "line 6: 2026-03: amount: expected 10.01, found 10.00" in said
    assert "p0 lot level 0 t1 earned" in said
    assert "rate 5.00" in said


def test_json_says_everything_found(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = SCENARIO.replace("AMOUNT", "10.01")
    code, said = run(folder, monkeypatch, tmp_path, text, "--json")
    [outcome] = json.loads(said)
    assert (code, outcome["state"], outcome["name"]) == (1, "failed", "Five a lot")
    assert outcome["expectations"][0]["found"] == {"amount": "10.00"}
    assert outcome["found"]["lines"][0]["event_record_key"] == "scenario:t1"


def test_an_unknown_key_ends_with_2_and_its_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    code, said = run(folder, monkeypatch, tmp_path, SCENARIO.replace("facts", "fakts"))
    assert code == 2
    assert "case.yaml:4: unknown key `fakts`" in said


def test_there_is_one_engine(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATA_DIR", str(folder))
    from pipelines.lib.errors import OpenbookError
    from pipelines.lib.scenarios.run import run_files

    with pytest.raises(OpenbookError, match="choose one of duckdb"):
        run_files([], "spark")


def test_each_difference_has_a_name_of_its_own_in_json(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = SCENARIO.replace("amount: AMOUNT", "amounts: {p0: 10.01}, lines: 1")
    _, said = run(folder, monkeypatch, tmp_path, text, "--json")
    [outcome] = json.loads(said)
    assert set(outcome) == {
        "file", "line", "name", "state", "errors", "notes", "expectations", "found",
    }  # fmt: skip
    [one] = outcome["expectations"]
    assert one["mismatches"] == [{"name": "amounts.p0", "expected": "10.01", "found": "10.00"}]
    assert one["found"]["lines"] == 1
    assert outcome["found"]["lines"][0]["formula"] == "round(2.00 * 5.00, 2)"


def test_an_engine_of_another_name_is_wrong_use(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(SCENARIO.replace("AMOUNT", "10.00"))
    found = CliRunner().invoke(app, ["run", str(file), "--engine", "abacus"])
    assert isinstance(found.exception, NoEngine)
    assert found.exception.exit_code == 2
    assert "no engine abacus – choose one of duckdb" in str(found.exception)


def test_a_folder_without_scenarios_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing to run")
    found = CliRunner().invoke(app, ["run", str(tmp_path)])
    assert isinstance(found.exception, NoScenarios)
    assert "no scenario file in it" in str(found.exception)


def test_a_file_that_is_not_there_is_an_error_with_its_name(tmp_path: Path) -> None:
    found = CliRunner().invoke(app, ["run", str(tmp_path / "nowhere.yaml")])
    assert found.exit_code == 2
    assert "nowhere.yaml: there is no such file – correct the path" in found.output
