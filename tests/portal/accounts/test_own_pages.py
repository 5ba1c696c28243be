"""A person's own pages: second factor, recovery codes, sessions."""

from __future__ import annotations

import re
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client

from portal.accounts import services
from tests.portal.conftest import PASSWORD

pytestmark = pytest.mark.django_db
SHOWN = "/account/2fa/recovery-codes/"
PAGES = [
    "/account/2fa/",
    "/account/2fa/totp/deactivate/",
    "/account/2fa/recovery-codes/generate/",
    "/account/password/change/",
    "/account/sessions/",
    "/account/logout/",
]


@pytest.mark.parametrize("page", PAGES)
def test_each_page_is_there_for_its_person_and_in_our_frame(page, person, sign_in):
    answer = sign_in(person("ines", with_totp=True)).get(page)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert 'id="main"' in text
    assert "{%" not in text


@pytest.mark.parametrize("page", PAGES)
def test_strangers_are_sent_to_sign_in(page):
    answer = Client().get(page)
    assert answer.status_code == 302
    assert answer["Location"].startswith(("/account/login/", "/"))
    assert b"Ines" not in answer.content


@pytest.mark.parametrize("page", PAGES[1:3])
def test_later_the_code_is_asked_before_anything_changes(page, person, sign_in):
    browser = sign_in(person("ines", with_totp=True))
    with time_machine.travel(time.time() + 301):
        assert browser.get(page)["Location"].startswith("/account/2fa/reauthenticate/?next=")


def test_asking_again_takes_a_code_and_goes_on(person, sign_in):
    user = person("ines", with_totp=True)
    browser = sign_in(user)
    with time_machine.travel(time.time() + 301):
        words = {"code": services.totp_code_now(user), "next": PAGES[2]}
        assert browser.post("/account/2fa/reauthenticate/", words)["Location"] == PAGES[2]
        assert browser.get(PAGES[2]).status_code == 200


def test_the_password_does_not_stand_in_for_the_code(person, sign_in):
    browser = sign_in(person("ines", with_totp=True))
    with time_machine.travel(time.time() + 301):
        browser.post("/account/reauthenticate/", {"password": PASSWORD})
        assert browser.get(PAGES[1]).status_code == 302


def test_new_recovery_codes_replace_the_old(person, sign_in):
    user = person("ines", with_totp=True)
    browser = sign_in(user)
    browser.post(PAGES[2])
    first = re.findall(r"<code>(.*?)</code>", browser.get(SHOWN).content.decode())
    browser.post(PAGES[2])
    second = re.findall(r"<code>(.*?)</code>", browser.get(SHOWN).content.decode())
    assert len(set(first)) == len(set(second)) == 10
    assert set(first).isdisjoint(second)


def test_staff_who_removes_its_authenticator_sets_up_another(person, sign_in):
    user = person("ines", roles={"larkspur": "manager"}, with_totp=True)
    browser = sign_in(user)
    browser.post(PAGES[1])
    assert not Authenticator.objects.filter(user=user).exists()
    fresh = sign_in(user)
    assert fresh.get("/")["Location"] == "/account/2fa/totp/activate/"


def test_a_person_ends_its_other_sessions(person, sign_in):
    user = person("nadia")
    here, there = sign_in(user), sign_in(user)
    assert here.get("/account/sessions/").content.decode().count("<tr>") == 3
    here.post("/account/sessions/")
    assert there.get("/account/2fa/").status_code == 302
    assert here.get("/account/2fa/").status_code == 200


def test_logging_out_from_another_surface_asks_about_the_portal(person, sign_in):
    answer = sign_in(person("ines", with_totp=True)).get("/identity/o/logout")
    assert answer.status_code == 200
    assert "Sign out of the portal too?" in answer.content.decode()


def test_old_time_steps_are_forgotten(person):
    from portal.accounts.models import UsedTimeStep
    from portal.accounts.second_factor import time_step_take

    user = person("ines")
    for step in (100, 110, 200):
        assert time_step_take(user, step)
    assert list(UsedTimeStep.objects.values_list("time_step", flat=True)) == [200]
