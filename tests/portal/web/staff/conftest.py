"""A frozen batch, and people of the operator in front of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.payouts.models import PayoutBatch
from tests.portal.payouts.world import IBANS, entry, freeze, make_partner, make_program

Staff = Callable[..., tuple[User, Client]]


@pytest.fixture
def batch(db: None) -> PayoutBatch:
    """Two payments and one partner below its threshold, in larkspur; tamarind has nothing."""
    make_program()
    make_program("tamarind")
    make_partner()
    make_partner(partner_id="P-2042", account=IBANS["FR"])
    make_partner(partner_id="P-2043", threshold_minor=10_000)
    return freeze([entry(10_000), entry(20_000, "P-2042"), entry(6_140, "P-2043")])


@pytest.fixture
def staff(person: Callable[..., User], sign_in: Callable[[User], Client]) -> Staff:
    """`staff("clara", "finance_maker")`: the person with that role in larkspur, signed in."""

    def make(name: str, role: str, program_id: str = "larkspur") -> tuple[User, Client]:
        user = person(name, roles={program_id: role}, with_totp=True)
        return user, sign_in(user)

    return make


@pytest.fixture
def partner_person(person: Callable[..., User], sign_in: Callable[[User], Client]) -> Client:
    """Somebody of a partner, who is no staff at all."""
    return sign_in(person("nadia", partners={("larkspur", "P-2041"): "owner"}))
