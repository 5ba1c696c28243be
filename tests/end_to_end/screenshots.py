"""Pictures of every page, to be looked at.

python -m tests.end_to_end.screenshots OUT_DIR [page …]           the fixture's partner pages
python -m tests.end_to_end.screenshots OUT_DIR --demo [page …]    DATA_DIR's demo, all its people

Serves the portal, signs in as its people, and takes each page at 1440 and 390 px in light and
dark; `page` is a name or its beginning. Drives the system's Chromium (/usr/bin/chromium).
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.end_to_end.demo_pages import Shot

WIDTHS = (1440, 390)
SCHEMES = ("light", "dark")
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AUREL, HALDEN = "/larkspur/P-2002/", "/tamarind/P-3001/"


def pages() -> dict[str, str]:
    """Name → address. Lines are found in the fixture: the same ones each time."""
    from portal.releases.reader import current_release
    from portal.releases.selectors.commissions import LineFilter, lines_page, unpaid_list
    from portal.releases.selectors.overview import overview_get

    larkspur, tamarind = current_release("larkspur"), current_release("tamarind")
    overview = overview_get(larkspur, "P-2002")
    assert overview
    amended = overview.corrections[0].example_line_id
    cpa = lines_page(larkspur, "P-2002", calendar_id="month", period_id="2026-10",
                     narrow=LineFilter(component_id="first_deposit_cpa")).lines[0]  # fmt: skip
    october = lines_page(tamarind, "P-3001", calendar_id="month", period_id="2026-10",
                         narrow=LineFilter(component_id="revenue_share")).lines[0]  # fmt: skip
    september = lines_page(tamarind, "P-3001", calendar_id="month", period_id="2026-09",
                           narrow=LineFilter(component_id="sports_share")).lines[0]  # fmt: skip
    august = lines_page(tamarind, "P-3001", calendar_id="month", period_id="2026-08",
                        narrow=LineFilter()).lines[0]  # fmt: skip
    unpaid = unpaid_list(larkspur, "P-2002", period_id="2026-10")[-1]
    return {
        "overview": AUREL,
        "overview-casino": HALDEN,
        "reports": AUREL + "reports/?by=symbol_group&then=level",
        "reports-day": AUREL + "reports/?by=day",
        "reports-lines": AUREL + "reports/?by=line&level=1",
        "reports-empty": AUREL + "reports/?country=FI&level=0",
        "commissions": AUREL + "commissions/",
        "commissions-unpaid": AUREL + "commissions/unpaid/",
        "why": f"{AUREL}commissions/2026-09/{amended}/",
        "why-cpa": f"{AUREL}commissions/2026-10/{cpa.line_id}/",
        "why-period": f"{HALDEN}commissions/2026-10/{october.line_id}/",
        "why-slices": f"{HALDEN}commissions/2026-09/{september.line_id}/",
        "why-locked": f"{HALDEN}commissions/2026-08/{august.line_id}/",
        "why-not": f"{AUREL}commissions/unpaid/2026-10/{unpaid.event_id}/",
        "statements": AUREL + "statements/",
        "statement": AUREL + "statements/month/2026-09/USD/",
        "payments": AUREL + "payments/",
    }


def prepare(folder: Path, *, debug: bool = True) -> None:
    """Settings, database, releases and people in `folder`."""
    os.environ["DATA_DIR"] = str(folder)
    if debug:
        os.environ["OPENBOOK_DEBUG"] = "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.config.settings"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from tests.fixtures.release import build_releases
    from tests.fixtures.release_people import populate, write_clock

    build_releases(folder)
    write_clock(folder)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    populate()
    settings.ALLOWED_HOSTS.append("testserver")
    if not debug:
        call_command("collectstatic", verbosity=0, interactive=False)


def served() -> Iterator[str]:
    """The address of a live server, while the caller runs."""
    from django.conf import settings
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test.testcases import LiveServerThread

    server = LiveServerThread(
        "localhost", StaticFilesHandler if settings.DEBUG else lambda pages: pages
    )
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://localhost:{server.port}"
    server.terminate()


def session_of(email: str) -> str:
    """A session key of a signed-in person, as the sign-in page would have made it."""
    from allauth.account.internal.flows.login import record_authentication
    from django.conf import settings
    from django.test import Client, RequestFactory

    from portal.accounts.models import User

    user = User.objects.get(email=email)
    client = Client()
    client.force_login(user)
    request = RequestFactory().get("/")
    request.session = session = client.session
    record_authentication(request, user, method="mfa", type="totp")
    session.save()
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def take(out: Path, shots: list[Shot], only: list[str]) -> None:
    """One picture a page, width and scheme in `out`; `only` narrows the pages by name."""
    from playwright.sync_api import sync_playwright

    wanted = [s for s in shots if not only or any(s.name.startswith(word) for word in only)]
    for address in served():
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for email, language in dict.fromkeys((s.email, s.language) for s in wanted):
                own = [s for s in wanted if (s.email, s.language) == (email, language)]
                with speaking(email, language):
                    _take_all(browser, out, address, own)
            browser.close()


@contextmanager
def speaking(email: str, language: str) -> Iterator[None]:
    """The person's language set to `language` for a while."""
    from portal.accounts.models import User

    person = User.objects.filter(email=email)
    before = list(person.values_list("language", flat=True))
    person.update(language=language)
    try:
        yield
    finally:
        for one in before:
            person.update(language=one)


def _take_all(browser: Any, out: Path, address: str, shots: list[Shot]) -> None:
    from django.conf import settings

    email = shots[0].email
    cookies = [{"name": settings.SESSION_COOKIE_NAME, "url": address,
                "value": session_of(email) if email else "-"}]  # fmt: skip
    for width in WIDTHS:
        for scheme in SCHEMES:
            context = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=scheme
            )
            if email:
                context.add_cookies(cookies)
            page = context.new_page()
            page.on("console", lambda m: print(m.text) if m.type == "error" else None)
            for shot in shots:
                answer = page.goto(address + shot.path)
                wide = page.evaluate("document.documentElement.scrollWidth")
                if answer is None or answer.status != 200 or wide > width:
                    print(f"{shot.name} at {width}: status {answer and answer.status},"
                          f" {wide} px wide, {shot.path}")  # fmt: skip
                page.screenshot(path=out / f"{shot.name}.{width}-{scheme}.png", full_page=True)
            context.close()


def demo(out: Path, only: list[str]) -> None:
    """Pictures of DATA_DIR's demo, which must be built already."""
    from tests.end_to_end import demo_pages

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    from django.conf import settings

    from portal.config import wsgi  # noqa: F401 - starts Django and makes static files

    settings.ALLOWED_HOSTS.append("testserver")
    take(out, demo_pages.shots(), only)


def main() -> None:
    """Entry point."""
    words = [word for word in sys.argv[1:] if word != "--demo"]
    if not words:
        raise SystemExit("python -m tests.end_to_end.screenshots OUT_DIR [--demo] [page …]")
    out = Path(words[0])
    out.mkdir(parents=True, exist_ok=True)
    if "--demo" in sys.argv:
        demo(out, words[1:])
        return
    folder = Path(tempfile.mkdtemp(prefix="openbook-pictures-"))
    try:
        prepare(folder)
        fixture = [Shot(name, "nadia@example.com", path) for name, path in pages().items()]
        take(out, fixture, words[1:])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
