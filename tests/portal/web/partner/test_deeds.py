"""The ladder of everything that a partner's people do: read-only 403, stranger 404, verbs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from portal.accounts.models import Membership, User
from portal.claims.services import claim_open
from portal.partners.models import Partner
from tests.portal.web.partner.pages import AUREL, address

Browsers = Callable[[str], Client]

# Name → path below a partner's books; {case} is an open case of P-2002. `form`: GET shows a form.
DEEDS: dict[str, tuple[str, bool]] = {
    "claim": ("cases/missing-client/", True),
    "dispute": ("cases/dispute/{line}/", True),
    "case write": ("cases/{case}/write/", False),
    "case withdraw": ("cases/{case}/withdraw/", False),
    "what if": ("terms/what-if/", False),
    "network invite": ("network/invite/", False),
    "network decide": ("network/applicants/", False),
    "network share": ("network/share/", False),
    "network message": ("network/message/", False),
    "compliance accept": ("compliance/documents/rules/1/accept/", False),
    "compliance answer": ("compliance/findings/F-1/", False),
    "help write": ("help/write/", False),
    "report save": ("reports/save/", False),
    "report remove": ("reports/remove/", False),
    "team invite": ("team/invite/", False),
    "team change": ("team/change/", False),
    "team withdraw": ("team/withdraw/", False),
}


def path_of(name: str, base: str = AUREL) -> str:
    partner = Partner.objects.get(partner_id="P-2002")
    case = claim_open(by=User.objects.get(email="nadia@example.com"), partner=partner,
                      click_id="c-1")  # fmt: skip
    line = address("why").removeprefix(AUREL + "commissions/").strip("/")
    return base + DEEDS[name][0].format(case=case.case_id, line=line)


@pytest.mark.parametrize("name", DEEDS)
def test_read_only_people_are_told_who_can(browser_of: Browsers, name: str) -> None:
    browser = browser_of("ola")
    Membership.objects.filter(user__email="ola@example.com").update(role="read_only")
    answer = browser.post(path_of(name), {})
    assert answer.status_code == 403
    assert "Nadia Ferrer can give you access" in answer.content.decode()


@pytest.mark.parametrize("name", DEEDS)
@pytest.mark.parametrize("stranger", ["stranger", "sofie", "mara"])
def test_for_others_it_is_not_there(browser_of: Browsers, name: str, stranger: str) -> None:
    browser = browser_of(stranger)
    own: Any = Membership.objects.get(user__email=f"{stranger}@example.com")
    assert browser.post(path_of(name), {"text": "x"}).status_code == 404
    if "{" in DEEDS[name][0]:
        theirs = path_of(name, f"/larkspur/{own.partner_id}/")
        assert browser.post(theirs, {"text": "x"}).status_code == 404


@pytest.mark.parametrize("name", DEEDS)
def test_a_deed_is_posted_and_nothing_else(browser_of: Browsers, name: str) -> None:
    browser = browser_of("nadia")
    path, is_form = path_of(name), DEEDS[name][1]
    assert browser.get(path).status_code == (200 if is_form else 405)
    assert browser.put(path).status_code == 405
    assert browser.delete(path).status_code == 405


@pytest.mark.parametrize("name", DEEDS)
def test_a_form_without_its_token_is_refused(browser_of: Browsers, name: str) -> None:
    browser_of("nadia")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(email="nadia@example.com"))
    assert strict.post(path_of(name), {"text": "x"}).status_code == 403
