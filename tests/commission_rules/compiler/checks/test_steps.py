"""Steps rise."""

from __future__ import annotations

import pytest

from commission_rules.compiler.checks.steps import marginal_adds_up, steps_rise
from tests.commission_rules.builders import LOOKUPS, Data, one, revshare, tiers


def rising(*steps: dict[str, str]) -> bool:
    rows = [{**step, "share": "0.1"} for step in steps]
    return steps_rise(one(revshare(tiers=tiers(steps=rows))), LOOKUPS) == []


def test_steps_that_rise_are_right() -> None:
    assert rising({"from": "0"}, {"from": "4000"})
    assert rising({"from": "0"}, {"above": "500"}, {"above": "2000"})
    assert rising({"from": "500"}, {"above": "500"})


@pytest.mark.parametrize(
    "steps",
    [
        ({"from": "4000"}, {"from": "0"}),
        ({"from": "0"}, {"from": "0.00"}),
        ({"above": "500"}, {"from": "500"}),
    ],
)
def test_steps_that_do_not_rise_are_refused(steps: tuple[dict[str, str], ...]) -> None:
    assert not rising(*steps)


@pytest.mark.parametrize(
    ("component", "metric"),
    [
        ({"type": "per_lot"}, "lots"),
        ({"type": "sale_share", "sales": "all"}, "net_sales"),
        ({"type": "sale_share", "sales": "all"}, "sales"),
        ({"type": "per_action", "action": "sale"}, "sales"),
        ({"type": "per_action", "action": "lead"}, "event"),
        ({"type": "spread_share", "of": "revenue"}, "lots"),
    ],
)
def test_a_running_total_of_the_components_own_events_may_be_sliced(
    component: Data, metric: str
) -> None:
    assert marginal(component, metric) == []


@pytest.mark.parametrize(
    ("component", "changes"),
    [
        ({"type": "per_lot"}, {"metric": "registrations"}),
        ({"type": "per_lot"}, {"metric": "lots", "network": True}),
        ({"type": "per_lot"}, {"metric": "lots", "look_back": "previous"}),
        ({"type": "sale_share", "sales": "all"}, {"metric": "deposits"}),
        ({"type": "per_action", "action": "lead"}, {"metric": "registrations"}),
    ],
)
def test_what_the_events_do_not_add_up_to_cannot_be_sliced(component: Data, changes: Data) -> None:
    assert marginal(component, **changes) != []


def marginal(component: Data, metric: str, **changes: object) -> list[str]:
    unit = {"per_lot": "rate_per_lot", "per_action": "amount"}.get(component["type"], "share")
    rows = [{"from": "0", unit: "0.1"}, {"from": "10", unit: "0.2"}]
    given = {"id": "main", **component, "tiers": {
        "kind": "marginal", "metric": metric, "steps": rows, **changes,
    }}  # fmt: skip
    return [problem.what for problem in marginal_adds_up(one(given), LOOKUPS)]
