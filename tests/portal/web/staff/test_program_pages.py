"""Administrators say what a program looks like, where links lead, who reports conversions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.audit.models import AuditEvent
from portal.branding.models import Brand
from portal.collector.models import PostbackSource
from portal.collector.services import secrets_of
from portal.links.models import AllowedHost, LandingPage
from portal.partners.models import Program
from portal.payouts.models import PayoutBatch
from tests.portal.branding.test_logos import png
from tests.portal.web.staff.conftest import Staff

HERE = "/staff/larkspur/"
PAGES = ("program/", "look/", "hosts/", "sources/")


@pytest.fixture
def adele(staff: Staff, batch: PayoutBatch, settings: Any, tmp_path: Any) -> Client:
    settings.DATA_DIR = tmp_path
    return staff("adele", "administrator")[1]


def look(**more: Any) -> dict[str, Any]:
    said = {"product_name": "Larkspur Partners", "languages": ["en", "de"], "reason": "New colours",
            "default_language": "en", "footer_en": "Licence 17"}  # fmt: skip
    return said | {"accent_light": "#1f6b3a", "accent_dark": "#8fdcae"} | more


def test_a_look_is_drafted_looked_at_and_published(adele: Client) -> None:
    logo = SimpleUploadedFile("mark.png", png())
    answer = adele.post(HERE + "look/", look(logo=logo))
    assert answer["Location"] == HERE + "look/1/"
    page = adele.get(HERE + "look/1/?theme=dark").content.decode()
    made = Brand.objects.get()
    assert f"/brand/larkspur/{made.sheet_hash}.css" in page
    assert f"/brand/larkspur/{made.logo_sha256}.png" in page
    assert 'data-theme="dark"' in page
    assert "Licence 17" in page
    assert made.sheet_hash not in adele.get(HERE + "look/").content.decode()
    adele.post(HERE + "look/1/publish")
    assert made.sheet_hash in adele.get(HERE + "look/").content.decode()
    assert Program.objects.get(pk="larkspur").name == "Larkspur Partners"


def test_a_colour_that_cannot_be_read_is_refused_beside_the_form(adele: Client) -> None:
    answer = adele.post(HERE + "look/", look(accent_light="#ffff00"))
    assert answer.status_code == 422
    assert "has a contrast of" in answer.content.decode()
    assert not Brand.objects.exists()


def test_a_hostile_logo_is_refused(adele: Client) -> None:
    logo = SimpleUploadedFile("m.svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">'
                              b"<script>alert(1)</script></svg>")  # fmt: skip
    answer = adele.post(HERE + "look/", look(logo=logo))
    assert answer.status_code == 422
    assert "script" in answer.content.decode()


def test_settings_change_with_a_reason(adele: Client) -> None:
    asked = {"payment_day": "12", "two_checkers_above": "5000.50", "reason": "Agreed"}
    assert adele.post(HERE + "program/change", asked).status_code == 302
    program = Program.objects.get(pk="larkspur")
    assert (program.payment_day, program.two_checkers_above_minor) == (12, 500_050)
    assert AuditEvent.objects.filter(verb="program changed", reason="Agreed").exists()
    for wrong in ({"reason": ""}, {"payment_day": "31"}, {"debtor_iban": "DE00"}):
        assert adele.post(HERE + "program/change", asked | wrong).status_code == 422


def test_a_host_is_allowed_and_refused_with_a_reason(adele: Client) -> None:
    adele.post(HERE + "hosts/allow", {"host": "Shop.Example", "with_subdomains": "on"})
    host = AllowedHost.objects.get(host="shop.example")
    assert host.with_subdomains
    page = {"title": "Offer", "url": "https://www.shop.example/offer"}
    assert adele.post(HERE + "hosts/pages", page).status_code == 302
    assert "Offer" in adele.get(HERE + "hosts/").content.decode()
    elsewhere = adele.post(HERE + "hosts/pages", page | {"url": "https://evil.example/"})
    assert (elsewhere.status_code, LandingPage.objects.count()) == (422, 1)
    adele.post(HERE + f"hosts/pages/{LandingPage.objects.get().pk}", {"deed": "hide"})
    assert not LandingPage.objects.get().is_active
    adele.post(HERE + "hosts/refuse", {"host": "shop.example", "reason": ""})
    assert AllowedHost.objects.filter(host="shop.example").exists()
    adele.post(HERE + "hosts/refuse", {"host": "shop.example", "reason": "Sold"})
    assert not AllowedHost.objects.filter(host="shop.example").exists()
    assert adele.post(HERE + "hosts/refuse", {"host": "x.example"}).status_code == 404
    assert adele.post(HERE + "hosts/allow", {"host": "127.0.0.1"}).status_code == 422


def test_a_secret_is_shown_once_and_renewed(adele: Client) -> None:
    page = adele.post(HERE + "sources/make", {"source_id": "crm", "name": "CRM"}).content.decode()
    source = PostbackSource.objects.get()
    assert page.count("whsec_") == 1
    assert "whsec_" not in adele.get(HERE + "sources/").content.decode()
    before = source.secret_sealed
    assert "whsec_" in adele.post(HERE + "sources/crm/renew").content.decode()
    source.refresh_from_db()
    assert source.secret_sealed != before
    assert source.old_secret_until is not None
    assert len(secrets_of(source, source.old_secret_until - timedelta(hours=1))) == 2
    adele.post(HERE + "sources/crm/switch", {"deed": "close", "reason": "Replaced"})
    source.refresh_from_db()
    assert not source.is_active
    assert AuditEvent.objects.filter(verb="postback source closed", reason="Replaced").exists()


def test_a_source_of_another_program_is_not_there(adele: Client) -> None:
    assert adele.post(HERE + "sources/none/renew").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_only_administrators_open_it(
    staff: Staff, partner_person: Client, batch: PayoutBatch, page: str
) -> None:
    for name, role in (("maya", "manager"), ("cora", "compliance")):
        assert staff(name, role)[1].get(HERE + page).status_code == 403
    assert staff("tom", "administrator", "tamarind")[1].get(HERE + page).status_code == 404
    assert partner_person.get(HERE + page).status_code == 404
