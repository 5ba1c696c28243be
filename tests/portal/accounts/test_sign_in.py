"""Signing in: password, then the second factor where there is one."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.portal.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def test_password_alone_lets_a_partner_person_in(person, sign_in):
    browser = sign_in(person("nadia", partners={("larkspur", "P-1"): "owner"}))
    assert browser.get("/account/2fa/").status_code == 200


def test_a_person_with_an_authenticator_is_asked_for_its_code(person, sign_in):
    browser = sign_in(person("ines", roles={"larkspur": "compliance"}, with_totp=True))
    assert browser.get("/").status_code in (200, 302)


def test_a_wrong_password_is_refused(person):
    user = person("nadia")
    browser = Client()
    answer = browser.post("/account/login/", {"login": user.email, "password": "not that"})
    assert answer.status_code == 200
    assert "_auth_user_id" not in browser.session
    assert PASSWORD not in answer.content.decode()
