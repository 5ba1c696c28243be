"""What a link looks like outside: its short address, where it leads, and a test of it."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.utils.http import urlencode

from portal.links.destinations import with_parameters
from portal.links.models import SUBS, Link

CLICK_ID = "click_id"
PARTNER_CODE = "partner_code"
TEST = "ob_test"
TEST_SALT = "openbook.links.test"
TEST_SECONDS = 300


def short_url(link: Link) -> str:
    """`https://<host>/r/<code>`: the program's own domain, or the collector's address."""
    domain = link.program.domain
    base = f"https://{domain}" if domain and settings.HTTPS else settings.COLLECTOR_URL
    return f"{base}/r/{link.link_code}"


def destination_of(link: Link, click_id: str, subs: dict[str, str]) -> str:
    """Where a visitor goes: the stored destination with click id, sub ids, partner's code."""
    added = {CLICK_ID: click_id} | {name: subs.get(name, "") for name in SUBS}
    if link.with_partner_code:
        added[PARTNER_CODE] = link.partner.partner_code
    return with_parameters(link.destination, added)


def test_token(link: Link) -> str:
    """Marks one click as a test, for five minutes: it is recorded and never counted."""
    return signing.dumps(link.pk, salt=TEST_SALT)


def test_url(link: Link) -> str:
    """The link's address with that mark."""
    return f"{short_url(link)}?{urlencode({TEST: test_token(link)})}"


def is_test(link: Link, token: str) -> bool:
    """Whether the token is one of ours for this link."""
    try:
        return bool(signing.loads(token, salt=TEST_SALT, max_age=TEST_SECONDS) == link.pk)
    except signing.BadSignature:
        return False
