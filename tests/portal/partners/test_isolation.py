"""Selectors show a person its own partners only; staff see their programs only."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.accounts.models import User
from portal.partners.selectors import partners_for_user, programs_for_user
from portal.payouts.selectors import (
    carry_lines_for_user,
    methods_for_user,
    payments_for_user,
    reservations_for_user,
)
from tests.portal.payouts.world import entry, freeze, make_partner, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two_programs() -> None:
    for program_id in ("larkspur", "tamarind"):
        make_program(program_id)
        make_partner(program_id, "P-1")
        make_partner(program_id, "P-2")
        make_partner(program_id, "P-3", account="")
        entries = [entry(10_000, "P-1"), entry(10_000, "P-2"), entry(10_000, "P-3")]
        freeze(entries, program_id=program_id)


def seen(user: User) -> dict[str, set[str]]:
    return {
        "partners": {str(p) for p in partners_for_user(user)},
        "payments": {str(p.partner) for p in payments_for_user(user)},
        "reservations": {str(r.partner) for r in reservations_for_user(user)},
        "methods": {str(m.partner) for m in methods_for_user(user)},
        "carried": {str(c.partner) for c in carry_lines_for_user(user)},
    }


def test_a_member_sees_the_own_partner_and_nothing_of_the_same_id_elsewhere(
    person: Callable[..., User],
) -> None:
    nadia = person("nadia", partners={("larkspur", "P-1"): "owner"})
    own = {"larkspur/P-1"}
    assert seen(nadia) == {
        "partners": own,
        "payments": own,
        "reservations": own,
        "methods": own,
        "carried": set(),
    }
    assert not programs_for_user(nadia).exists()


def test_staff_see_their_program_whole_and_no_other(person: Callable[..., User]) -> None:
    clara = person("clara", roles={"tamarind": "finance_maker"})
    found = seen(clara)
    assert found["partners"] == {"tamarind/P-1", "tamarind/P-2", "tamarind/P-3"}
    assert found["payments"] == found["methods"] == {"tamarind/P-1", "tamarind/P-2"}
    assert found["carried"] == {"tamarind/P-3"}
    assert [p.pk for p in programs_for_user(clara)] == ["tamarind"]


def test_somebody_without_standing_sees_nothing(person: Callable[..., User]) -> None:
    assert not any(seen(person("nobody")).values())
