"""What the pages refuse is refused, with the file, the line, what is wrong and what to do."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
import yaml

from commission_rules.compiler.errors import RuleError, RuleErrors
from commission_rules.schema.scenario.reading import Read
from pipelines.lib.scenarios.people import Missing
from pipelines.lib.scenarios.stage import stage
from pipelines.lib.scenarios.steps import steps_of
from tests.scenarios.files import name_of, reads

ROOT = Path(__file__).resolve().parents[2]
TABLE = Path(__file__).with_name("table.yaml")
BLOCKED = ("no exchange rate", "the run is blocked")  # found by the run itself, in tests/scenarios
Pair = tuple[str, str]


@lru_cache(maxsize=1)
def sentences() -> dict[str, list[str]]:
    """Each sentence with what holds it."""
    pages = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return {f"{page}, {said}": held for page, rows in pages.items() for said, held in rows.items()}


def refused() -> list[Read]:
    return [read for read in reads() if read.scenario and read.scenario.refused is not None]


def pairs() -> Iterator[Pair]:
    for sentence, held in sentences().items():
        for name in held:
            yield sentence, name


@pytest.mark.parametrize("pair", pairs(), ids=" - ".join)
def test_what_holds_a_sentence_exists(pair: Pair) -> None:
    _, name = pair
    path, _, function = name.partition("::")
    if not function:
        assert name in {read.name for read in refused()}
        return
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    assert function in {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}


def test_every_scenario_of_refusals_holds_a_sentence() -> None:
    held = {name for _, name in pairs()}
    own = [read for read in refused() if name_of(read).startswith("refusals/")]
    assert len(own) > 60
    assert [name_of(read) for read in own if read.name not in held] == []


@pytest.mark.parametrize("read", refused(), ids=name_of)
def test_it_says_where_what_and_what_to_do(read: Read) -> None:
    if str(read.scenario.refused) in BLOCKED:  # type: ignore[union-attr]
        return
    errors = errors_of(read)
    assert errors
    assert str(read.scenario.refused).lower() in "\n".join(map(str, errors)).lower()  # type: ignore[union-attr]
    for error in errors:
        assert error.what.strip()
        assert error.todo.strip()
        assert error.place == read.source.place or error.deal_id, str(error)
        assert error.line >= read.source.first_line or error.deal_id, str(error)


def errors_of(read: Read) -> list[RuleError]:
    """What is wrong with a scenario, before anything is computed."""
    staged, errors = stage(read, "s1")
    if staged is None:
        return errors
    try:
        for step in steps_of(staged):
            staged.rows(step.at, {})
    except Missing as missing:
        return list(missing.errors)
    except RuleErrors as found:
        return list(found.errors)
    return []
