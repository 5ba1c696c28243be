"""Browsers in which a person has signed in before; a new one is told to the person by mail.

Real time, never the product's clock. The mark is a random value in a signed cookie of the browser;
here lies only its hash, so the table opens nothing.
"""

from __future__ import annotations

import hashlib
import secrets
from functools import partial

from allauth.account.adapter import get_adapter
from allauth.core.context import request_context
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.accounts.addresses import address_of
from portal.accounts.models import KnownDevice, User

DEVICE_COOKIE = "openbook_portal_device"


def device_seen(request: HttpRequest, user: User) -> None:
    """Called at each sign-in: know the browser again, or mail the person that it is new.

    The first browser of a person is not told. Sets `request.device_mark` for the middleware.
    """
    mark = _mark_of(request) or secrets.token_urlsafe(24)
    request.device_mark = mark  # type: ignore[attr-defined]
    now, has_others = timezone.now(), KnownDevice.objects.filter(user=user).exists()
    _device, is_new = KnownDevice.objects.update_or_create(
        user=user,
        mark_sha256=hashlib.sha256(mark.encode()).hexdigest(),
        create_defaults={"first_seen_at": now, "last_seen_at": now},
        defaults={"last_seen_at": now},
    )
    if is_new and has_others:
        transaction.on_commit(partial(_tell, request, user))


def _mark_of(request: HttpRequest) -> str:
    try:
        return str(request.get_signed_cookie(DEVICE_COOKIE, default="", salt=DEVICE_COOKIE))
    except signing.BadSignature:
        return ""


def _tell(request: HttpRequest, user: User) -> None:
    adapter = get_adapter()
    # allauth's mails take sender and host of the request that its middleware keeps; where a sign-in
    # does not pass through it, there is none.
    with request_context(request), translation.override(user.language):
        text = _(
            "Somebody has signed in to your account in a browser that we did not know.\n\n"
            "Browser: %(browser)s\nAddress: %(ip)s\n\nIf it was you, nothing is to be done. If "
            "it was not, end the session and change your password now:\n%(link)s"
        ) % {
            "browser": request.headers.get("User-Agent", "")[:120],
            "ip": address_of(request) or "–",
            "link": f"{settings.PORTAL_URL}/account/sessions/",
        }  # fmt: skip
        context = {"subject": _("A sign-in from a new browser"), "text": text}
        adapter.send_mail("account/email/new_device", user.email, context)
