"""Changing a password, and asking for a new one by mail."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from tests.portal.conftest import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "another fine passphrase"


def test_a_person_changes_its_password_and_signs_in_anew(person, sign_in):
    user = person("nadia")
    browser = sign_in(user)
    words = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert browser.post("/account/password/change/", words).status_code == 302
    assert "_auth_user_id" not in browser.session
    user.refresh_from_db()
    assert user.check_password(NEW)


def test_a_short_password_is_refused(person, sign_in):
    browser = sign_in(person("nadia"))
    words = {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
    answer = browser.post("/account/password/change/", words)
    assert answer.status_code == 200
    assert "at least 12 characters" in answer.content.decode()


def test_the_present_password_is_asked(person, sign_in):
    user = person("nadia")
    words = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
    assert sign_in(user).post("/account/password/change/", words).status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_asking_for_a_new_password_does_not_tell_whether_the_address_is_known(person):
    known = person("nadia").email
    answers = [
        Client().post("/account/password/reset/", {"email": email})
        for email in (known, "nobody@example.com")
    ]
    assert {(a.status_code, a["Location"]) for a in answers} == {
        (302, "/account/password/reset/done/")
    }


def test_the_link_sets_a_new_password_once(person):
    user = person("nadia")
    Client().post("/account/password/reset/", {"email": user.email})
    link = re.search(r"http://[^/]+(/\S+)", mail.outbox[0].body).group(1)
    browser = Client()
    page = browser.get(link, follow=True)
    target = page.request["PATH_INFO"]
    browser.post(target, {"password1": NEW, "password2": NEW})
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert "does not work any more" in Client().get(link, follow=True).content.decode()
