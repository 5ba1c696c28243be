"""People for the tests of the portal."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from portal.accounts import services
from portal.accounts.models import User

PASSWORD = "a long enough passphrase"


@pytest.fixture(autouse=True)
def _each_begins_in_english() -> None:
    """A page leaves its reader's language behind in the thread that served it."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _rate_limits_start_at_nothing(request: pytest.FixtureRequest) -> None:
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        cache.clear()


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    """A person by name: `person("nadia")`, with roles and memberships if given."""

    def make(
        name: str,
        *,
        roles: dict[str, str] | None = None,
        partners: dict[tuple[str, str], str] | None = None,
        with_totp: bool = False,
    ) -> User:
        user = services.person_create(f"{name}@example.com", name.title(), PASSWORD)
        for program_id, role in (roles or {}).items():
            services.role_grant(user, program_id, role)
        for (program_id, partner_id), role in (partners or {}).items():
            services.membership_grant(user, program_id, partner_id, role)
        if with_totp:
            services.totp_secret_set(user)
        return user

    return make


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """A browser in which the person has signed in, with its code where it has an authenticator."""

    def enter(user: User) -> Client:
        from portal.accounts.second_factor import second_factor_exists

        browser = Client()
        browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
        if second_factor_exists(user):
            code = services.totp_code_now(user)
            browser.post("/account/2fa/authenticate/", {"code": code})
        assert "_auth_user_id" in browser.session, "sign-in did not work"
        return browser

    return enter
