"""The portal as identity provider: its clients, and a person's standing for them."""

from __future__ import annotations

import base64
import binascii
import hmac
import uuid
from dataclasses import dataclass
from typing import Any

from allauth.idp.oidc.models import Client
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.utils import timezone

from portal.accounts.adapters import person_claims
from portal.accounts.models import User
from portal.config import keys


@dataclass(frozen=True)
class OidcClient:
    """What a surface needs to sign people in: its id, its secret, where it is sent back to."""

    client_id: str
    secret: str
    redirect_uri: str


def _wanted() -> dict[str, list[str]]:
    """{client: redirect addresses}, the first being the one the surface is configured with."""
    return {
        "dashboards": [f"{settings.DASHBOARDS_URL}/oauth2callback"],
        "dagster": [f"{settings.DAGSTER_URL}/_openbook/callback"],
    }


def oidc_client_get(name: str) -> OidcClient:
    """A client's settings; its secret is made the first time (DATA_DIR/keys/oidc-client-<name>)."""
    secret = keys.key_text(settings.KEYS_DIR, f"oidc-client-{name}", keys.make_secret)
    return OidcClient(name, secret, _wanted()[name][0])


def oidc_clients_ensure() -> list[OidcClient]:
    """Make the clients `dashboards` and `dagster`, or set them to the present ports and secrets.

    Safe to call at each start. Consent is skipped: they are parts of the same product.
    """
    made = []
    for name, redirects in _wanted().items():
        wanted = oidc_client_get(name)
        client = Client.objects.filter(pk=name).first() or Client(id=name)
        client.name = name
        client.scopes = "openid\nemail\nprofile"
        client.type = Client.Type.CONFIDENTIAL
        client.grant_types = Client.GrantType.AUTHORIZATION_CODE
        client.response_types = "code"
        client.skip_consent = True
        client.set_redirect_uris(redirects)
        if not (client.secret and check_password(wanted.secret, client.secret)):
            client.set_secret(wanted.secret)
        client.save()
        made.append(wanted)
    return made


def client_is_known(basic: str) -> bool:
    """Whether the text of an HTTP Basic header names one of the clients with its secret."""
    try:
        name, _, secret = base64.b64decode(basic, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return False
    if name not in _wanted():
        return False
    return hmac.compare_digest(secret.encode(), oidc_client_get(name).secret.encode())


def user_by_sub(sub: str) -> User | None:
    """The person whose subject identifier this is."""
    try:
        return User.objects.filter(pk=uuid.UUID(sub)).first()
    except ValueError:
        return None


def standing_now(user: Any) -> dict[str, Any]:
    """What a surface may believe for the next minute: active, roles, programs, the moment."""
    checked_at = timezone.now().isoformat(timespec="seconds")
    claims = person_claims(user) if user is not None and user.is_active else {"roles": {}}
    if not claims["roles"]:
        return {"active": False, "checked_at": checked_at}
    return {"active": True, "sub": str(user.pk), **claims, "checked_at": checked_at}
