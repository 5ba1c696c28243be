"""Passkeys in Chromium with a virtual authenticator: add one, sign in with it, step up with it."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page

from portal.accounts.second_factor import second_factor_exists
from tests.portal.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DEVICE = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
          "hasUserVerification": True, "isUserVerified": True,
          "automaticPresenceSimulation": True}  # fmt: skip


def with_device(page: Page) -> Any:
    """A phone that always says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return session


def sign_in(page: Page, url: str, email: str) -> None:
    page.goto(f"{url}/account/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda address: "/account/login" not in address)


def test_a_passkey_is_added_signs_in_alone_and_steps_up(page, live_server, person):
    user = person("nadia")
    url = live_server.url
    with_device(page)
    sign_in(page, url, user.email)
    page.goto(f"{url}/account/2fa/webauthn/add/")
    page.get_by_label("Name").fill("My phone")
    page.get_by_role("button", name="Add it").click()
    page.get_by_text("shown this once").wait_for()
    assert second_factor_exists(user)
    assert Authenticator.objects.get(user=user, type="webauthn").wrap().is_passwordless

    page.context.clear_cookies()
    page.goto(f"{url}/account/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda address: "/account/login" not in address)
    page.goto(f"{url}/account/2fa/")
    assert page.get_by_text("Passkeys").first.is_visible()

    page.goto(f"{url}/account/step-up?next=/account/sessions/")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("heading", name="Where you are signed in").wait_for()
    assert page.complaints == []


def test_after_the_password_a_passkey_is_asked_for(page, live_server, person):
    user = person("nadia")
    url = live_server.url
    with_device(page)
    sign_in(page, url, user.email)
    page.goto(f"{url}/account/2fa/webauthn/add/")
    page.get_by_role("button", name="Add it").click()
    page.get_by_text("shown this once").wait_for()
    page.context.clear_cookies()
    sign_in(page, url, user.email)
    assert "/account/2fa/authenticate" in page.url
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda address: "/account/2fa" not in address)
    page.goto(f"{url}/account/2fa/webauthn/")
    page.get_by_role("link", name="Remove").click()
    page.get_by_role("button", name="Remove").click()
    page.get_by_text("None yet.").wait_for()
    assert not second_factor_exists(user)
