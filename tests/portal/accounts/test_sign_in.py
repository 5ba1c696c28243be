"""Signing in: password, then the second factor where there is one."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client

from portal.accounts import services
from portal.audit.models import AuditEvent
from tests.portal.conftest import PASSWORD

pytestmark = pytest.mark.django_db

LOGIN, CODE = "/account/login/", "/account/2fa/authenticate/"


def enter(browser: Client, email: str, password: str = PASSWORD):
    return browser.post(LOGIN, {"login": email, "password": password})


def is_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def what_it_says(answer) -> str:
    """The error of a page, without what differs in each answer."""
    text = answer.content.decode()
    return " ".join(re.findall(r'role="alert">(.*?)</div>', text, re.S))


def test_the_page_asks_for_address_and_password():
    answer = Client().get(LOGIN)
    assert answer.status_code == 200
    assert 'autocomplete="current-password"' in answer.content.decode()
    assert "placeholder" not in answer.content.decode()


def test_a_password_lets_a_partner_person_in(person):
    user = person("nadia", partners={("larkspur", "P-1"): "owner"})
    browser = Client()
    assert enter(browser, user.email).status_code == 302
    assert is_in(browser)
    assert AuditEvent.objects.filter(who=user, verb="signed in").count() == 1


def test_the_address_counts_whatever_its_case(person):
    person("nadia")
    browser = Client()
    enter(browser, "NADIA@Example.COM")
    assert is_in(browser)


def test_wrong_password_unknown_address_and_disabled_person_are_told_the_same(person):
    known, disabled = person("nadia"), person("tomas")
    services.person_disable(disabled, reason="left")
    answers = [
        enter(Client(), known.email, "not the password"),
        enter(Client(), "nobody@example.com"),
        enter(Client(), disabled.email),
    ]
    assert {answer.status_code for answer in answers} == {200}
    said = {what_it_says(answer) for answer in answers}
    assert len(said) == 1
    assert "not correct" in said.pop()


def test_the_password_alone_does_not_let_in_who_has_an_authenticator(person):
    user = person("ines", roles={"larkspur": "compliance"}, with_totp=True)
    browser = Client()
    answer = enter(browser, user.email)
    assert answer["Location"].startswith(CODE)
    assert not is_in(browser)


def test_the_code_lets_in(person):
    user = person("ines", roles={"larkspur": "compliance"}, with_totp=True)
    browser = Client()
    enter(browser, user.email)
    assert browser.post(CODE, {"code": services.totp_code_now(user)}).status_code == 302
    assert is_in(browser)


def test_a_wrong_code_does_not(person):
    user = person("ines", with_totp=True)
    browser = Client()
    enter(browser, user.email)
    wrong = f"{(int(services.totp_code_now(user)) + 500_000) % 1_000_000:06d}"
    answer = browser.post(CODE, {"code": wrong})
    assert answer.status_code == 200
    assert "Incorrect code" in answer.content.decode()
    assert not is_in(browser)


def test_a_code_works_once(person):
    user = person("ines", with_totp=True)
    code = services.totp_code_now(user)
    first, second = Client(), Client()
    for browser in (first, second):
        enter(browser, user.email)
        browser.post(CODE, {"code": code})
    assert is_in(first)
    assert not is_in(second)


def test_a_recovery_code_works_once(person):
    user = person("ines", with_totp=True)
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    first, second = Client(), Client()
    for browser in (first, second):
        enter(browser, user.email)
        browser.post(CODE, {"code": code})
    assert is_in(first)
    assert not is_in(second)


def test_guessing_passwords_is_slowed_down(person):
    user = person("nadia")
    for _ in range(5):
        enter(Client(), user.email, "a guess")
    browser = Client()
    answer = enter(browser, user.email)
    assert not is_in(browser)
    assert "Too many" in answer.content.decode()


def test_guessing_codes_is_slowed_down(person):
    user = person("ines", with_totp=True)
    browser = Client()
    enter(browser, user.email)
    right = services.totp_code_now(user)
    for guess in range(5):
        browser.post(CODE, {"code": f"{(int(right) + 1000 + guess) % 1_000_000:06d}"})
    browser.post(CODE, {"code": right})
    assert not is_in(browser)


def test_nobody_signs_up():
    assert "Nobody signs up here" in Client().get("/account/signup/").content.decode()
    answer = Client().post(
        "/account/signup/",
        {"email": "me@example.com", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert "Nobody signs up here" in answer.content.decode()


def test_signing_out_ends_the_session(person, sign_in):
    browser = sign_in(person("nadia"))
    assert browser.get("/account/logout/").status_code == 200
    browser.post("/account/logout/")
    assert not is_in(browser)


def test_a_disabled_person_is_out_at_the_next_request(person, sign_in):
    user = person("nadia")
    browser = sign_in(user)
    services.person_disable(user, reason="left")
    answer = browser.get("/account/2fa/")
    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]


def test_signing_in_is_not_announced(person, sign_in):
    page = sign_in(person("nadia")).get("/account/2fa/").content.decode()
    assert 'role="status"' not in page
