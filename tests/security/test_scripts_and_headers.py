"""Attack: scripts in what people type or send; pages in frames; sessions that somebody planted."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.accounts.models import User
from portal.collector.models import PostbackSource, ReceivedPostback
from portal.links.models import Link
from portal.policy.routes import ROUTES
from portal.policy.rules import PARTNER, STAFF
from tests.fixtures.release_people import PASSWORD
from tests.security.addresses import every_address
from tests.security.conftest import World

SCRIPTS = (
    "<script>alert(1)</script>", "\"><script>alert(1)</script>", "'><img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>", "javascript:alert(1)", "</textarea><script>alert(1)</script>",
    "{{ 7*7 }}", "{% debug %}", "${7*7}", "<iframe srcdoc='<script>1</script>'>",
    "\u202e<script>", "<ScRiPt>", "&lt;script&gt;", "<a href=\"javascript:alert(1)\">x</a>",
    "<style>*{display:none}</style>", "<base href=https://evil.example/>", "<!--", "]]>",
)  # fmt: skip
BASE = "/larkspur/P-2002/"
LIVE = re.compile(r"<script(?! src=)|<img src=x|<svg/onload|<iframe|<base|<style>\*")
REQUIRED = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
    "Cache-Control": "",
}


@pytest.mark.parametrize("text", SCRIPTS)
def test_what_is_stored_is_shown_as_text(world: World, text: str) -> None:
    owner = world.browsers["owner"]
    Link.objects.filter(link_code="canary-link").update(campaign=text[:80], sub1=text, sub2=text)
    User.objects.filter(email="nadia@example.com").update(display_name=text)
    for page in ("links/", "links/code/canary-link/", "developers/", "developers/hooks/", "team/"):
        said = owner.get(BASE + page).content.decode()
        assert not LIVE.search(said), page
        assert "49" not in re.findall(r"\b49\b", said) or "7*7" not in text, page


@pytest.mark.parametrize("text", SCRIPTS)
def test_what_is_asked_is_answered_as_text(world: World, text: str) -> None:
    owner = world.browsers["owner"]
    for page, query in (
        ("links/", {"q": text}), ("reports/", {"by": text}), ("", {"period": text}),
        ("commissions/", {"client": text}), ("creatives/", {"kind": text}),
        ("clients/", {"q": text}),
        ("nothing/", {"x": text}),
    ):  # fmt: skip
        assert not LIVE.search(owner.get(BASE + page, query).content.decode()), page
    said = owner.post(BASE + "links/new/", {"destination": text, "campaign": text}).content.decode()
    assert not LIVE.search(said)
    assert not LIVE.search(Client().get("/account/login/", {"next": text}).content.decode())


@pytest.mark.parametrize("text", SCRIPTS[:6])
def test_what_a_postback_says_is_shown_as_text(world: World, text: str) -> None:
    link = Link.objects.get(link_code="canary-link")
    source = PostbackSource.objects.create(
        program=link.program, source_id="crm", name=text, secret_sealed="x",
        created_at=link.created_at,
    )  # fmt: skip
    ReceivedPostback.objects.create(
        source=source, message_id="m", event_id=text, content_hash="x", is_signed=False,
        state="unconfirmed", conversion_type=text[:20], link=link, received_at=link.created_at,
    )  # fmt: skip
    said = world.browsers["owner"].get(BASE + "developers/conversions/").content.decode()
    assert not LIVE.search(said)


def test_every_answer_of_every_address_carries_the_headers(world: World) -> None:
    told = []
    for address in every_address():
        rule = ROUTES[address.name]
        browser = world.browsers["administrator" if rule.audience == STAFF else "owner"]
        for response in (browser.get(address.path(world.named)), Client().get(address.path({}))):
            for header, begins in REQUIRED.items():
                if begins not in response.get(header, "") or header not in response:
                    if (address.name, header) in EXCEPTIONS:
                        continue
                    told.append(f"{address.name}: {header}: {response.get(header)!r}")
    assert not told, "\n".join(told)


# The image of a creative is shown in other people's pages; it may do nothing there.
EXCEPTIONS: set[tuple[str, str]] = set()


def test_no_page_allows_inline_scripts_styles_or_frames(world: World) -> None:
    for page in ("", "links/", "creatives/", "developers/"):
        policy = world.browsers["owner"].get(BASE + page)["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "*" not in policy
        assert "frame-ancestors 'none'" in policy
        assert "base-uri 'none'" in policy


def test_no_page_of_ours_has_an_inline_style_or_handler(world: World) -> None:
    told = []
    for address in every_address():
        rule = ROUTES[address.name]
        if rule.audience != PARTNER or rule.is_deed:
            continue
        response = world.browsers["owner"].get(address.path(world.named))
        if not response["Content-Type"].startswith("text/html"):
            continue
        said = response.content.decode()
        if re.search(r"<[^>]+\s(?:style|on[a-z]+)\s*=", said):
            told.append(address.name)
    assert told == []


def test_a_planted_session_is_not_the_one_that_signs_in(world: World) -> None:
    browser = Client()
    browser.get("/account/login/")
    browser.cookies["openbook_portal_session"] = "planted0planted0planted0planted0"
    browser.post("/account/login/", {"login": "nadia@example.com", "password": PASSWORD})
    assert browser.session.session_key not in (None, "planted0planted0planted0planted0")
    assert "_auth_user_id" in browser.session
    cookie = browser.cookies["openbook_portal_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_signing_out_ends_the_session_for_good(world: World) -> None:
    browser = Client()
    browser.post("/account/login/", {"login": "nadia@example.com", "password": PASSWORD})
    kept = browser.cookies["openbook_portal_session"].value
    browser.post("/account/logout/")
    other = Client()
    other.cookies["openbook_portal_session"] = kept
    assert other.get(BASE).status_code == 302


def test_whether_somebody_exists_is_told_by_nothing(world: World) -> None:
    def answer(email: str) -> tuple[int, str]:
        response = Client().post("/account/login/", {"login": email, "password": "x" * 12})
        said = response.content.decode().replace(email, "")
        return response.status_code, re.sub(r'(nonce|value)="[^"]*"', "", said)

    assert answer("nadia@example.com") == answer("nobody@example.com")

    def reset(email: str) -> tuple[int, str]:
        response = Client().post("/account/password/reset/", {"email": email})
        return response.status_code, response.get("Location", "")

    assert reset("nadia@example.com") == reset("nobody@example.com")


def test_guessing_a_password_is_stopped(world: World) -> None:
    codes = []
    for number in range(12):
        response = Client().post(
            "/account/login/", {"login": "nadia@example.com", "password": f"wrong {number} wrong"}
        )
        codes.append(response.status_code)
    right = Client()
    right.post("/account/login/", {"login": "nadia@example.com", "password": PASSWORD})
    assert 429 in codes or "_auth_user_id" not in right.session


@pytest.mark.parametrize(
    "more",
    [
        {"partner": "P-2004"}, {"partner_id": "P-2004"}, {"program_id": "tamarind"}, {"pk": "1"},
        {"created_at": "2020-01-01"}, {"archived_at": "2020-01-01"}, {"role": "owner"},
    ],
)  # fmt: skip
def test_a_field_that_no_form_has_is_not_taken(world: World, more: dict[str, str]) -> None:
    before = set(Link.objects.values_list("pk", flat=True))
    fields = {"destination": "https://larkspur.example/new"} | more
    world.browsers["marketing"].post(BASE + "links/new/", fields)
    made = Link.objects.exclude(pk__in=before).get()
    assert (made.partner.partner_id, made.program_id) == ("P-2002", "larkspur")
    assert made.archived_at is None
    assert made.created_at.year == 2026
    roles = dict(
        User.objects.get(email="ola@example.com").memberships.values_list("partner_id", "role")
    )
    assert roles == {"P-2002": "marketing"}


HOSTILE = (
    ("links.csv", b"\x00" * 100), ("links.csv", b"PK\x03\x04" + b"\x00" * 100),
    ("links.csv", b"destination\n" + b'"' * 1000), ("links.csv", b"destination\n" + b"x" * 600_000),
    ("../../etc/passwd", b"destination\nx\n"), ("links.csv", "destination\nx".encode("utf-16")),
    ("links.csv", b"destination\n" + b"https://larkspur.example/\n" * 1001),
    ("links.csv", b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "data"), [h for h in HOSTILE if h[1]])
def test_a_hostile_file_makes_nothing(world: World, name: str, data: bytes) -> None:
    before = Link.objects.count()
    response: Any = world.browsers["owner"].post(
        BASE + "links/bulk/", {"file": SimpleUploadedFile(name, data)}
    )
    assert response.status_code == 422
    assert Link.objects.count() == before
    assert "root:" not in response.content.decode()
