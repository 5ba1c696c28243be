"""In Chromium, by its people: from the application to the money; the shortest way to a click.

One product of one program, `quay`: 100.00 EUR for each first deposit of 20.00 or more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.by_hand import worked_out
from tests.end_to_end.people import Person, people_made
from tests.end_to_end.product import Product
from tests.end_to_end.walk import PASSWORD, PATIENCE, PROGRAM, Walk, step_up, walking

pytestmark = [pytest.mark.browser]
LANDING = "https://quay.example/start"
OFFICER, MAKER, CHECKER = "olga@staff.example", "mats@staff.example", "chen@staff.example"
SEATS = {
    OFFICER: ("--role", f"{PROGRAM}:compliance"),
    MAKER: ("--role", f"{PROGRAM}:finance_maker"),
    CHECKER: ("--role", f"{PROGRAM}:finance_checker"),
}
BEGUN, TAKEN_IN = "2022-12-20T06:00:00+00:00", "2022-12-21T06:00:00+00:00"
PAID_ON = "2023-01-05"
FACTS = """event_id,type,occurred_at,client_id,click_id,amount,currency
r-1,registration,2022-12-20T07:00:00Z,client-77,{click},,
d-1,deposit,2022-12-20T08:00:00Z,client-77,{click},50.00,EUR
"""
# A batch is frozen on feeds that have reached the end of what was closed.
LATER = "2023-01-04T20:00:00+00:00"
FEED_GOES_ON = """event_id,type,occurred_at,client_id
r-2,registration,2023-01-04T20:00:00Z,client-78
"""


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    """20 December 2022: a program of that month, which decides about its applicants."""
    product = Product(tmp_path_factory.mktemp("walked") / "data")
    product.stand_still_at(BEGUN)
    product.take_plans(PROGRAM, PROGRAM)
    product.commands(
        ["program", "create", PROGRAM, "--name", "Quay Casino", "--vertical", "igaming",
         "--currency", "EUR", "--first-period", "2022-12", "--debtor-name", "Quay Ltd",
         "--debtor-iban", "DE89370400440532013000"]
    )  # fmt: skip
    opened(product, is_automatic=False)
    with walking(product) as found:
        yield found


def opened(product: Product, *, is_automatic: bool) -> None:
    asked = {"program": PROGRAM, "plan": "welcome", "landing": LANDING}
    product.python("tests.end_to_end.walk_open", asked | {"is_automatic": is_automatic})


def test_from_the_application_to_the_money(walk: Walk) -> None:
    expect.set_options(timeout=PATIENCE)
    people = people_made(walk.product, SEATS)
    page = walk.applied("Kestrel Guides", "kim@kestrel.example")
    desk = walk.signed_in(people[OFFICER])
    admitted(walk, desk, "Kestrel Guides")
    page.reload()
    link = page.locator(".digest").inner_text().strip()
    click = walk.clicked(page, link, LANDING)

    walk.product.stand_still_at(TAKEN_IN)
    walk.product.drop(PROGRAM, "conversions", "december.csv", FACTS.format(click=click))
    walk.product.commands("refresh")
    page.get_by_role("link", name="To the Overview").click()
    why_is_read(page)
    owner = authenticator_added(walk, page)
    account_added(walk, page, owner)
    identity_confirmed(desk, owner)

    walk.product.stand_still_at(LATER)
    walk.clicked(page, link, LANDING)
    walk.product.drop(PROGRAM, "conversions", "january.csv", FEED_GOES_ON)
    walk.product.stand_still_at(f"{PAID_ON}T06:00:00+00:00")
    walk.product.commands(f"close {PROGRAM} 2022-12")
    statement_is_read(page)
    payment_requested(page, owner)
    batch = walk.product.ask(f"payout freeze {PROGRAM}")["batch_id"]
    assert walk.decided("submit", people[MAKER], PAID_ON) == "submitted"
    assert walk.decided("approve", people[CHECKER], PAID_ON) == "exported"
    states(page, "Sent")
    walk.bank_says(batch, ("accepted", "settled"), "2023-01-06")
    states(page, "Settled")
    assert walk.complaints == []


def test_an_applicant_has_a_counted_click_in_one_visit(walk: Walk) -> None:
    """Where the program admits by itself: form, mail, password, terms, link, click, Overview."""
    opened(walk.product, is_automatic=True)
    page = walk.applied("Quill & Co", "ada@quill.example")
    walk.clicked(page, page.locator(".digest").inner_text().strip(), LANDING)
    page.get_by_role("link", name="To the Overview").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
    assert walk.complaints == []


def admitted(walk: Walk, desk: Page, name: str) -> None:
    """Compliance reads an application and admits, with a reason."""
    walk.open(desk, f"/staff/{PROGRAM}/applications/")
    desk.get_by_role("link", name=name).click()
    desk.get_by_label("Reason, shown to the applicant").fill("A site we know.")
    desk.get_by_role("button", name="Admit").click()
    expect(desk.get_by_text("It became")).to_be_visible()


def why_is_read(page: Page) -> None:
    """100.00 on the Overview; one click on, why: the deposit of 50.00."""
    assert page.locator(".hero .amount").inner_text().split() == ["€100.00"]
    page.locator("section", has_text="What earned it").get_by_role("link", name="Why?").click()
    assert worked_out(page.locator(".recompute code").inner_text()) == 100
    expect(page.locator(".eq-note")).to_contain_text("equal")
    expect(page.locator("#conditions")).to_contain_text("50.00")


def authenticator_added(walk: Walk, page: Page) -> Person:
    """The new partner's owner sets up an authenticator; the person, who now has one."""
    books = re.search(rf"/{PROGRAM}/P-\d+/", page.url)
    assert books
    walk.open(page, "/account/2fa/")
    page.get_by_role("link", name="Set it up").click()
    if "/reauthenticate" in page.url:
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Continue").click()
    page.get_by_text("Type it instead").click()
    secret = page.locator(".digest").inner_text().strip()
    owner = Person("kim@kestrel.example", PASSWORD, secret)
    page.get_by_label("Code").fill(owner.code())
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    walk.open(page, books[0] + "payments/")
    return owner


def account_added(walk: Walk, page: Page, owner: Person) -> None:
    """Bank details, with a fresh code; they are used in 72 hours."""
    page.get_by_role("link", name="Add an account").click()
    if "/step-up" in page.url:
        step_up(page, owner)
    page.get_by_label("Account holder", exact=False).first.fill("Kestrel Guides SL")
    page.get_by_label("IBAN or account number").fill("ES91 2100 0418 4502 0005 1332")
    page.get_by_role("button", name="Change it").click()
    expect(page.get_by_text("Usable from")).to_be_visible()
    assert "1332" in walk.mail_to(owner.email)


def identity_confirmed(desk: Page, owner: Person) -> None:
    """Compliance has seen who the partner is; before that nothing is paid."""
    desk.get_by_text("It became").get_by_role("link").click()
    expect(desk.get_by_text(owner.email)).to_be_visible()
    desk.get_by_label("What you looked at").fill("Register extract of 20 December")
    desk.get_by_role("button", name="The identity is verified").click()
    expect(desk.get_by_text("verified 21 Dec 2022")).to_be_visible()


def statement_is_read(page: Page) -> None:
    """December is closed: what was earned is booked."""
    page.get_by_role("link", name="Statements").first.click()
    page.locator("a[href*='/statements/month/2022-12/']").first.click()
    assert page.locator(".hero .amount").inner_text().split() == ["€100.00"]
    expect(page.get_by_text("never changes again")).to_be_visible()


def payment_requested(page: Page, owner: Person) -> None:
    """All that is available, with a fresh code."""
    page.get_by_role("link", name="Payments").first.click()
    page.get_by_role("link", name="Request payment").click()
    if "/step-up" in page.url:
        step_up(page, owner)
    expect(page.get_by_label("Amount, EUR")).to_have_value("100.00")
    page.get_by_role("button", name="Request it").click()
    expect(page.get_by_text("Requested. It goes into the next batch.")).to_be_visible()
    states(page, "Requested")


def states(page: Page, word: str) -> None:
    """The request's state on the page Payments, which is read anew."""
    page.reload()
    row = page.locator("section", has_text="Requests").get_by_role("row", name="100.00")
    expect(row).to_contain_text(word)
