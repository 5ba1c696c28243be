"""COMMISSIONS, "Plans are dated data": "A version that was ever in force is never edited"."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from commission_rules.compiler import CompiledPlans, compile_rules, edited_versions
from commission_rules.compiler.terms.programs import program_tables

FIRST = """\
title: {en: Lots, de: Lots, ar: Lots}
currency: EUR
calendar: month
versions:
  - valid_from: 2026-01-01
    valid_to: null
    recorded_on: 2025-12-01
    reference: agreed
    components:
      - {id: lot, type: per_lot, rate_per_lot: "5.00"}
"""
SECOND = """\
  - valid_from: 2026-04-01
    valid_to: null
    recorded_on: 2026-03-10
    reference: raised
    components:
      - {id: lot, type: per_lot, rate_per_lot: "6.00"}
"""
TODAY = date(2026, 3, 20)


def compiled(folder: Path, text: str | None) -> CompiledPlans:
    (folder / "alpha").mkdir(exist_ok=True)
    path = folder / "alpha" / "lots.yaml"
    path.unlink(missing_ok=True)
    if text is not None:
        path.write_text(text, encoding="utf-8")
    return compile_rules(folder)


def problems(folder: Path, before: str, after: str | None, today: date = TODAY) -> list[str]:
    recorded = program_tables(compiled(folder, before))["plan_versions"]
    return [str(error) for error in edited_versions(compiled(folder, after), recorded, today)]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (FIRST, FIRST.replace("5.00", "5.50"), "alpha/lots.yaml:10: version 1 was in force"),
        (FIRST, FIRST.replace("agreed", "other"), "alpha/lots.yaml:8: version 1 was in force"),
        (FIRST, FIRST.replace("to: null", "to: 2026-12-31"), "alpha/lots.yaml:6: version 1"),
        (FIRST, FIRST.replace("EUR", "USD"), "alpha/lots.yaml:2: `currency` was EUR"),
        (FIRST, None, "alpha/lots.yaml: the plan was in force from 2026-01-01 on and is gone"),
    ],
)
def test_an_edit_of_what_was_in_force_is_refused_with_its_line(
    tmp_path: Path, before: str, after: str | None, said: str
) -> None:
    [found] = problems(tmp_path, before, after)
    assert found.startswith(said)
    assert "put it back" in found or "write EUR" in found


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (FIRST, FIRST + SECOND),  # appended
        (FIRST, FIRST.replace("agreed", "agreed  # by letter")),  # the same words
        (FIRST + SECOND, FIRST + SECOND.replace("6.00", "7.00")),  # not in force yet
    ],
)
def test_what_is_appended_or_not_in_force_yet_is_let_through(
    tmp_path: Path, before: str, after: str
) -> None:
    assert problems(tmp_path, before, after) == []


def test_a_version_is_in_force_from_its_first_day_on(tmp_path: Path) -> None:
    after = FIRST + SECOND.replace("6.00", "7.00")
    assert problems(tmp_path, FIRST + SECOND, after, date(2026, 3, 31)) == []
    assert len(problems(tmp_path, FIRST + SECOND, after, date(2026, 4, 1))) == 1


def test_a_version_that_was_taken_out_is_missed(tmp_path: Path) -> None:
    [found] = problems(tmp_path, FIRST + SECOND, FIRST, date(2026, 4, 1))
    assert found.startswith("alpha/lots.yaml:4: version 2 was in force from 2026-04-01 on")
