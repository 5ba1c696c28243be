"""What is carried and not computed yet is noted; the plans in force need none of it."""

from __future__ import annotations

from pathlib import Path

from commission_rules.compiler import compile_rules
from tests.commission_rules.builders import (
    REPO_PLANS,
    cpa,
    plan,
    revshare,
    tiers,
    version,
    write_plans,
)


def test_each_part_is_noted_with_its_line(tmp_path: Path) -> None:
    by_commission = tiers(("0", "0.1"), metric="commission", look_back="previous")
    parts = (cpa(), revshare(tiers=by_commission))
    given = plan(version(*parts, late_events="current_period"))
    compiled = compile_rules(write_plans(tmp_path, {"alpha/standard": given}))
    assert [note.what.split(" is ")[0].split(" are ")[0] for note in compiled.notes] == [
        "the metric commission",
    ]
    assert all(note.line > 1 for note in compiled.notes)


def test_the_plans_of_the_repo_are_computed_whole() -> None:
    assert compile_rules(REPO_PLANS).notes == ()
