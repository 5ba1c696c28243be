"""A new browser is told by mail; sessions end one by one; an address changes by its own link."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client

from portal.accounts.models import KnownDevice, User
from portal.audit.models import AuditEvent
from tests.portal.conftest import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


def enter(user: User, browser: Client | None = None, agent: str = "Firefox") -> Client:
    browser = browser or Client()
    browser.post(
        "/account/login/",
        {"login": user.email, "password": PASSWORD},
        headers={"user-agent": agent},
    )
    assert "_auth_user_id" in browser.session
    return browser


def told(words: str) -> list[str]:
    return [message.to[0] for message in mail.outbox if words in message.subject]


def test_the_first_browser_is_not_told_a_new_one_is_and_the_same_one_again_is_not(
    person: Callable[..., User],
) -> None:
    nadia = person("nadia")
    first = enter(nadia)
    assert mail.outbox == []
    enter(nadia, agent="Somebody else's browser")
    assert told("sign-in from a new browser") == ["nadia@example.com"]
    assert "Somebody else's browser" in mail.outbox[0].body
    first.post("/account/logout/")
    enter(nadia, first)
    assert len(mail.outbox) == 1
    assert KnownDevice.objects.filter(user=nadia).count() == 2


def test_a_forged_mark_is_a_new_browser_and_anothers_mark_says_nothing(
    person: Callable[..., User],
) -> None:
    nadia, ola = person("nadia"), person("ola")
    shared = enter(nadia)
    enter(ola)
    shared.post("/account/logout/")
    enter(ola, shared)  # known to nadia, new to ola
    assert told("sign-in from a new browser") == ["ola@example.com"]
    forged = Client()
    forged.cookies["openbook_portal_device"] = "guess:x:y"
    enter(nadia, forged)
    assert len(mail.outbox) == 2


def test_one_session_is_ended_and_the_others_stay(person: Callable[..., User]) -> None:
    nadia = person("nadia")
    here, there, third = enter(nadia), enter(nadia), enter(nadia)
    for browser in (here, there, third):
        browser.get("/account/sessions/")
    number = UserSession.objects.get(session_key=there.session.session_key).pk
    assert f'value="{number}"' in here.get("/account/sessions/").content.decode()
    assert here.post("/account/sessions/end/", {"session": number}).status_code == 302
    assert there.get("/account/sessions/").status_code == 302
    assert third.get("/account/sessions/").status_code == 200
    assert AuditEvent.objects.filter(verb="session ended").count() == 1


@pytest.mark.parametrize("number", ["0", "", "x"])
def test_anothers_session_and_none_at_all_are_not_there(
    person: Callable[..., User], number: str
) -> None:
    nadia, ola = enter(person("nadia")), enter(person("ola"))
    nadia.get("/account/sessions/")
    number = number or str(UserSession.objects.get(user__email="nadia@example.com").pk)
    assert ola.post("/account/sessions/end/", {"session": number}).status_code == 404
    assert nadia.get("/account/sessions/").status_code == 200


def test_an_address_changes_when_the_new_ones_link_is_opened_and_the_old_one_is_told(
    person: Callable[..., User],
) -> None:
    nadia = person("nadia")
    browser = enter(nadia)
    browser.post("/account/email/", {"email": "new@example.com", "action_add": "1"})
    nadia.refresh_from_db()
    assert nadia.email == "nadia@example.com"
    message = next(m for m in mail.outbox if m.to == ["new@example.com"])
    link = re.search(r"https?://[^/\s]+(/account/email/\S+)", message.body)
    assert link, message.body
    page = browser.get(link[1])
    assert "new@example.com" in page.content.decode()
    nadia.refresh_from_db()
    assert nadia.email == "nadia@example.com"  # a mail scanner opens links, and posts nothing
    browser.post(link[1])
    nadia.refresh_from_db()
    assert nadia.email == "new@example.com"
    assert any(m.to == ["nadia@example.com"] for m in mail.outbox)
    assert AuditEvent.objects.get(verb="e-mail address changed").details["to"] == "new@example.com"


def test_a_taken_address_is_answered_like_a_free_one(person: Callable[..., User]) -> None:
    person("ola")
    browser = enter(person("nadia"))
    free = browser.post("/account/email/", {"email": "free@example.com", "action_add": "1"})
    taken = browser.post("/account/email/", {"email": "ola@example.com", "action_add": "1"})
    assert (free.status_code, free["Location"]) == (taken.status_code, taken["Location"])


def test_an_old_sign_in_asks_who_it_is_before_an_address_changes(
    person: Callable[..., User], settings
) -> None:
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = -1
    browser = enter(person("nadia"))
    answer = browser.get("/account/email/")
    assert (answer.status_code, "reauthenticate" in answer["Location"]) == (302, True)


def test_a_changed_password_is_mailed(person: Callable[..., User]) -> None:
    browser = enter(person("nadia"))
    browser.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": "quite another phrase",
         "password2": "quite another phrase"},
    )  # fmt: skip
    assert "nadia@example.com" in [m.to[0] for m in mail.outbox]
