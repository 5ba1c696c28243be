"""A passkey in place of the authenticator's code, where a token is minted."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from portal.accounts.second_factor import passkey_exists, passkey_shown_at, totp_of
from portal.web.staff.frame import Desk


def passkey_context(desk: Desk, back: str) -> dict[str, Any]:
    """Whether the person showed one just now, and where it is asked for (back to `back`)."""
    if not passkey_exists(desk.user):
        return {"has_code": True}
    query = urlencode({"next": f"{back}?passkey=shown"})
    return {
        "is_shown": passkey_shown_at(desk.request, desk.user) is not None,
        "href": f"{reverse('mfa_reauthenticate_webauthn')}?{query}",
        "has_code": totp_of(desk.user) is not None,
    }
