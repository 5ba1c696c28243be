"""A served product, a Chromium, and what people do with both on their way to being paid."""

from __future__ import annotations

import csv
import json
import re
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.end_to_end.people import Person, sign_in
from tests.end_to_end.product import Product
from tests.end_to_end.serve import Addresses, served

SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
PROGRAM = "quay"
PASSWORD = "another long passphrase"  # of who applies
# As people's browsers call themselves: clicks of headless ones count nowhere.
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0"
PATIENCE = 60_000  # ms
SEALED_SECONDS = 60  # what a click takes at most to the files that a refresh reads


class Walk:
    """A product, where it answers, and a browser; what consoles complain about is kept."""

    def __init__(self, product: Product, at: Addresses, chromium: Browser) -> None:
        self.product, self.at, self.chromium = product, at, chromium
        self.complaints: list[str] = []

    def page(self, width: int = 1440, *, scripts: bool = True) -> Page:
        """A fresh browser's page."""
        context = self.chromium.new_context(
            java_script_enabled=scripts, locale="en-GB", user_agent=AGENT,
            viewport={"width": width, "height": 900},
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("console", lambda m: self._note(page, m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self._note(page, str(error)))
        return page

    def _note(self, page: Page, text: str) -> None:
        self.complaints.append(f"{page.url}: {text}")

    def signed_in(self, who: Person, width: int = 1440, *, scripts: bool = True) -> Page:
        """A page on which somebody has signed in, as people do."""
        page = self.page(width, scripts=scripts)
        page.goto(self.at.portal)
        sign_in(page, who)
        page.wait_for_url(lambda url: "/account/" not in url)
        return page

    def open(self, page: Page, path: str) -> Page:
        """Go to a page of the portal, which must be there."""
        answer = page.goto(self.at.portal + path)
        assert answer
        assert answer.status == 200, f"{path}: {answer.status}"
        return page

    def mail_to(self, address: str) -> str:
        """The text of the newest mail to somebody."""
        folder = self.product.data_dir / "mail"
        for path in sorted(folder.iterdir(), key=lambda p: p.stat().st_mtime, reverse=True):
            text = path.read_text()
            if f"To: {address}" in text:
                return text
        raise AssertionError(f"no mail to {address} in {folder}")

    def applied(self, name: str, email: str) -> Page:
        """The page of an application that was handed in: form, mailed link, password, terms."""
        page = self.open(self.page(), f"/apply/{PROGRAM}/")
        page.get_by_label("Name of the partner").fill(name)
        page.get_by_label("Your name").fill(name)
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Country").select_option("ES")
        page.locator("input[name=traffic][value=website]").check()
        page.get_by_role("button", name="Send me the link").click()
        page.get_by_role("heading", name="mail").wait_for()
        mailed = re.search(r"/apply/\S+/verify/\S+/", self.mail_to(email))
        assert mailed
        self.open(page, mailed[0])
        page.locator("input[name=password]").fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
        page.locator("input[name=accept]").check()
        page.get_by_role("button", name="Hand in the application").click()
        return page

    def clicked(self, page: Page, link: str, landing: str) -> str:
        """Click a link at the collector, wait until the click lies in landing; its id."""
        path = urlsplit(link).path
        answer = page.request.get(self.at.collector + path + "?sub1=blog", max_redirects=0)
        assert answer.status == 302
        target = urlsplit(answer.headers["location"])
        assert f"{target.scheme}://{target.netloc}{target.path}" == landing
        asked = parse_qs(target.query)
        assert asked["sub1"] == ["blog"]
        self._wait_for(asked["click_id"][0], path.split("/r/")[1])
        return asked["click_id"][0]

    def _wait_for(self, click_id: str, code: str) -> None:
        folders: Path = self.product.data_dir / "landing"
        until = time.monotonic() + SEALED_SECONDS
        while time.monotonic() < until:
            for path in folders.glob("*/clicks/[!.]*"):
                rows = [json.loads(line) for line in path.read_text().splitlines()]
                if any(r["click_id"] == click_id and r["link_code"] == code for r in rows):
                    return
            time.sleep(0.5)
        raise AssertionError(f"no click {click_id} of {code} in {folders}")

    def decided(self, verb: str, who: Person, day: str) -> str:
        """Mint a token on a batch's review page and do with it what the job does; the state."""
        page = self.open(self.signed_in(who), f"/staff/{PROGRAM}/payouts/{day}/")
        page.get_by_label(verb, exact=True).check()
        page.get_by_label("Code of your authenticator, now").fill(who.code())
        page.get_by_role("button", name="Mint").click()
        pasted = page.locator(".recompute code").inner_text()
        told = dict(re.findall(r'(\w+): "([^"]+)"', pasted))
        done = self.product.python(
            "tests.end_to_end.walk_decide", {"verb": verb, "user": who.email, **told}
        )
        return str(done["state"])

    def bank_says(self, batch: str, states: Sequence[str], day: str) -> None:
        """The bank's results file for every payment of a batch, state after state."""
        path = self.product.data_dir / "results.csv"
        with path.open("w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(("EndToEndId", "state", "date", "reason"))
            for payment in self.product.ask(f"payout show {batch}")["payments"]:
                rows.writerows((payment["end_to_end_id"], state, day, "") for state in states)
        self.product.commands(["payout", "confirm", batch, str(path)])


@contextmanager
def chromium_started(play: Playwright) -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail("not run: no Chromium here; as root: apt install chromium", pytrace=False)
    chromium = play.chromium.launch(executable_path=path, args=SWITCHES)
    yield chromium
    chromium.close()


@contextmanager
def walking(product: Product) -> Iterator[Walk]:
    """Serve portal and collector, and start a browser."""
    with (
        served(product, ["portal", "collector"]) as at,
        sync_playwright() as play,
        chromium_started(play) as chromium,
    ):
        yield Walk(product, at, chromium)


def step_up(page: Page, who: Person) -> None:
    """Answer the page that asks for the second factor anew."""
    page.get_by_label("Code").fill(who.code())
    page.get_by_role("button", name="Continue").click()
