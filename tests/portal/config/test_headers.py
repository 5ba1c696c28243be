"""What every answer carries, whatever it is."""

from __future__ import annotations

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

PAGES = [
    "/account/login/",
    "/account/signup/",
    "/healthz",
    "/nothing-here",
    "/internal/session-check",
]


@pytest.mark.parametrize("page", PAGES)
def test_the_policy_lets_a_page_load_nothing_but_our_own(page):
    policy = Client().get(page)["Content-Security-Policy"]
    parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert parts["default-src"] == "'none'"
    assert parts["frame-ancestors"] == parts["base-uri"] == "'none'"
    assert parts["form-action"].startswith("'self' http://127.0.0.1:")
    for loads in ("script-src", "style-src", "img-src", "font-src", "connect-src"):
        assert re.fullmatch(r"'self'( 'nonce-[\w+/=-]+')?", parts[loads])
    assert "unsafe" not in policy
    assert "data:" not in policy


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("X-Permitted-Cross-Domain-Policies", "none"),
    ],
)
def test_security_headers(page, header, value):
    assert Client().get(page)[header] == value


@pytest.mark.parametrize("page", PAGES)
def test_no_cache_keeps_a_page(page):
    assert "no-store" in Client().get(page)["Cache-Control"]


def test_permissions_are_given_up():
    assert "camera=()" in Client().get("/account/login/")["Permissions-Policy"]


def test_a_foreign_host_is_refused():
    assert Client().get("/account/login/", headers={"host": "evil.example"}).status_code == 400


def test_cookies_have_names_of_our_own_and_are_kept_from_scripts(person, sign_in):
    browser = sign_in(person("nadia"))
    for name in ("openbook_portal_session", "openbook_portal_csrf", "openbook_portal_device"):
        cookie = browser.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
    assert set(browser.cookies) == {
        "openbook_portal_session",
        "openbook_portal_csrf",
        "openbook_portal_device",
        "messages",
    } - ({"messages"} if "messages" not in browser.cookies else set())


def test_a_form_without_its_token_is_refused_and_says_so(person):
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post("/account/login/", {"login": "a@example.com", "password": "x"})
    assert answer.status_code == 403
    assert "This form has expired" in answer.content.decode()


def test_health_answers_without_signing_in():
    assert Client().get("/healthz").content == b"ok\n"


def test_the_style_guide_is_for_debugging_only(settings):
    assert Client().get("/styleguide").status_code == 404
    settings.DEBUG = True
    assert Client().get("/styleguide").status_code == 200
