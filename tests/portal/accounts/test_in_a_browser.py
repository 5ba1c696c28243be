"""In Chromium: the pages work under their own content security policy, to the other surface too."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from portal.accounts import oidc, services
from tests.portal.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def surface(settings) -> Iterator[list[str]]:
    """Another surface on its own port; the list holds the addresses it was called with."""
    called: list[str] = []

    class Callback(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            called.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"signed in elsewhere")

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Callback)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.DASHBOARDS_URL = f"http://127.0.0.1:{server.server_port}"
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": policy | {"form-action": ["'self'", settings.DASHBOARDS_URL]}
    }
    yield called
    server.shutdown()


def test_signing_in_from_another_surface_ends_there(page, live_server, surface, person):
    user = person("asha", roles={"larkspur": "analyst"}, with_totp=True)
    client = next(c for c in oidc.oidc_clients_ensure() if c.client_id == "dashboards")
    asked = {
        "client_id": client.client_id,
        "response_type": "code",
        "scope": "openid email profile",
        "redirect_uri": client.redirect_uri,
        "state": "abc",
    }
    page.goto(f"{live_server.url}/identity/o/authorize?{urlencode(asked)}")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Code").fill(services.totp_code_now(user))
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("signed in elsewhere").wait_for()
    assert page.complaints == []
    given = parse_qs(urlsplit(surface[0]).query)
    assert given["state"] == ["abc"]
    assert len(given["code"][0]) > 20


def test_setting_up_a_second_factor_works_under_the_policy(page, live_server, person):
    person("daniel", roles={"larkspur": "finance_checker"})
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_label("Email").fill("daniel@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Set up your authenticator").wait_for()
    box = page.locator("svg.qr").bounding_box()
    assert box is not None
    assert box["width"] > 120
    assert page.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["/account/login/", "/nothing-here", "/styleguide"])
def test_nothing_bars_anybody(page, live_server, settings, scheme, address):
    settings.DEBUG = address == "/styleguide"
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(live_server.url + address)
    found = Axe().run(page)
    assert [v["id"] for v in found.response["violations"]] == []
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0
