"""What somebody who has just been admitted finds: no dead end, and nothing that is not so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.accounts.services import membership_grant, role_grant
from portal.deals.services import deal_create
from portal.links.services import link_create
from portal.notices.models import Notice
from portal.onboarding.services import policy_set
from portal.partners.authors import Author
from portal.partners.models import Partner, Program
from portal.partners.services import partner_create
from tests.portal.web.partner.conftest import AUREL

Browsers = Callable[[str], Client]
BY = Author("test")
HERE = "/larkspur/P-2950/"


@pytest.fixture
def newcomer(browser_of: Browsers) -> Client:
    """Nadia, who also became the partner P-2950 after the release was made."""
    browser = browser_of("nadia")
    partner_create(by=BY, program_id="larkspur", partner_id="P-2950", name="Quill",
                   kind="affiliate", country="ES", joined_on=date(2026, 10, 28))  # fmt: skip
    membership_grant(User.objects.get(email="nadia@example.com"), "larkspur", "P-2950", "owner")
    link_create(by=BY, program_id="larkspur", partner_id="P-2950", link_code="p2950-start",
                destination="https://larkspur.example/start")  # fmt: skip
    return browser


def test_the_empty_overview_leads_to_the_first_link(newcomer: Client) -> None:
    page = newcomer.get(HERE).content.decode()
    assert "Nothing earned yet" in page
    assert "/r/p2950-start</a>" in page
    assert f'href="{HERE}links/"' in page


def test_a_deal_that_the_release_does_not_know_yet_is_said_to_be_agreed(newcomer: Client) -> None:
    assert "No deal is in force today" in newcomer.get(f"{HERE}terms/").content.decode()
    deal_create(by=BY, program_id="larkspur", partner_id="P-2950", plan_id="ib_standard",
                valid_from=date(2026, 10, 28))  # fmt: skip
    page = newcomer.get(f"{HERE}terms/").content.decode()
    assert "No deal is in force today" not in page
    assert "Agreed, from 28 October 2026 on." in page


def test_the_first_deals_of_a_known_partner_are_not_said_twice(browser_of: Browsers) -> None:
    assert "Agreed, from" not in browser_of("nadia").get(f"{AUREL}terms/").content.decode()


def test_a_message_of_a_partner_without_a_manager_reaches_every_manager(newcomer: Client) -> None:
    for name, role in (("marek", "manager"), ("mona", "manager"), ("ana", "analyst")):
        user = User.objects.create(email=f"{name}@operator.example", display_name=name)
        role_grant(user, "larkspur", role)
    assert Partner.objects.get(partner_id="P-2950").manager is None
    answer = newcomer.post(f"{HERE}help/write/", {"text": "Which page converts best?"}, follow=True)
    assert "managers are told" in answer.content.decode()
    told = Notice.objects.filter(code="message_received", user__isnull=False)
    assert sorted(one.user.display_name for one in told if one.user) == ["marek", "mona"]


def test_the_list_of_programs_says_what_each_is_and_how_soon_it_admits(newcomer: Client) -> None:
    for program_id, is_automatic in (("larkspur", True), ("tamarind", False)):
        policy_set(
            by=BY, program=Program.objects.get(pk=program_id), plans=["a"], plan_id="a",
            is_open=True, is_automatic=is_automatic, landing_url="https://larkspur.example/",
        )  # fmt: skip
    page = Client().get("/apply/").content.decode()
    assert "Forex · admits at once" in page
    assert "usually answers within two working days" in page
