"""In Chromium: a partner opens a line, reads the formula, and finds the same amount everywhere."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.end_to_end import harbour
from tests.end_to_end.by_hand import worked_out
from tests.end_to_end.harbour import DIRECT, LIVE, earned_by, trades_of
from tests.end_to_end.people import Person, person_made, sign_in
from tests.end_to_end.product import Product
from tests.end_to_end.serve import Addresses, served

pytestmark = [pytest.mark.browser]
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
PATIENCE = 60_000  # ms; the first page of Streamlit takes its imports
OCTOBER = [trade for trade in trades_of() if trade.day.startswith("2022-10")]
DUE = sum((earned_by(trade)[DIRECT] for trade in OCTOBER), Decimal(0))
# 0.03 lots of EURAUD at 5.75 are 0.1725: rounded half away, 0.17.
LOTS, AMOUNT = "0.03 lots", Decimal("0.17")


@dataclass(frozen=True)
class Surfaces:
    """The product after October's close, where it answers, and who may look."""

    product: Product
    at: Addresses
    people: dict[str, Person] = field(default_factory=dict)


@pytest.fixture(scope="module")
def surfaces(
    harbour_closed: Product, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Surfaces]:
    folder = tmp_path_factory.mktemp("served") / "data"
    shutil.copytree(harbour_closed.data_dir, folder, symlinks=True)
    product = Product(folder)
    seat = ("--partner", f"{LIVE}/{DIRECT}:owner")
    people = {
        "partner": person_made(product, "nadia@partner.example", *seat),
        "partner without scripts": person_made(product, "ines@partner.example", *seat),
        "analyst": person_made(product, "oskar@staff.example", "--role", f"{LIVE}:analyst"),
    }
    with served(product, ["portal", "dashboards"]) as addresses:
        yield Surfaces(product, addresses, people)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail("not run: no Chromium here; as root: apt install chromium", pytrace=False)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=SWITCHES)
        yield browser
        browser.close()


def opened(chromium: Browser, *, scripts: bool = True) -> tuple[Page, list[str]]:
    """A fresh browser's page, and what its console complains about."""
    context = chromium.new_context(java_script_enabled=scripts, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    page, complaints = context.new_page(), list[str]()
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page, complaints


def bars_nobody(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found] == [], page.url


def shown(text: str) -> Decimal:
    """`$1,234.50` as a number."""
    found = re.search(r"([\d,]+\.\d\d)", text)
    assert found, text
    return Decimal(found[1].replace(",", ""))


def test_a_partner_finds_one_amount_in_line_statement_and_release(surfaces, chromium) -> None:
    page, complaints = opened(chromium)
    page.goto(surfaces.at.portal)
    sign_in(page, surfaces.people["partner"])
    page.wait_for_url(f"**/{LIVE}/{DIRECT}/**")
    bars_nobody(page)

    page.get_by_role("link", name="Statements").first.click()
    bars_nobody(page)
    page.locator("a[href*='/statements/month/2022-10/']").first.click()
    assert shown(page.locator(".hero").inner_text()) == DUE
    bars_nobody(page)
    lines = page.request.get(page.url + "entries.csv").text()

    page.goto(f"{surfaces.at.portal}/{LIVE}/{DIRECT}/commissions/?period=2022-10")
    bars_nobody(page)
    row = page.locator("tr", has_text="EURAUD").filter(has_text=LOTS)
    assert shown(row.locator("td.main").inner_text()) == AMOUNT
    row.get_by_role("link", name="Why?").click()
    assert shown(page.locator(".answer").inner_text()) == AMOUNT
    assert worked_out(page.locator(".recompute code").inner_text()) == AMOUNT
    expect(page.locator(".eq-note")).to_contain_text("equal")
    bars_nobody(page)
    line_id = page.url.rstrip("/").split("/")[-1]

    booked = [r for r in csv.DictReader(io.StringIO(lines)) if line_id in r.values()]
    assert len(booked) == 1
    assert str(AMOUNT) in booked[0].values()
    released = surfaces.product.rows(LIVE, "pub_portal__lines")
    assert [x["amount_minor"] for x in released if x["line_id"] == line_id] == [17]
    assert complaints == []


def test_the_same_is_read_with_scripts_switched_off(surfaces, chromium) -> None:
    page, _ = opened(chromium, scripts=False)
    page.goto(surfaces.at.portal)
    sign_in(page, surfaces.people["partner without scripts"])
    page.wait_for_url(f"**/{LIVE}/{DIRECT}/**")
    for name in ("Reports", "Commissions", "Statements", "Payments"):
        page.get_by_role("link", name=name).first.click()
        expect(page).to_have_url(re.compile(f"/{name.lower()}/"))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(f"{surfaces.at.portal}/{LIVE}/{DIRECT}/statements/month/2022-10/USD/")
    assert shown(page.locator(".hero").inner_text()) == DUE
    page.goto(f"{surfaces.at.portal}/{LIVE}/{DIRECT}/commissions/?period=2022-10")
    row = page.locator("tr", has_text="EURAUD").filter(has_text=LOTS)
    row.get_by_role("link", name="Why?").click()
    assert worked_out(page.locator(".recompute code").inner_text()) == AMOUNT


def test_staff_find_the_same_sum_in_the_dashboards(surfaces, chromium) -> None:
    page, complaints = opened(chromium)
    page.goto(surfaces.at.dashboards)
    page.get_by_role("button", name="Sign in").click()
    sign_in(page, surfaces.people["analyst"])
    page.wait_for_url(f"{surfaces.at.dashboards}/**")
    page.get_by_role("link", name="Commission explorer").click()
    expect(page.get_by_role("heading", name="Commission explorer")).to_be_visible()
    choose(page, "Month", "October 2022")
    choose(page, "Partner", DIRECT)
    expect(page.get_by_text(f"All lines together: {DUE:,} USD")).to_be_visible()
    cells = page.locator("[role=gridcell]")
    expect(cells.filter(has_text=re.compile(rf"^{AMOUNT} USD$")).first).to_be_attached()
    assert complaints == []


def choose(page: Page, label: str, option: str) -> None:
    """Pick the option that says so, of one of Streamlit's select boxes."""
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=re.compile(option)).click()


def test_nobody_of_another_partner_is_let_in(surfaces, chromium) -> None:
    page, _ = opened(chromium)
    answer = page.goto(f"{surfaces.at.portal}/{LIVE}/{harbour.MASTER}/")
    assert answer
    assert "/account/login/" in page.url


def test_from_an_amount_on_the_overview_to_each_trade_behind_it_in_two_clicks(
    surfaces, chromium
) -> None:
    """October's metals: two of gold and one of silver. The first click opens the largest."""
    page, complaints = opened(chromium)
    page.goto(surfaces.at.portal)
    sign_in(page, surfaces.people["partner"])
    page.wait_for_url(f"**/{LIVE}/{DIRECT}/**")
    page.goto(f"{surfaces.at.portal}/{LIVE}/{DIRECT}/?period=2022-10")
    row = page.get_by_role("row", name=re.compile("metals", re.IGNORECASE))
    due = sorted(earned_by(t)[DIRECT] for t in OCTOBER if t.symbol in ("GOLD_", "SILVER_"))
    assert shown(row.locator("td.main").inner_text()) == sum(due)

    row.get_by_role("link", name="Why?").click()
    expect(page.locator("#events")).to_contain_text("ReportHistory.xlsx")
    assert shown(page.locator(".answer").inner_text()) == due[-1]
    page.locator(".head .tools a").first.click()
    page.wait_for_load_state()
    expect(page.locator("#events")).to_contain_text("ReportHistory.xlsx")
    assert shown(page.locator(".answer").inner_text()) in due[:-1]
    assert complaints == []
