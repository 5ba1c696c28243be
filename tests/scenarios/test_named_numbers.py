"""Every value that an expectation can have is proved by a case, and a wrong one is reported."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from commission_rules.schema.scenario.expectations import NOT_VALUES, Expectation
from commission_rules.schema.scenario.reading import Read
from pipelines.lib.scenarios.run import Outcome
from pipelines.lib.scenarios.tell import as_plain
from tests.scenarios.conftest import Run
from tests.scenarios.files import FOLDER, reads

FILE = FOLDER / "published" / "conventions" / "named_numbers.yaml"
VALUES = sorted(set(Expectation.model_fields) - NOT_VALUES)
WORDS = {
    "state": "reversed", "reason": "no_rate", "formula": "carry", "attributed_to": "none",
}  # fmt: skip


def own() -> list[Read]:
    """The scenarios of the file of named numbers."""
    return [read for read in reads() if read.source.place == str(FILE)]


def wrong(name: str, value: Any) -> Any:
    """Another value than the right one."""
    if name in WORDS:
        return WORDS[name]
    if isinstance(value, dict):
        return {key: wrong(name, part) for key, part in value.items()}
    if isinstance(value, tuple):
        return (*value[:-1], wrong(name, value[-1]))
    if isinstance(value, date):
        return value + timedelta(days=1)
    return value + 1 if isinstance(value, int) else value + Decimal("0.0001")


def turned(read: Read) -> Read:
    """The scenario with every expected value wrong."""
    assert read.scenario is not None
    expect = tuple(
        one.model_copy(update={name: wrong(name, value) for name, value in one.values().items()})
        for one in read.scenario.expect
    )
    return Read(read.source, read.name, read.scenario.model_copy(update={"expect": expect}))


@pytest.fixture(scope="module")
def turned_wrong(run_together: Run) -> list[Outcome]:
    """The file of named numbers, each value wrong."""
    return run_together([turned(read) for read in own()])


def test_every_value_of_an_expectation_is_in_the_file_of_named_numbers() -> None:
    found = {
        name for read in own() if read.scenario for one in read.scenario.expect
        for name in one.values()
    }  # fmt: skip
    assert set(VALUES) - found == set()


def test_every_wrong_value_is_reported_as_a_difference_and_nothing_else(
    turned_wrong: list[Outcome],
) -> None:
    for outcome in turned_wrong:
        assert outcome.state == "failed", outcome.errors
        for judged in outcome.judged:
            reported = {re.split(r"\.", one.name)[0] for one in judged.mismatches}
            assert reported == set(judged.expected.values()), (outcome.read.name, judged.line)


def test_a_difference_says_what_was_expected_and_what_was_found(
    turned_wrong: list[Outcome],
) -> None:
    for scenario in as_plain(turned_wrong):
        for one in scenario["expectations"]:
            assert not one["is_met"]
            assert one["explanation"], scenario["name"]
            assert all(m["expected"] != m["found"] for m in one["mismatches"]), scenario["name"]
