"""Changing where the money goes: an owner, a fresh code, a mail to the whole team, 72 hours."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.core import mail
from django.test import Client

from portal.accounts.models import User
from portal.accounts.services import totp_secret_set
from portal.payouts import vault
from portal.payouts.models import PayoutMethod
from tests.portal.web.partner.pages import AUREL

Browsers = Callable[[str], Client]
PATH = AUREL + "payments/account/"
GOOD = {
    "kind": "sepa",
    "holder_name": "Aurel Media SL",
    "account": "FR14 2004 1010 0505 0001 3M02 606",
}


def with_code(browser: Client, name: str = "nadia", age: int = 0) -> Client:
    """The browser, as if its person had shown a code `age` seconds ago."""
    user = User.objects.get(email=f"{name}@example.com")
    totp_secret_set(user)
    session = browser.session
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "mfa", "type": "totp", "at": time.time() - age}
    ]
    session.save()
    return browser


def active() -> PayoutMethod:
    return PayoutMethod.objects.get(partner__partner_id="P-2002", state="active")


@pytest.mark.parametrize("age", [None, 601])
def test_without_a_fresh_code_it_is_asked_for(browser_of: Browsers, age: int | None) -> None:
    browser = browser_of("nadia")
    if age is not None:
        with_code(browser, age=age)
    answer = browser.post(PATH, GOOD)
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/account/step-up")
    assert active().masked == "ES·· 8842"


@pytest.mark.django_db(transaction=True)
def test_the_change_waits_72_hours_and_everybody_of_the_team_is_mailed(
    browser_of: Browsers,
) -> None:
    browser = with_code(browser_of("nadia"))
    assert browser.get(PATH).status_code == 200
    assert browser.post(PATH, GOOD)["Location"] == AUREL + "payments/"
    method = active()
    assert (method.masked, method.usable_from > method.changed_at) == ("FR·· 2606", True)
    assert GOOD["account"].replace(" ", "") not in method.account_sealed
    told = {message.to[0] for message in mail.outbox}
    assert told == {"nadia@example.com", "ola@example.com"}
    assert all("FR·· 2606" in message.body for message in mail.outbox)
    page = browser.get(AUREL + "payments/").content.decode()
    assert "Take the change back" in page
    assert "FR1420041010" not in page
    browser.post(PATH + "cancel/")
    assert active().masked == "ES·· 8842"
    assert "Take the change back" not in browser.get(AUREL + "payments/").content.decode()


@pytest.mark.parametrize(
    ("kind", "account", "masked"),
    [
        ("wire", "0012 9930 0482", "wire ·· 0482"),
        ("wise", "Pay@Aurel.example", "p··@aurel.example"),
        ("paypal", "pay@aurel.example", "p··@aurel.example"),
        ("crypto", "usdt-trc20 TJRabPrwbZy45sbavfcjinPJC18kjpRTv8", "USDT-TRC20 ·· RTv8"),
    ],
)
def test_every_kind_is_kept_sealed_and_shown_masked(
    browser_of: Browsers, kind: str, account: str, masked: str
) -> None:
    browser = with_code(browser_of("nadia"))
    answer = browser.post(PATH, GOOD | {"kind": kind, "account": account})
    assert answer.status_code == 302, answer.content.decode()
    assert active().masked == masked
    assert vault.unseal(active().account_sealed)[-4:] == account[-4:].replace(" ", "")


@pytest.mark.parametrize(
    ("kind", "account"),
    [("sepa", "FR1420041010050500013M02607"), ("paypal", "nobody"), ("crypto", "TJRabPrwb"),
     ("crypto", "<script> x"), ("cash", "mattress")],
)  # fmt: skip
def test_an_account_that_cannot_be_is_refused(
    browser_of: Browsers, kind: str, account: str
) -> None:
    browser = with_code(browser_of("nadia"))
    assert browser.post(PATH, GOOD | {"kind": kind, "account": account}).status_code == 422
    assert active().masked == "ES·· 8842"


def test_colleagues_without_the_role_and_strangers_reach_nothing(browser_of: Browsers) -> None:
    assert with_code(browser_of("ola"), "ola").post(PATH, GOOD).status_code == 403
    assert browser_of("stranger").post(PATH, GOOD).status_code == 404
