"""The widget: whose token is good, for how long, and who may frame it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from portal.accounts.widget_tokens import widget_key, widget_sign
from portal.links.services import host_allow
from portal.partners.authors import Author
from portal.partners.models import Partner
from portal.partners.services import partner_status_set

Browsers = Callable[[str], Client]
BY = Author("test")


def text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def token(key: str = "", **more: Any) -> str:
    """As docs/how-to/embed-the-widget.md says."""
    said = {"program": "larkspur", "partner": "P-2002", "exp": int(time.time()) + 600} | more
    body = text(json.dumps(said).encode())
    mac = hmac.new((key or widget_key("larkspur")).encode(), body.encode(), hashlib.sha256)
    return f"{body}.{text(mac.digest())}"


def show(value: str) -> Any:
    return Client().get(f"/widget/{value}/")


@pytest.fixture(autouse=True)
def _world(browser_of: Browsers) -> None:
    browser_of("nadia")
    host_allow(by=BY, program_id="larkspur", host="larkspur.example")
    host_allow(by=BY, program_id="tamarind", host="tamarind.example")


def test_a_good_token_shows_balance_and_last_commissions_and_nothing_to_press() -> None:
    answer = show(token())
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Aurel Media SL" in page
    assert "Last commissions" in page
    assert "<form" not in page
    assert "<script" not in page
    assert answer.cookies == {}


def test_only_the_programs_own_hosts_may_frame_it() -> None:
    answer = show(token())
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors https://larkspur.example;" in policy + ";"
    assert "tamarind.example" not in policy
    assert "form-action 'none'" in policy
    assert "default-src 'none'" in policy
    assert "X-Frame-Options" not in answer
    assert answer["Referrer-Policy"] == "no-referrer"


def test_without_an_allowed_host_nobody_may_frame_it() -> None:
    from portal.links.models import AllowedHost

    AllowedHost.objects.all().delete()
    assert "frame-ancestors 'none'" in show(token())["Content-Security-Policy"]


def test_it_speaks_the_language_that_the_token_names() -> None:
    page = show(token(language="ar")).content.decode()
    assert 'lang="ar" dir="rtl"' in page


def test_the_portals_own_signature_is_the_documents() -> None:
    assert show(widget_sign("larkspur", "P-2002")).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"exp": 1},
        {"exp": 2**40},
        {"exp": "9999999999"},
        {"exp": True},
        {"program": "tamarind"},
        {"program": "../larkspur"},
        {"program": 7},
        {"partner": "P-9999"},
        {"partner": ["P-2002"]},
        {"language": {"a": 1}},
    ],
)
def test_a_token_that_grants_nothing_is_404(change: dict[str, Any]) -> None:
    assert show(token(**change)).status_code == 404


def test_a_token_of_more_than_15_minutes_is_404() -> None:
    assert show(token(exp=int(time.time()) + 901 + 5)).status_code == 404


@pytest.mark.parametrize("value", ["x", "a.b", "..", "e30." + "A" * 43, token.__name__ * 300])
def test_what_is_no_token_is_404(value: str) -> None:
    assert show(value).status_code == 404


def test_another_key_or_a_changed_body_is_404() -> None:
    assert show(token(key="guess")).status_code == 404
    assert show(token(key=widget_key("tamarind"))).status_code == 404
    body, _, mac = token().partition(".")
    other = text(json.dumps({"program": "larkspur", "partner": "P-2004",
                             "exp": int(time.time()) + 60}).encode())  # fmt: skip
    assert show(f"{other}.{mac}").status_code == 404
    assert show(f"{body}.{'A' if mac[0] != 'A' else 'B'}{mac[1:]}").status_code == 404


def test_a_suspended_partner_is_shown_nothing() -> None:
    partner = Partner.objects.get(program_id="larkspur", partner_id="P-2002")
    partner_status_set(by=BY, partner=partner, status="suspended", reason="dispute")
    assert show(token()).status_code == 404
