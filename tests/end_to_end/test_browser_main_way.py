"""In Chromium: from the form to the first click, and every page of a partner, barred to nobody."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.end_to_end.harbour import DIRECT, LIVE
from tests.end_to_end.people import Person, person_made, sign_in
from tests.end_to_end.product import Product
from tests.end_to_end.serve import Addresses, served

pytestmark = [pytest.mark.browser]
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
PATIENCE = 60_000  # ms
LANDING = "https://harbour.example/start"
BOOKS = f"/{LIVE}/{DIRECT}/"
SEALED_SECONDS = 60  # what a click takes at most to the files that a refresh reads
PUBLIC = ("/apply/", f"/apply/{LIVE}/", "/account/login/", "/account/password/reset/")
PARTNER = (
    "", "reports/?by=component&then=level", "reports/?by=day", "commissions/",
    "commissions/unpaid/", "statements/", "statements/month/2022-10/USD/", "payments/",
    "clients/", "cases/", "cases/missing-client/", "links/", "links/new/", "links/bulk/",
    "links/code/pier/", "creatives/", "developers/", "developers/hooks/",
    "developers/conversions/", "terms/", "network/", "compliance/", "help/", "settings/", "team/",
)  # fmt: skip
ACCOUNT = ("/account/2fa/", "/account/sessions/", "/account/password/change/")


class Walk:
    """A product after October's close, served, open to applicants; and a Chromium."""

    def __init__(self, product: Product, at: Addresses, chromium: Browser) -> None:
        self.product, self.at, self.chromium = product, at, chromium
        self.complaints: list[str] = []

    def page(self, width: int = 1440, *, scripts: bool = True) -> Page:
        """A fresh browser's page; what its console complains about comes into `complaints`."""
        context = self.chromium.new_context(
            java_script_enabled=scripts, locale="en-GB", viewport={"width": width, "height": 900}
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("console", lambda m: self._note(page, m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self._note(page, str(error)))
        return page

    def _note(self, page: Page, text: str) -> None:
        self.complaints.append(f"{page.url}: {text}")

    def signed_in(self, who: Person, width: int = 1440, *, scripts: bool = True) -> Page:
        page = self.page(width, scripts=scripts)
        page.goto(self.at.portal)
        sign_in(page, who)
        page.wait_for_url(f"**{BOOKS}**")
        return page

    def mail_to(self, address: str) -> str:
        """The text of the newest mail to somebody."""
        folder = self.product.data_dir / "mail"
        for path in sorted(folder.iterdir(), key=lambda p: p.stat().st_mtime, reverse=True):
            text = path.read_text()
            if f"To: {address}" in text:
                return text
        raise AssertionError(f"no mail to {address} in {folder}")


@pytest.fixture(scope="module")
def walk(harbour_closed: Product, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail("not run: no Chromium here; as root: apt install chromium", pytrace=False)
    folder = tmp_path_factory.mktemp("walked") / "data"
    shutil.copytree(harbour_closed.data_dir, folder, symlinks=True)
    product = Product(folder)
    asked = {"program": LIVE, "plan": f"{LIVE}/rebate", "landing": LANDING}
    product.python("tests.end_to_end.walk_open", {**asked, "partner": DIRECT, "link": "pier"})
    with served(product, ["portal", "collector"]) as at, sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=path, args=SWITCHES)
        yield Walk(product, at, chromium)
        chromium.close()


@pytest.fixture(scope="module")
def reader(walk: Walk) -> Person:
    return _owner(walk, "rita")


def _owner(walk: Walk, name: str) -> Person:
    seat = ("--partner", f"{LIVE}/{DIRECT}:owner")
    return person_made(walk.product, f"{name}@partner.example", *seat)


def faults(page: Page, path: str, *, width: int, with_axe: bool = True) -> list[str]:
    """What is wrong with a page: its status, its policy, its width, what axe finds."""
    answer = page.goto(path)
    assert answer
    if answer.status != 200:
        return [f"{path}: {answer.status}"]
    found = []
    policy = answer.headers.get("content-security-policy", "")
    if ("script-src" not in policy and "default-src" not in policy) or "unsafe" in policy:
        found.append(f"{path}: policy {policy!r}")
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        found.append(f"{path}: {wide} px wide at {width}")
    if with_axe:
        for violation in Axe().run(page).response["violations"]:
            nodes = [node["html"][:120] for node in violation["nodes"][:3]]
            found.append(f"{path}: {violation['id']} {nodes}")
    return found


def test_an_applicant_has_a_counted_click_in_one_visit(walk: Walk) -> None:
    page = walk.page()
    bad = faults(page, f"{walk.at.portal}/apply/{LIVE}/", width=1440)
    page.get_by_label("Name of the partner").fill("Quill & Co")
    page.get_by_label("Your name").fill("Ada Quill")
    page.get_by_label("E-mail address").fill("ada@quill.example")
    page.get_by_label("Country").select_option("ES")
    page.locator("input[name=traffic][value=website]").check()
    page.get_by_role("button", name="Send me the link").click()
    page.wait_for_load_state()

    mailed = re.search(r"/apply/\S+/verify/\S+/", walk.mail_to("ada@quill.example"))
    assert mailed
    bad += faults(page, walk.at.portal + mailed[0], width=1440)
    page.locator("input[name=password]").fill("another long passphrase")
    page.get_by_role("button", name="Go on").click()
    page.locator("input[name=accept]").check()
    page.get_by_role("button", name="Hand in the application").click()
    link = page.locator(".digest").inner_text().strip()
    bad += faults(page, page.url, width=1440)

    clicked = page.request.get(_at_collector(walk, link) + "?sub1=blog", max_redirects=0)
    assert clicked.status == 302
    target = urlsplit(clicked.headers["location"])
    assert f"{target.scheme}://{target.netloc}{target.path}" == LANDING
    assert "blog" in parse_qs(target.query).get("sub1", [])
    _sealed(walk, urlsplit(link).path.rpartition("/")[2])

    page.get_by_role("link", name="To the Overview").click()
    page.get_by_role("heading", level=1).wait_for()
    assert bad == []
    assert walk.complaints == []


def _at_collector(walk: Walk, link: str) -> str:
    return walk.at.collector + urlsplit(link).path


def _sealed(walk: Walk, code: str) -> None:
    """The click lies, whole, in a file that a refresh takes in."""
    folder: Path = walk.product.data_dir / "landing" / LIVE / "clicks"
    until = time.monotonic() + SEALED_SECONDS
    while time.monotonic() < until:
        lines = [
            json.loads(line)
            for path in folder.glob("[!.]*")
            for line in path.read_text().splitlines()
        ]
        if any(code in line.values() for line in lines):
            return
        time.sleep(0.5)
    raise AssertionError(f"no click of {code} in {folder}")


@pytest.mark.long  # axe on 32 pages: half a minute of Chromium, more on a busy machine
def test_every_page_of_a_partner_bars_nobody(walk: Walk, reader: Person) -> None:
    walk.complaints.clear()
    page = walk.signed_in(reader)
    bad = []
    for path in [*(BOOKS + name for name in PARTNER), *ACCOUNT]:
        bad += faults(page, walk.at.portal + path, width=1440)
    stranger = walk.page(390)
    for path in PUBLIC:
        bad += faults(stranger, walk.at.portal + path, width=390)
    assert bad == []
    assert walk.complaints == []


def test_every_page_reads_with_scripts_switched_off(walk: Walk) -> None:
    page = walk.signed_in(_owner(walk, "silas"), scripts=False)
    for name in PARTNER:
        answer = page.goto(walk.at.portal + BOOKS + name)
        assert answer
        assert answer.status == 200, name
        assert page.locator("h1").inner_text().strip(), name


@pytest.mark.long  # 25 pages in two languages and two widths: minutes of Chromium
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_every_page_in_every_language_and_width(walk: Walk, language: str, width: int) -> None:
    walk.complaints.clear()
    page = walk.signed_in(_owner(walk, f"{language}{width}"), width)
    speak(page, language)
    bad = []
    for name in PARTNER:
        bad += faults(page, walk.at.portal + BOOKS + name, width=width)
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert bad == []
    assert walk.complaints == []


def speak(page: Page, language: str) -> None:
    """Choose a language as people do: the button that bears its name."""
    button = page.locator(f"form.languages button[value={language}]").first
    button.evaluate("button => button.form.requestSubmit(button)")
    page.wait_for_function(f"document.documentElement.lang === '{language}'")
