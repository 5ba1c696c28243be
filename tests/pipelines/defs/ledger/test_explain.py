"""`openbook explain`: what it prints is what the release says, and the formula gives it."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from pipelines.commands.explain import app
from pipelines.lib.errors import OpenbookError

pytestmark = pytest.mark.usefixtures("reads_the_release")

PROGRAM = "larkspur"


def asked(release_dir: Path, sql: str) -> list[tuple]:
    files = [str(p) for p in release_dir.glob(f"releases/{PROGRAM}/files/pub_portal__lines-*")]
    return duckdb.execute(sql, {"files": files}).fetchall()


def explained(*arguments: str) -> dict:
    result = CliRunner().invoke(app, [*arguments, "--program", PROGRAM, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.mark.parametrize("formula_code", ["per_lot", "per_lot_differential", "fixed"])
def test_the_formula_gives_the_amount_of_the_release(release_dir: Path, formula_code: str) -> None:
    line_id, minor = asked(
        release_dir,
        "select line_id, amount_minor from read_parquet($files) "
        f"where formula_code = '{formula_code}' order by amount_minor desc limit 1",
    )[0]
    (line,) = explained(line_id)["lines"]
    assert Decimal(line["formula_gives"]) == Decimal(line["amount"]) == Decimal(minor) / 100


def test_an_event_shows_the_lines_of_every_level(release_dir: Path) -> None:
    key, count = asked(
        release_dir,
        "select event_record_key, count(*) from read_parquet($files) group by 1 "
        "order by 2 desc, 1 limit 1",
    )[0]
    lines = explained(key)["lines"]
    assert [line["level"] for line in lines] == list(range(count))


def test_in_words_it_names_formula_rule_and_file(release_dir: Path) -> None:
    ((line_id,),) = asked(
        release_dir,
        "select line_id from read_parquet($files) where formula_code = 'per_lot' "
        "order by event_on desc, line_id limit 1",
    )
    result = CliRunner().invoke(app, [line_id, "--program", PROGRAM])
    assert result.exit_code == 0
    for word in ("formula   round(", "rule ", "deals-", "payable   from"):
        assert word in result.stdout


def test_an_event_that_paid_nothing_says_why(release_dir: Path) -> None:
    files = [str(p) for p in release_dir.glob("releases/larkspur/files/pub_portal__unpaid*")]
    key, reason = duckdb.execute(
        "select event_record_key, reason_code from read_parquet(?) order by 1 limit 1", [files]
    ).fetchone()
    assert {event["reason_code"] for event in explained(key)["unpaid"]} == {reason}


def test_an_unknown_id_says_what_to_give() -> None:
    result = CliRunner().invoke(app, ["mt5:nothing", "--program", PROGRAM])
    assert isinstance(result.exception, OpenbookError)
    assert "record key such as mt5:8812" in str(result.exception)
