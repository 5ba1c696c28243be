"""Staff work with a second factor only: they are made to set one up, and to show it."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.test import Client

from portal.accounts import services
from portal.accounts.second_factor import second_factor_verify
from portal.accounts.selectors import user_get_by_email

pytestmark = pytest.mark.django_db
SET_UP = "/account/2fa/totp/activate/"


@pytest.fixture
def newcomer(person, sign_in) -> Client:
    """Staff that has just been given access: a password and a role, no authenticator."""
    return sign_in(person("daniel", roles={"larkspur": "finance_checker"}))


def test_staff_without_an_authenticator_is_sent_to_set_one_up(newcomer):
    for page in ("/", "/staff/", "/staff/payouts/"):
        answer = newcomer.get(page)
        assert (answer.status_code, answer["Location"]) == (302, SET_UP)


def test_setting_it_up_is_one_page_with_the_code_drawn_inline(newcomer):
    page = newcomer.get(SET_UP).content.decode()
    assert "<svg" in page
    assert "data:image" not in page


@pytest.mark.django_db(transaction=True)
def test_once_set_up_staff_is_in_and_sees_recovery_codes_once(newcomer):
    page = newcomer.get(SET_UP).content.decode()
    secret = re.search(r'class="digest">([A-Z2-7]{32})<', page).group(1)
    step = next(iter(auth.yield_hotp_counters_from_time())) + 1
    code = auth.format_hotp_value(auth.hotp_value(secret, step))
    answer = newcomer.post(SET_UP, {"code": code})
    assert answer["Location"] == "/account/2fa/recovery-codes/"
    first, second = (newcomer.get(answer["Location"]).content.decode() for _ in range(2))
    assert len(re.findall(r"<code>\d{4} \d{4}</code>", first)) == 10
    assert not re.findall(r"<code>", second)
    assert newcomer.get("/staff/").get("Location") != SET_UP


def test_a_wrong_code_sets_nothing_up(newcomer):
    newcomer.get(SET_UP)
    assert newcomer.post(SET_UP, {"code": "000000"}).status_code == 200
    assert not Authenticator.objects.exists()


def test_regression_the_code_that_set_it_up_is_used_up(newcomer):
    """Regression: allauth does not count the first code as used."""
    page = newcomer.get(SET_UP).content.decode()
    secret = re.search(r'class="digest">([A-Z2-7]{32})<', page).group(1)
    step = next(iter(auth.yield_hotp_counters_from_time())) + 1
    code = auth.format_hotp_value(auth.hotp_value(secret, step))
    newcomer.post(SET_UP, {"code": code})
    assert not second_factor_verify(user_get_by_email("daniel@example.com"), code)


def test_a_session_from_before_the_authenticator_is_asked_for_it(newcomer):
    services.totp_secret_set(user_get_by_email("daniel@example.com"))
    assert newcomer.get("/staff/")["Location"].startswith("/account/step-up?next=%2Fstaff%2F")


def test_partner_people_may_go_without(person, sign_in):
    browser = sign_in(person("nadia", partners={("larkspur", "P-1"): "owner"}))
    assert browser.get("/").get("Location") != SET_UP
