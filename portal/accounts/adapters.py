# mypy: disable-error-code="misc, no-any-return"
"""Where allauth asks us: closed sign-up, encrypted second factors, claims for other surfaces."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any, Literal

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest

from portal.accounts.selectors import roles_for_user


class AccountAdapter(DefaultAccountAdapter):
    """People are made by others; who has an authenticator is asked for it, not for the password."""

    def get_from_email(self) -> str:
        """The program's own sender on its domain, else the installation's."""
        look = getattr(context.request, "look", None)
        return getattr(look, "sender", "") or super().get_from_email()

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """A disabled person is told what anybody with a wrong password is told."""
        user = super().authenticate(request, **credentials)
        return user if user is not None and user.is_active else None

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within five minutes of a full sign-in: it is as good as asking again."""
        request = context.request
        method = "mfa" if is_mfa_enabled(request.user) else "password"
        times = [
            record["at"]
            for record in get_authentication_records(request, request.user)
            if record.get("method") == method
        ]
        return not times or time.time() - max(times) > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        by_code = [method for method in methods if method["id"].startswith("mfa_")]
        return by_code or methods


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets lie encrypted in the database; the key is a file of this machine."""

    @staticmethod
    def _box() -> MultiFernet:
        return MultiFernet([Fernet(line) for line in settings.SECOND_FACTOR_KEYS.split()])

    def encrypt(self, text: str) -> str:
        return self._box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return self._box().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """The QR code as SVG to stand in the page itself: dark on light in every theme."""
        code: str = segno.make(url, error="m").svg_inline(
            omitsize=True, svgclass="qr", lineclass=None, border=0
        )
        return code


class IdentityAdapter(DefaultOIDCAdapter):
    """What dashboards and the Dagster gate learn about a person, as it stands now."""

    def get_claims(
        self,
        purpose: Literal["id_token", "userinfo"],
        user: Any,
        client: Client,
        scopes: Iterable[str],
        email: str | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        return {"sub": self.get_user_sub(client, user), **person_claims(user)}


def person_claims(user: Any) -> dict[str, Any]:
    """E-mail, name, `roles` {program: [role]} and `programs` of a person, as of now."""
    roles = {program: sorted(has) for program, has in roles_for_user(user).items()}
    return {
        "email": user.email,
        "email_verified": True,
        "name": user.display_name,
        "roles": roles,
        "programs": list(roles),
    }
