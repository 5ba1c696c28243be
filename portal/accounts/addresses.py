"""Where people of partners sign in from: a keyed hash and two days, never the address.

The hash is the collector's, so that a click from the same address is known again (signal
`self_referral`). Product time: it is compared with clicks. Rows are kept for 180 days.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from portal import clock
from portal.accounts.models import KnownAddress, User
from portal.config.keys import key_text, make_secret

ADDRESS_KEY = "collector-addresses"
KEPT_DAYS = 180


def address_hash(key: bytes, address: str) -> str:
    """The same text for the same address under this machine's key; empty for no address."""
    return hmac.new(key, address.encode(), hashlib.sha256).hexdigest()[:32] if address else ""


def address_of(request: HttpRequest) -> str:
    """The visitor's address, behind the trusted proxies; empty where the server does not say."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return ""


def address_seen(request: HttpRequest, user: User) -> None:
    """Called at each sign-in: of people who act for a partner, keep from where and on which day."""
    address = address_of(request)
    if not address or not user.memberships.exists():
        return
    key = key_text(settings.KEYS_DIR, ADDRESS_KEY, make_secret).encode()
    today = clock.now().date()
    KnownAddress.objects.update_or_create(
        user=user, address_hash=address_hash(key, address),
        create_defaults={"first_seen_on": today, "last_seen_on": today},
        defaults={"last_seen_on": today},
    )  # fmt: skip
    over = today - timedelta(days=KEPT_DAYS)
    KnownAddress.objects.filter(user=user, last_seen_on__lt=over).delete()
