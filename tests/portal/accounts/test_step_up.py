"""Risky acts ask for the authenticator anew."""

from __future__ import annotations

import time

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.http import HttpResponse
from django.test import Client, RequestFactory

from portal.accounts import services
from portal.accounts.step_up import fresh_second_factor_required

pytestmark = pytest.mark.django_db
STEP_UP = "/account/step-up"


@fresh_second_factor_required(max_age=120)
def risky(request, batch):
    return HttpResponse(f"done {batch}")


def call(browser, user, path="/staff/payouts/B-1/?page=2", method="get"):
    request = getattr(RequestFactory(), method)(path)
    request.user, request.session = user, browser.session
    return risky(request, batch="B-1")


def test_a_code_at_sign_in_is_fresh_for_a_while(person, sign_in):
    user = person("ines", roles={"larkspur": "finance_checker"}, with_totp=True)
    browser = sign_in(user)
    assert call(browser, user).content == b"done B-1"


def test_later_it_is_asked_anew_and_leads_back(person, sign_in):
    user = person("ines", roles={"larkspur": "finance_checker"}, with_totp=True)
    browser = sign_in(user)
    with time_machine.travel(time.time() + 121):
        answer = call(browser, user)
    assert answer.status_code == 302
    assert answer["Location"] == (
        "/account/step-up?next=%2Fstaff%2Fpayouts%2FB-1%2F%3Fpage%3D2&max_age=120"
    )


def test_after_a_post_the_way_back_is_the_page_without_what_was_sent(person):
    user = person("nadia")
    answer = call(Client(), user, "/staff/payouts/B-1/?x=1", "post")
    assert answer["Location"].startswith("/account/step-up?next=%2Fstaff%2Fpayouts%2FB-1%2F&")


def test_the_page_takes_a_code_and_goes_on(person, sign_in):
    user = person("ines", with_totp=True)
    browser = sign_in(user)
    with time_machine.travel(time.time() + 300):
        assert call(browser, user).status_code == 302
        words = {"code": services.totp_code_now(user), "next": "/staff/payouts/B-1/"}
        assert browser.post(STEP_UP, words)["Location"] == "/staff/payouts/B-1/"
        assert call(browser, user).status_code == 200


def test_it_never_leads_to_another_site(person, sign_in):
    user = person("ines", with_totp=True)
    browser = sign_in(user)
    with time_machine.travel(time.time() + 300):
        words = {"code": services.totp_code_now(user), "next": "https://evil.example/"}
        assert browser.post(STEP_UP, words)["Location"] == "/"


def test_the_code_of_the_sign_in_is_not_taken_again(person, sign_in):
    user = person("ines", with_totp=True)
    code = services.totp_code_now(user)
    browser = sign_in(user)
    answer = browser.post(STEP_UP, {"code": code})
    assert answer.status_code == 200
    assert "Incorrect code" in answer.content.decode()


def test_a_recovery_code_is_no_step_up(person, sign_in):
    user = person("ines", with_totp=True)
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    assert sign_in(user).post(STEP_UP, {"code": code}).status_code == 200


def test_who_has_no_authenticator_is_sent_to_set_one_up(person, sign_in):
    answer = sign_in(person("nadia")).get(STEP_UP)
    assert answer["Location"] == "/account/2fa/totp/activate/"


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get(STEP_UP)["Location"].startswith("/account/login/")
