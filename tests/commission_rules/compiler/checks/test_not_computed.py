"""What is carried and not computed yet is noted; the plans in force need none of it."""

from __future__ import annotations

from commission_rules.compiler import compile_rules
from tests.commission_rules.builders import REPO_PLANS


def test_the_plans_of_the_repo_are_computed_whole() -> None:
    assert compile_rules(REPO_PLANS).notes == ()
