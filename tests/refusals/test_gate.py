"""What stops a program at the gate behind the models."""

from __future__ import annotations

import pytest

from commission_rules.schema.scenario.reading import Source, validated
from pipelines.lib.scenarios.sql import LAYERS
from pipelines.lib.scenarios.stage import stage
from pipelines.lib.scenarios.steps import steps_of
from pipelines.lib.scenarios.warehouse import Memory
from tests.dbt_project.statements.compiled import nodes

SHARE = {
    "id": "share", "type": "revshare", "base": "ngr", "share": "0.25",
    "carryover": {"policy": "none", "level": "base", "scope": "deal"},
}  # fmt: skip
OF_RECORDS = [
    {"type": "deposit", "id": "d1", "client": "c1", "amount": 100, "on": "2026-03-05"},
    {"type": "chargeback", "of": "d1", "amount": 100, "on": "2026-03-09"},
]
OF_ACTIVITY = [
    {"type": "activity", "client": "c1", "product": "casino", "stakes": 100, "chargebacks": 40,
     "on": "2026-03-09"},
]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "is_stopped"),
    [([*OF_RECORDS, *OF_ACTIVITY], True), (OF_RECORDS, False), (OF_ACTIVITY, False)],
)
def test_chargebacks_of_two_feeds_stop_the_program(
    facts: list[dict[str, object]], is_stopped: bool
) -> None:
    scenario = {
        "name": "chargebacks", "plan": {"components": [SHARE]}, "facts": facts,
        "expect": [{"amount": "0"}],
    }  # fmt: skip
    staged, errors = stage(validated(scenario, Source("chargebacks", "")), "p1")
    assert staged is not None, errors
    step = steps_of(staged)[-1]
    memory = Memory(nodes(LAYERS))
    memory.fill([staged.rows(step.at, {})])
    memory.build(step.at)
    found = memory.ask(memory.node("chargebacks_come_from_one_feed").sql)
    assert [row["program_id"] for row in found] == (["p1"] if is_stopped else [])
