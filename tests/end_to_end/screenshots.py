"""Pictures of every page, to be looked at.

python -m tests.end_to_end.screenshots OUT_DIR [page …]           the tests' fixture
python -m tests.end_to_end.screenshots OUT_DIR --demo [page …]    DATA_DIR's demo, all its people

Serves the portal, signs in as its people, and takes each page at 1440 and 390 px in light and
dark; `page` is a name or its beginning. `--en`, `--de` and `--ar` narrow by language, `--1440`,
`--390`, `--light` and `--dark` by how they are taken; `--sheets` puts the pictures together on
contact sheets as well. Drives the system's Chromium.
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

from tests.end_to_end import stage

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
Shots = list[Any]  # of every_page.Shot, which can be imported once Django runs


def take(out: Path, shots: Shots, only: list[str], how: set[str]) -> None:
    """One picture a page, width and scheme in `out`; `only` narrows the pages by name, `how` by
    widths and schemes (`390`, `dark`)."""
    from playwright.sync_api import sync_playwright

    wanted = [s for s in shots if not only or any(s.name.startswith(word) for word in only)]
    with stage.served() as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for email, language in dict.fromkeys((s.email, s.language) for s in wanted):
            own = [s for s in wanted if (s.email, s.language) == (email, language)]
            with speaking(email, language):
                _take_all(browser, out, address, own, how)
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


def _take_all(browser: Any, out: Path, address: str, shots: Shots, how: set[str]) -> None:
    from django.conf import settings

    email, language = shots[0].email, shots[0].language
    names = {settings.SESSION_COOKIE_NAME: stage.session_of(email) if email else "-",
             settings.LANGUAGE_COOKIE_NAME: language}  # fmt: skip
    cookies = [{"name": name, "value": value, "url": address} for name, value in names.items()]
    for width in [w for w in WIDTHS if str(w) in how] or WIDTHS:
        for scheme in [s for s in SCHEMES if s in how] or SCHEMES:
            context = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=scheme
            )
            context.add_cookies(cookies)
            page = context.new_page()
            page.on("console", lambda m: print(m.text) if m.type == "error" else None)
            for shot in shots:
                _take(page, out / f"{shot.name}.{width}-{scheme}.png", address + shot.path, width)
            context.close()


def _take(page: Any, path: Path, address: str, width: int) -> None:
    """One picture; a file is none. Says what is too wide or did not open."""
    from playwright.sync_api import Error

    try:
        answer = page.goto(address)
    except Error as error:
        if "Download is starting" not in str(error):
            raise
        return
    if answer is None or not answer.headers.get("content-type", "").startswith("text/html"):
        return
    wide = page.evaluate("document.documentElement.scrollWidth")
    if answer.status != 200 or wide > width:
        print(f"{path.name}: status {answer.status}, {wide} px wide, {address}")
    page.screenshot(path=path, full_page=True)


def demo_shots() -> Shots:
    """Pages of DATA_DIR's demo, which must be built already."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    from django.conf import settings

    from portal.config import wsgi  # noqa: F401 - starts Django and makes static files
    from tests.end_to_end import demo_pages

    settings.ALLOWED_HOSTS.append("testserver")
    return demo_pages.shots()


def fixture_shots(folder: Path) -> Shots:
    """Pages of the tests' fixture, made in `folder`."""
    stage.prepare(folder)
    from tests.end_to_end import every_page

    return every_page.pages(*stage.PARTNER)


def main() -> None:
    """Entry point."""
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    if not words:
        raise SystemExit(__doc__)
    out = Path(words[0])
    out.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="openbook-pictures-"))
    try:
        shots = demo_shots() if "--demo" in sys.argv else fixture_shots(folder)
        spoken = [code for code in ("en", "de", "ar") if f"--{code}" in sys.argv]
        how = {word.removeprefix("--") for word in sys.argv if word.startswith("--")}
        take(out, [s for s in shots if not spoken or s.language in spoken], words[1:], how)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if "--sheets" in sys.argv:
        from tests.end_to_end.contact_sheets import sheets

        print("\n".join(str(path) for path in sheets(out)))


if __name__ == "__main__":
    main()
