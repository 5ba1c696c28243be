"""The Links pages: who may build, what a visitor gets, and what is not there for others."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.links.models import Link
from portal.links.services import host_allow
from portal.partners.authors import Author

Browsers = Callable[[str], Client]
BASE = "/larkspur/P-2002/links/"
GET_PAGES = ("", "new/", "bulk/", "links.csv", "code/spring/", "code/spring/qr.svg")
DEEDS = ("code/spring/test/", "code/spring/archive/")


@pytest.fixture
def nadia(browser_of: Browsers) -> Client:
    browser = browser_of("nadia")
    host_allow(by=Author("test"), program_id="larkspur", host="larkspur.example")
    browser.post(BASE + "new/", {
        "destination": "https://larkspur.example/gold?lang=de", "campaign": "Spring",
        "sub1": "news", "link_code": "spring", "with_partner_code": "on",
    })  # fmt: skip
    return browser


@pytest.mark.parametrize("page", GET_PAGES)
def test_works(nadia: Client, page: str) -> None:
    assert nadia.get(BASE + page).status_code == 200


def test_a_link_is_made_with_its_code_and_qr(nadia: Client) -> None:
    text = nadia.get(BASE + "code/spring/").content.decode()
    assert "/r/spring" in text
    assert re.search(r'<path d="M4 4h7', text), "a QR code begins with its corner"
    assert "sub1=news" in text
    assert "partner_code=P-2002" in text


def test_the_qr_file_is_a_download(nadia: Client) -> None:
    response = nadia.get(BASE + "code/spring/qr.svg")
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Content-Disposition"].startswith("attachment")


def test_the_test_click_goes_to_the_collector_with_a_token(nadia: Client) -> None:
    response = nadia.post(BASE + "code/spring/test/")
    assert response.status_code == 302
    assert "/r/spring?ob_test=" in response["Location"]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "Choose a page or write an address"),
        ({"destination": "https://evil.example/"}, "Links may not lead to this host"),
        ({"destination": "javascript:alert(1)"}, "Write one address with https"),
        ({"destination": "https://larkspur.example/", "link_code": "Spring"}, "is taken"),
        ({"destination": "https://larkspur.example/", "campaign": "<b>"}, "Letters, digits"),
        ({"landing_page": "99999"}, "Select a valid choice"),
    ],
)
def test_what_is_refused_says_why_beside_the_field(
    nadia: Client, fields: dict[str, str], says: str
) -> None:
    response = nadia.post(BASE + "new/", fields)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert Link.objects.count() == 1


def test_a_colleague_of_marketing_builds_too(nadia: Client, browser_of: Browsers) -> None:
    ola = Client()
    from portal.accounts.models import User

    ola.force_login(User.objects.get(email="ola@example.com"))
    assert ola.post(BASE + "new/", {"destination": "https://larkspur.example/"}).status_code == 302


def test_who_only_reads_sees_the_list_and_builds_nothing(nadia: Client) -> None:
    from portal.accounts.models import Membership, User

    ola = User.objects.get(email="ola@example.com")
    Membership.objects.filter(user=ola).update(role="read_only")
    browser = Client()
    browser.force_login(ola)
    page = browser.get(BASE).content.decode()
    assert "spring" in page
    assert "links/new/" not in page
    for path in ("new/", "bulk/"):
        assert browser.get(BASE + path).status_code == 403
    for path in DEEDS:
        assert browser.post(BASE + path).status_code == 403


@pytest.mark.parametrize("page", GET_PAGES)
def test_a_stranger_finds_nothing(nadia: Client, page: str) -> None:
    from portal.accounts.models import User

    browser = Client()
    browser.force_login(User.objects.get(email="stranger@example.com"))
    assert browser.get(BASE + page).status_code == 404
    assert browser.get("/larkspur/P-2004/links/code/spring/").status_code == 404
    for path in DEEDS:
        assert browser.post("/larkspur/P-2004/links/" + path).status_code == 404


def test_a_bad_code_is_not_there(nadia: Client) -> None:
    assert nadia.get(BASE + "code/winter/").status_code == 404


@pytest.mark.parametrize("page", DEEDS)
def test_deeds_are_posts(nadia: Client, page: str) -> None:
    assert nadia.get(BASE + page).status_code == 405


def test_a_csv_makes_links_or_says_which_rows(nadia: Client) -> None:
    good = SimpleUploadedFile("l.csv", b"destination\nhttps://larkspur.example/a\n")
    assert nadia.post(BASE + "bulk/", {"file": good}).status_code == 302
    bad = SimpleUploadedFile("l.csv", b"destination\nhttps://evil.example/a\n")
    response = nadia.post(BASE + "bulk/", {"file": bad})
    assert response.status_code == 422
    assert "links may not lead to evil.example" in response.content.decode()
    assert Link.objects.count() == 2


def test_put_away_links_leave_the_list(nadia: Client) -> None:
    nadia.post(BASE + "code/spring/archive/")
    assert "spring" not in nadia.get(BASE).content.decode()
    assert "spring" in nadia.get(BASE + "?archived=1").content.decode()
