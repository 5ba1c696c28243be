"""Compliance, help, settings and team: what they say, and who may do what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from urllib.parse import quote_plus

import pytest
from django.test import Client

from portal.accounts.models import Membership, User
from portal.accounts.services import totp_secret_set
from portal.compliance.models import Acknowledgement, Finding
from portal.compliance.services import (
    disclosure_set,
    document_publish,
    finding_open,
    keyword_add,
)
from portal.notices.announcements import announcement_publish
from portal.notices.models import Message, Notice
from portal.notices.selectors import choices_get, wants_digest
from portal.notices.services import message_write
from portal.onboarding.models import Invitation
from portal.partners.authors import Author
from portal.partners.models import Partner, Program
from tests.portal.web.partner.pages import AUREL

Browsers = Callable[[str], Client]
BY = Author("Salma")


def text_of(browser: Client, path: str) -> str:
    response = browser.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def larkspur() -> Program:
    return Program.objects.get(pk="larkspur")


def aurel() -> Partner:
    return Partner.objects.get(partner_id="P-2002")


def published(text: str = "Be honest.") -> None:
    document_publish(by=BY, program=larkspur(), document_id="rules", kind="rules",
                     texts={"en": {"title": "Promotion rules", "text": text}},
                     valid_from=date(2026, 1, 1))  # fmt: skip


def test_a_version_is_accepted_by_name_and_the_next_one_anew(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    published()
    assert "please read it" in text_of(browser, AUREL + "compliance/")
    accept = AUREL + "compliance/documents/rules/1/accept/"
    assert browser.post(accept).status_code == 302
    assert browser.post(accept).status_code == 302
    assert Acknowledgement.objects.count() == 1
    assert "Nadia Ferrer, 28 Oct 2026" in text_of(browser, AUREL + "compliance/")
    published("Be honest and clear.")
    assert "changed since version 1" in text_of(browser, AUREL + "compliance/")
    assert browser.post(accept).status_code == 404, "only the ruling version is accepted"
    assert "not the version in force" in text_of(browser, AUREL + "compliance/documents/rules/1/")


@pytest.mark.parametrize("path", ["rules/3/", "other/1/"])
def test_a_document_that_is_none_is_not_there(browser_of: Browsers, path: str) -> None:
    browser = browser_of("nadia")
    published()
    assert browser.get(AUREL + "compliance/documents/" + path).status_code == 404


def test_another_program_s_documents_are_not_there(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    published()
    assert browser.get("/tamarind/P-3001/compliance/documents/rules/1/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("buy now\nRisk-Free trades", True),
        ("RISK  FREE", True),
        ("rísk free", True),
        ("risk-freedom", False),
        ("no risk, free entry", False),
    ],
)
def test_words_are_found_whole_in_any_case_and_spelling(
    browser_of: Browsers, typed: str, is_found: bool
) -> None:
    browser = browser_of("nadia")
    keyword_add(by=BY, program=larkspur(), phrase="risk free", reason="Nothing is")
    answer = browser.post(AUREL + "compliance/check/", {"text": typed})
    assert answer.status_code == 200
    assert ("None of the words" in answer.content.decode()) == (not is_found)


def test_disclosures_stand_by_country_and_language(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    disclosure_set(by=BY, program=larkspur(), country="DE", language="de", text="Risikohinweis")
    disclosure_set(by=BY, program=larkspur(), country="", language="en", text="Risk warning")
    page = text_of(browser, AUREL + "compliance/")
    for words in ("Germany", "German", "Risikohinweis", "every other country"):
        assert words in page, words


def test_a_finding_is_answered_and_others_never_see_it(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    finding = finding_open(by=BY, partner=aurel(), severity="warning", title="Missing warning",
                           text="Page 2", due_on=date(2026, 11, 4))  # fmt: skip
    assert Notice.objects.filter(code="finding_opened", partner=aurel()).exists()
    path = f"{AUREL}compliance/findings/{finding.finding_id}/"
    assert browser.post(path, {"text": "Added it"}).status_code == 302
    finding.refresh_from_db()
    assert finding.state == "answered"
    assert "Added it" in text_of(browser, AUREL + "compliance/")
    other = Client()
    other.force_login(User.objects.get(email="sofie@example.com"))
    assert "Missing warning" not in text_of(other, "/larkspur/P-2003/compliance/")
    assert other.post(path.replace("P-2002", "P-2003"), {"text": "x"}).status_code == 404
    assert Finding.objects.get().replies.count() == 1


def test_notices_are_new_until_they_are_seen_each_person_for_itself(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    texts = {"en": {"title": "Spreads fall", "text": "From Monday."}}
    announcement_publish(by=BY, program=larkspur(), texts=texts)
    page = text_of(browser, AUREL + "help/")
    assert "From Monday." in page
    assert "News of the program: Spreads fall" in page
    assert 'Help and notices<span class="n">1</span>' in page
    browser.post(AUREL + "help/read/")
    assert 'Help and notices<span class="n">' not in text_of(browser, AUREL + "help/")
    ola = Client()
    ola.force_login(User.objects.get(email="ola@example.com"))
    assert 'Help and notices<span class="n">1</span>' in text_of(ola, AUREL + "help/")


def test_what_the_program_says_stands_on_the_overview_in_the_reader_s_language(
    browser_of: Browsers,
) -> None:
    browser = browser_of("nadia")
    texts = {"en": {"title": "Spreads fall", "text": "From Monday."},
             "de": {"title": "Spreads sinken", "text": "Ab Montag."}}  # fmt: skip
    announcement_publish(by=BY, program=larkspur(), texts=texts)
    announcement_publish(by=BY, program=larkspur(), audience="plan", audience_name="none_such",
                         texts={"en": {"title": "Not for you", "text": "x"}})  # fmt: skip
    page = text_of(browser, AUREL)
    assert "Spreads fall" in page
    assert "Not for you" not in page + text_of(browser, AUREL + "help/")
    User.objects.filter(email="nadia@example.com").update(language="de")
    assert "Spreads sinken" in text_of(browser, AUREL)
    assert "Spreads fall" not in text_of(browser, AUREL + "help/")


def test_a_page_that_is_denied_counts_notices_like_any_other(browser_of: Browsers) -> None:
    """Regression: pages outside `show` had no count beside Help and notices."""
    browser = browser_of("ola")
    announcement_publish(by=BY, program=larkspur(),
                         texts={"en": {"title": "News", "text": "x"}})  # fmt: skip
    answer = browser.get(AUREL + "payments/")
    assert answer.status_code == 403
    assert 'Help and notices<span class="n">1</span>' in answer.content.decode()


def test_mails_are_gathered_by_choice(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    browser.post(AUREL + "settings/mails/", {"mail": ["money"], "digest": "on"})
    assert wants_digest(User.objects.get(email="nadia@example.com"))
    assert 'name="digest" checked' in text_of(browser, AUREL + "settings/")
    browser.post(AUREL + "settings/mails/", {"mail": ["money"]})
    assert not wants_digest(User.objects.get(email="nadia@example.com"))


def test_messages_go_both_ways_and_are_shown_as_text(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    browser.post(AUREL + "help/write/", {"text": "<b>Hello</b>"})
    message_write(by=BY, partner=aurel(), side="operator", text="Good morning")
    page = text_of(browser, AUREL + "help/")
    assert "&lt;b&gt;Hello" in page
    assert "Good morning" in page
    assert browser.post(AUREL + "help/write/", {"text": "  "}).status_code == 302
    assert Message.objects.count() == 2


def test_settings_are_the_person_s_own(browser_of: Browsers) -> None:
    browser = browser_of("ola")
    wish = {"display_name": "Ola F.", "language": "de", "time_zone": "Europe/Madrid",
            "display_currency": "EUR"}  # fmt: skip
    assert browser.post(AUREL + "settings/profile/", wish).status_code == 302
    ola = User.objects.get(email="ola@example.com")
    assert (ola.display_name, ola.language, ola.time_zone) == ("Ola F.", "de", "Europe/Madrid")
    browser.post(AUREL + "settings/mails/", {"mail": ["money", "nonsense"]})
    assert [topic for topic, on in choices_get(ola).items() if on] == ["money"]


@pytest.mark.parametrize("wrong", [{"time_zone": "Mars/Base"}, {"language": "xx"},
                                   {"display_name": ""}, {"display_currency": "ZZZ"}])  # fmt: skip
def test_a_setting_that_is_none_is_refused(browser_of: Browsers, wrong: dict[str, str]) -> None:
    wish = {"display_name": "N", "language": "en", "time_zone": "", "display_currency": ""}
    answer = browser_of("nadia").post(AUREL + "settings/profile/", wish | wrong)
    assert answer.status_code == 422


def test_a_member_is_invited_changed_and_taken_out_by_an_owner_only(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    ola = Membership.objects.get(user__email="ola@example.com")
    browser.post(AUREL + "team/invite/", {"email": "new@example.com", "role": "finance"})
    assert "new@example.com" in text_of(browser, AUREL + "team/")
    invitation = Invitation.objects.get()
    browser.post(AUREL + "team/withdraw/", {"invitation": invitation.pk})
    assert "new@example.com" not in text_of(browser, AUREL + "team/")
    browser.post(AUREL + "team/change/", {"member": ola.pk, "deed": "role", "role": "finance"})
    ola.refresh_from_db()
    assert ola.role == "finance"
    browser.post(AUREL + "team/change/", {"member": ola.pk, "deed": "remove"})
    assert not Membership.objects.filter(pk=ola.pk).exists()


def test_who_has_a_second_factor_shows_it_before_letting_somebody_in(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    totp_secret_set(User.objects.get(email="nadia@example.com"))
    ola = Membership.objects.get(user__email="ola@example.com")
    for path, wish in (
        ("team/invite/", {"email": "new@example.com", "role": "owner"}),
        ("team/change/", {"member": ola.pk, "deed": "role", "role": "owner"}),
    ):
        answer = browser.post(AUREL + path, wish)
        assert answer["Location"].startswith("/account/step-up")
        assert f"next={quote_plus(AUREL + 'team/')}" in answer["Location"]
    ola.refresh_from_db()
    assert ola.role != "owner"
    assert not Invitation.objects.exists()
    browser.post(AUREL + "team/change/", {"member": ola.pk, "deed": "remove"})  # it only stops
    assert not Membership.objects.filter(pk=ola.pk).exists()


def test_the_last_owner_stays(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    own = Membership.objects.get(user__email="nadia@example.com", partner_id="P-2002")
    for wish in ({"deed": "remove"}, {"deed": "role", "role": "read_only"}):
        browser.post(AUREL + "team/change/", {"member": own.pk, **wish})
        own.refresh_from_db()
        assert own.role == "owner"


def test_a_member_of_another_team_cannot_be_named(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    other = Membership.objects.get(user__email="sofie@example.com")
    for member in (other.pk, "x", ""):
        wish = {"member": member, "deed": "remove"}
        assert browser.post(AUREL + "team/change/", wish).status_code == 404
