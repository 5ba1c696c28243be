"""Versions are appended, without overlap of equals and without gaps."""

from __future__ import annotations

from commission_rules.compiler.checks.dates import (
    recorded_in_order,
    registration_versions_stand_alone,
    without_gaps,
)
from tests.commission_rules.builders import Data, cpa, plan, version

FIRST = version(cpa())


def test_a_successor_recorded_later_is_right() -> None:
    good = plan(FIRST, version(cpa(), valid_from="2026-04-01", recorded_on="2026-03-10"))
    assert recorded_in_order(good) == []
    assert without_gaps(good) == []


def test_two_versions_recorded_on_one_day_may_not_overlap() -> None:
    bad = plan(FIRST, version(cpa(), valid_from="2026-04-01"))
    assert [problem.path for problem in recorded_in_order(bad)] == [("versions", 1, "valid_from")]


def test_two_versions_recorded_on_one_day_may_follow_each_other() -> None:
    good = plan(version(cpa(), valid_to="2026-03-31"), version(cpa(), valid_from="2026-04-01"))
    assert recorded_in_order(good) == []


def test_an_older_record_may_not_be_appended() -> None:
    bad = plan(FIRST, version(cpa(), recorded_on="2025-11-30"))
    assert "appended" not in recorded_in_order(bad)[0].what
    assert "append" in recorded_in_order(bad)[0].todo


def test_a_gap_after_corrections_names_its_days_and_the_version_behind_it() -> None:
    bad = plan(
        version(cpa(), valid_to="2026-01-31"),
        version(cpa(), valid_from="2026-02-10", recorded_on="2026-01-20"),
    )
    (problem,) = without_gaps(bad)
    assert problem.path == ("versions", 1, "valid_from")
    assert "2026-02-01 to 2026-02-09" in problem.what


def test_all_versions_of_a_plan_apply_in_the_same_way() -> None:
    by_registration = version(cpa(), applies_by="registration")
    assert registration_versions_stand_alone(plan(by_registration)) == []
    later = version(cpa(), valid_from="2026-04-01", recorded_on="2026-03-10")
    (problem,) = registration_versions_stand_alone(plan(by_registration, later))
    assert problem.path == ("versions", 1, "applies_by")


def test_a_correction_does_not_part_the_clients_of_a_version() -> None:
    def by_registration(**changes: str) -> Data:
        return version(cpa(), applies_by="registration", **changes)

    middle = by_registration(
        valid_from="2026-03-01", valid_to="2026-03-31", recorded_on="2026-05-01"
    )
    end = by_registration(valid_from="2026-03-01", recorded_on="2026-05-01")
    assert registration_versions_stand_alone(plan(by_registration(), end)) == []
    assert len(registration_versions_stand_alone(plan(by_registration(), middle))) == 1
