"""What touches a period changes on the first day of one."""

from __future__ import annotations

from typing import Any

import pytest

from commission_rules.compiler.checks.changes import (
    corrections_keep_carryover,
    period_parts_change_on_first_days,
)
from tests.commission_rules.builders import carryover, cpa, per_lot, plan, revshare, version

COUNTING = {
    "metric": "qualified_clients",
    "retroactive": True,
    "steps": [{"from": "0", "amount": "20"}],
}


def change(before: Any, after: Any, on: str, **calendar: str) -> list[str]:
    changed = plan(version(before), version(after, valid_from=on, recorded_on=on), **calendar)
    return [problem.what for problem in period_parts_change_on_first_days(changed)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (revshare(), revshare(share="0.30")),
        (revshare(), revshare(gate={"metric": "active_clients", "at_least": "4"})),
        (cpa(amount=None, tiers=COUNTING), cpa(amount="20")),
        (cpa(), revshare()),
    ],
)
def test_a_period_part_may_not_change_inside_a_period(before: Any, after: Any) -> None:
    (what,) = change(before, after, "2026-04-02")
    assert "inside a period" in what
    assert change(before, after, "2026-04-01") == []


def test_the_first_day_is_that_of_the_plans_own_calendar() -> None:
    assert change(revshare(), revshare(share="0.3"), "2026-04-16", calendar="half_month") == []
    assert change(revshare(), revshare(share="0.3"), "2026-04-06", calendar="week") == []
    assert change(revshare(), revshare(share="0.3"), "2026-04-01", calendar="week") != []


def test_a_rate_per_event_may_change_on_any_day() -> None:
    assert change(per_lot(), per_lot(rate_per_lot="6"), "2026-04-09") == []
    assert change(cpa(), cpa(amount="130"), "2026-04-09") == []


def test_what_may_be_negotiated_may_change_on_any_day() -> None:
    wider = revshare(negotiable={"share": {"min": "0.1", "max": "0.3"}})
    assert change(revshare(), wider, "2026-04-09") == []


def test_a_correction_that_ends_inside_a_period_is_refused_at_its_end() -> None:
    corrected = plan(
        version(revshare()),
        version(
            revshare(share="0.3"),
            valid_from="2026-03-01",
            valid_to="2026-03-15",
            recorded_on="2026-04-10",
        ),
    )
    (problem,) = period_parts_change_on_first_days(corrected)
    assert problem.path == ("versions", 1, "valid_to")
    assert "2026-03-16" in problem.what


def test_a_correction_keeps_policy_level_and_scope_of_a_carryover() -> None:
    other = revshare(carryover=carryover(level="commission"))
    back = version(other, valid_from="2026-03-01", recorded_on="2026-04-10")
    ahead = version(other, valid_from="2026-05-01", recorded_on="2026-04-10")
    assert len(corrections_keep_carryover(plan(version(revshare()), back))) == 1
    assert corrections_keep_carryover(plan(version(revshare()), ahead)) == []
    capped = version(
        revshare(carryover=carryover(cap="300")), valid_from="2026-03-01", recorded_on="2026-04-10"
    )
    assert corrections_keep_carryover(plan(version(revshare()), capped)) == []
