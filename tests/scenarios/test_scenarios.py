"""Each scenario gives what its page says."""

from __future__ import annotations

from collections import Counter

import pytest

from commission_rules.schema.scenario.reading import Read
from pipelines.lib.scenarios.run import Outcome
from pipelines.lib.scenarios.tell import in_words
from tests.scenarios.files import WAITING, name_of, reads

Outcomes = dict[tuple[str, int], Outcome]


@pytest.mark.parametrize("read", reads(), ids=name_of)
def test_the_engine_gives_what_the_page_says(outcomes: Outcomes, read: Read) -> None:
    outcome = outcomes[read.source.place, read.source.first_line]
    if read.name in WAITING:
        assert outcome.state != "passed", f"passes now: take it off the list ({read.name})"
        pytest.xfail(WAITING[read.name])
    assert outcome.state == "passed", "\n".join(in_words([outcome]))


def test_every_scenario_has_a_name_of_its_own_and_says_where_it_comes_from() -> None:
    counted = Counter(read.name for read in reads())
    assert [name for name, count in counted.items() if count > 1] == []
    assert [name_of(r) for r in reads() if r.scenario and not r.scenario.source] == []


def test_there_are_enough_of_them_and_each_waiting_one_exists() -> None:
    assert len(reads()) >= 80
    assert set(WAITING) <= {read.name for read in reads()}
