"""In Chromium: every page of portal/policy/routes.py, for its people, barred to nobody."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Error, Page, Response, sync_playwright

from tests.end_to_end.every_page import Shot
from tests.end_to_end.product import REPO, Product
from tests.end_to_end.walk import chromium_started

pytestmark = [pytest.mark.browser]
LANGUAGES = {"en": "ltr", "de": "ltr", "ar": "rtl"}
OWN_LANGUAGE = ("partner-widget",)  # its token says it
TOKEN_SECONDS = 500
# From the application to the money.
WAY = {"partner-apply", "partner-application", "account-login", "partner-overview",
       "partner-links-one", "partner-commissions", "partner-commissions-why",
       "partner-statements-one", "partner-payments", "partner-payments-method",
       "partner-payments-request"}  # fmt: skip
# Pages that lead on to another one, and how that one's address begins.
LEADS_ON = {
    "mfa-authenticate": "/larkspur/P-2002/",  # who is signed in already
    "mfa-login-webauthn": "/account/login/",
    "account-reauthenticate": "/account/2fa/reauthenticate/",
    "account-set-password": "/account/password/change/",
    "account-reset-password-from-key": "/account/password/reset/key/",
    "idp-oidc-authorization": "/account/login/",
    "partner-home": "/larkspur/P-2002/",
    "partner-reports-open": "/larkspur/P-2002/reports/",
    "partner-commissions-find": "/larkspur/P-2002/commissions/2026-10/",
    "partner-terms-answer": "/larkspur/P-2002/terms/",  # an answer that has come
    "staff-deals-proposal-effect": "/staff/larkspur/deals/proposals/",
}
# Pages that answer otherwise than 200 to what is asked here.
ANSWERS = {"styleguide": 404, "mfa-download-recovery-codes": 403}  # developers; shown once only


class Stage:
    """The served fixture and a browser for each of its people."""

    def __init__(self, told: dict[str, Any], chromium: Browser) -> None:
        self.address, self._cookie = told["address"], told["cookie"]
        self._sessions, self.chromium = told["sessions"], chromium
        self.shots = [Shot(**one) for one in told["pages"]]
        self._heard: list[tuple[set[str], str]] = []
        self._no_pages: set[str] = set()
        self._since = time.monotonic()

    def context(self, email: str, width: int, **more: Any) -> BrowserContext:
        """A browser of somebody; its console's complaints are kept."""
        made = self.chromium.new_context(
            locale="en-GB", viewport={"width": width, "height": 900}, **more
        )
        value = self._sessions.get(email, "-")
        made.add_cookies([{"name": self._cookie, "value": value, "url": self.address}])
        return made

    def each(
        self, width: int = 1440, language: str = "en", names: Collection[str] = (), **more: Any
    ) -> Iterator[tuple[Page, Shot, Response]]:
        """Each page, or those with `names`, opened by its person; files are left out."""
        pages: dict[str, Page] = {}
        for shot in self.shots:
            if (names and shot.name not in names) or self._is_over(shot):
                continue
            if shot.email not in pages:
                page = pages[shot.email] = self._listened(self.context(shot.email, width, **more))
                page.goto(self.address + ("/account/sessions/" if shot.email else "/apply/"))
                speak(page, language)
            page = pages[shot.email]
            answer = self._opened(page, shot)
            is_page = answer and answer.headers.get("content-type", "").startswith("text/html")
            if answer and is_page:
                yield page, shot, answer
            if not is_page or shot.name in ANSWERS:  # Chromium complains of files that it shows
                self._no_pages |= {self.address + shot.path, answer.url if answer else ""}
        for page in pages.values():
            page.context.close()

    def _is_over(self, shot: Shot) -> bool:
        """Whether the widget's token is too old by now: the first rounds have looked at it."""
        return shot.name == "partner-widget" and time.monotonic() - self._since > TOKEN_SECONDS

    def _opened(self, page: Page, shot: Shot) -> Response | None:
        try:
            return page.goto(self.address + shot.path)
        except Error as error:
            if "Download is starting" not in str(error):
                raise
            return None  # a file

    def _listened(self, context: BrowserContext) -> Page:
        page = context.new_page()

        def complained(message: Any) -> None:
            if message.type == "error":
                self._heard.append(({page.url, message.location["url"]}, message.text))

        page.on("console", complained)
        page.on("pageerror", lambda error: self._heard.append(({page.url}, str(error))))
        return page

    @property
    def complaints(self) -> list[str]:
        """What the browsers said against pages, whenever it came: not of files that they show."""
        return [
            f"{' '.join(sorted(urls))}: {text}"
            for urls, text in self._heard
            if not urls & self._no_pages
        ]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("stage")
    host = subprocess.Popen(
        [sys.executable, "-m", "tests.end_to_end.stage", str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=REPO,
        env=Product(folder).environment(),
    )  # fmt: skip
    assert host.stdin
    assert host.stdout
    try:
        said = host.stdout.readline()
        assert said, "the stage was not set; what it says is above"
        with sync_playwright() as play, chromium_started(play) as chromium:
            yield Stage(json.loads(said), chromium)
    finally:
        host.stdin.close()
        host.wait(timeout=60)


def speak(page: Page, language: str) -> None:
    """Choose a language as people do: the button that bears its name."""
    if page.locator("html").get_attribute("lang") == language:
        return
    button = page.locator(f"form.languages button[value={language}]").first
    button.evaluate("button => button.form.requestSubmit(button)")
    # A selector, not a function: to poll one, the browser would evaluate text, which we forbid.
    page.locator(f"html[lang='{language}']").wait_for(state="attached")


def faults(page: Page, shot: Shot, answer: Response, width: int) -> list[str]:
    """What is wrong with an opened page: answer, policy, width, heading."""
    found = []
    if answer.status != ANSWERS.get(shot.name, 200):
        found.append(f"answers {answer.status}")
    path = page.url.split("/", 3)[3]
    wanted = LEADS_ON.get(shot.name, shot.path)
    if not f"/{path}".startswith(wanted):
        found.append(f"leads to /{path}")
    policy = answer.headers.get("content-security-policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy:
        found.append(f"policy {policy!r}")
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        found.append(f"{wide} px wide at {width}")
    if not page.locator("h1").count():
        found.append("no heading")
    return [f"{shot.name}: {fault}" for fault in found]


def barriers(page: Page, shot: Shot) -> list[str]:
    """What axe finds."""
    return [
        f"{shot.name}: {one['id']} {[node['html'][:160] for node in one['nodes'][:3]]}"
        for one in Axe().run(page).response["violations"]
    ]


def test_every_page_opens_whole_and_bars_nobody(stage: Stage) -> None:
    bad = []
    for page, shot, answer in stage.each():
        bad += faults(page, shot, answer, 1440) + barriers(page, shot)
    assert not bad, "\n".join(bad)
    assert stage.complaints == []


def in_language(stage: Stage, language: str, width: int, names: Collection[str] = ()) -> list[str]:
    """What is wrong with pages in a language at a width."""
    bad = []
    for page, shot, answer in stage.each(width, language, names):
        bad += faults(page, shot, answer, width) + barriers(page, shot)
        root = page.locator("html")
        said = (root.get_attribute("lang"), root.get_attribute("dir"))
        if said != (language, LANGUAGES[language]) and shot.name not in (*ANSWERS, *OWN_LANGUAGE):
            bad.append(f"{shot.name}: {said}")
    return bad


@pytest.mark.parametrize(("language", "width"), [("ar", 390), ("de", 390)])
def test_the_way_in_other_languages_on_a_phone(stage: Stage, language: str, width: int) -> None:
    bad = in_language(stage, language, width, WAY)
    assert not bad, "\n".join(bad)


@pytest.mark.long  # a hundred pages five times: minutes of Chromium
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_in_every_language_and_width(stage: Stage, language: str, width: int) -> None:
    bad = in_language(stage, language, width)
    assert not bad, "\n".join(bad)
    assert stage.complaints == []


@pytest.mark.long
def test_every_page_fits_the_narrowest_phone(stage: Stage) -> None:
    bad = [
        f"{shot.name}: {wide} px wide at 360"
        for page, shot, _answer in stage.each(360)
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > 360
    ]
    assert not bad, "\n".join(bad)


@pytest.mark.long  # the same pages once more; test_browser_partner reads some of them so each time
def test_every_page_reads_with_scripts_switched_off(stage: Stage) -> None:
    bad = []
    for page, shot, answer in stage.each(java_script_enabled=False):
        heading = page.locator("h1")
        if answer.status != ANSWERS.get(shot.name, 200) or not heading.count():
            bad.append(f"{shot.name}: {answer.status}")
        elif not heading.first.inner_text().strip() or not page.locator("main").count():
            bad.append(f"{shot.name}: nothing to read")
    assert not bad, "\n".join(bad)


def test_the_letter_of_a_deed_goes_to_its_button_and_does_nothing_by_itself(stage: Stage) -> None:
    for page, shot, _answer in stage.each(names={"staff-applications-one"}):
        page.keyboard.press("x")
        assert page.evaluate("document.activeElement.value") == "refuse"
        reason = page.locator("#reason")
        reason.press("a")  # a letter of the reason, no key
        assert page.evaluate("document.activeElement.id") == "reason"
        assert (reason.input_value(), page.url) == ("a", stage.address + shot.path)
