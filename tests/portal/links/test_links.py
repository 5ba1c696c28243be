"""Links: a code is somebody's for ever, and seen by its partner and the program's staff only."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.accounts.models import User
from portal.links.models import Link
from portal.links.selectors import links_for_user
from portal.links.services import link_create
from portal.partners.errors import DomainError
from tests.portal.payouts.world import OPERATOR, make_partner, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _partners() -> None:
    make_program()
    for name in ("P-1", "P-2"):
        make_partner(partner_id=name, account="")


def link(partner_id: str, code: str, destination: str = "https://larkspur.example/start") -> Link:
    return link_create(
        by=OPERATOR,
        program_id="larkspur",
        partner_id=partner_id,
        link_code=code,
        destination=destination,
    )


def test_a_code_is_not_given_to_anybody_else() -> None:
    link("P-1", "spring")
    with pytest.raises(DomainError) as refused:
        link("P-2", "spring")
    assert (refused.value.code, Link.objects.get().partner.partner_id) == ("exists", "P-1")


def test_a_destination_is_a_web_address() -> None:
    with pytest.raises(DomainError):
        link("P-1", "spring", "javascript:alert(1)")


def test_a_partner_sees_its_own_links_only(person: Callable[..., User]) -> None:
    link("P-1", "spring")
    link("P-2", "autumn")
    nadia = person("nadia", partners={("larkspur", "P-2"): "owner"})
    marek = person("marek", roles={"larkspur": "manager"})
    assert [found.link_code for found in links_for_user(nadia)] == ["autumn"]
    assert [found.link_code for found in links_for_user(marek)] == ["autumn", "spring"]
