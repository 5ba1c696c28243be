"""Codes are checked and used up in one place."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.db import connection

from portal.accounts import second_factor, services

pytestmark = pytest.mark.django_db


def code_at(secret: str, moment: float) -> str:
    return auth.format_hotp_value(auth.hotp_value(secret, int(moment) // 30))


def test_the_published_example_of_rfc_6238_matches():
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # the RFC's 20 bytes, in base32
    with time_machine.travel(59, tick=False):
        assert second_factor.time_step_matching(secret, "287082") == 1


def test_a_code_is_right_once(person):
    user = person("ines", with_totp=True)
    code = services.totp_code_now(user)
    assert second_factor.second_factor_verify(user, code)
    assert not second_factor.second_factor_verify(user, code)


def test_regression_a_used_code_stays_used_when_its_step_is_within_tolerance(person):
    """Regression: allauth's guard in the cache forgets after 30 s, the tolerance lasts longer."""
    user = person("ines")
    secret = services.totp_secret_set(user)
    start = 1_800_000_000 // 30 * 30
    with time_machine.travel(start, tick=False) as clock:
        code = code_at(secret, start)
        assert second_factor.second_factor_verify(user, code)
        clock.shift(31)
        assert not second_factor.second_factor_verify(user, code)


@pytest.mark.parametrize(("late", "is_right"), [(-30, True), (30, True), (-60, False), (60, False)])
def test_one_step_of_tolerance_either_way(person, late, is_right):
    user = person("ines")
    secret = services.totp_secret_set(user)
    with time_machine.travel(1_800_000_000, tick=False):
        code = code_at(secret, 1_800_000_000 + late)
        assert second_factor.second_factor_verify(user, code) is is_right


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "12 34"])
def test_what_is_not_six_digits_is_no_code(person, code):
    assert not second_factor.second_factor_verify(person("ines", with_totp=True), code)


def test_people_who_write_a_space_are_understood(person):
    user = person("ines", with_totp=True)
    code = services.totp_code_now(user)
    assert second_factor.second_factor_verify(user, f"{code[:3]} {code[3:]}")


def test_without_an_authenticator_no_code_is_right(person):
    assert not second_factor.second_factor_verify(person("nadia"), "000000")


def test_a_disabled_person_has_no_right_code(person):
    user = person("ines", with_totp=True)
    code = services.totp_code_now(user)
    services.person_disable(user, reason="left")
    assert not second_factor.second_factor_verify(user, code)


def test_the_secret_lies_encrypted(person):
    user = person("ines")
    secret = services.totp_secret_set(user)
    kept = Authenticator.objects.get(user=user).data["secret"]
    assert secret not in kept
    assert len(secret) == 32


def test_a_new_secret_voids_the_old_one(person):
    user = person("ines")
    old = services.totp_secret_set(user)
    services.totp_secret_set(user)
    assert not second_factor.second_factor_verify(user, code_at(old, time.time()))


def test_the_code_of_a_person_without_authenticator_is_an_error(person):
    with pytest.raises(LookupError, match="totp_secret_set"):
        services.totp_code_now(person("nadia"))


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_exactly_one_takes_a_code(person):
    user = person("ines", with_totp=True)
    code = services.totp_code_now(user)

    def attempt(_n: int) -> bool:
        try:
            return second_factor.second_factor_verify(user, code)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(attempt, range(8))) == 1
