"""Creatives, documents, announcements and findings: written by staff, seen by partners."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from portal import clock
from portal.accounts.models import User
from portal.compliance.models import Document, Finding
from portal.compliance.selectors import standings
from portal.compliance.services import document_acknowledge
from portal.creatives.models import Creative
from portal.deals.selectors import plans_now
from portal.notices.announcements import announcements_due
from portal.notices.models import Announcement, Notice
from portal.notices.selectors import announcements_for
from portal.partners.models import Partner
from portal.payouts.models import PayoutBatch
from tests.portal.branding.test_logos import png
from tests.portal.web.staff.conftest import Staff

HERE = "/staff/larkspur/"


@pytest.fixture
def maya(staff: Staff, batch: PayoutBatch, settings: Any, tmp_path: Any) -> Client:
    settings.DATA_DIR = tmp_path
    return staff("maya", "manager")[1]


@pytest.fixture
def cora(staff: Staff, maya: Client) -> Client:
    return staff("cora", "compliance")[1]


def partner(number: str = "P-2041") -> Partner:
    return Partner.objects.get(program_id="larkspur", partner_id=number)


def jpeg() -> bytes:
    made = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "where I live"
    Image.new("RGB", (30, 20), (9, 9, 9)).save(made, "JPEG", exif=exif)
    return made.getvalue()


@pytest.mark.parametrize(("name", "content", "ending"), [
    ("b.png", png(Comment="where I live"), "png"), ("b.jpg", jpeg(), "jpg"),
])  # fmt: skip
def test_a_banner_is_published_without_what_else_the_file_held(
    maya: Client, name: str, content: bytes, ending: str
) -> None:
    asked = {"title": "Gold", "kind": "banner", "alt_text": "Trade gold", "tags": "Gold, q4",
             "language": "de", "upload": SimpleUploadedFile(name, content)}  # fmt: skip
    answer = maya.post(HERE + "creatives/", asked)
    made = Creative.objects.get()
    assert answer["Location"] == HERE + f"creatives/{made.public_id}/"
    assert (made.alt_text, made.tags) == ("Trade gold", ["gold", "q4"])
    body = b"".join(Client().get(f"/creative/{made.public_id}").streaming_content)  # type: ignore
    assert b"where I live" in content
    assert b"where I live" not in body
    assert made.versions.get().file_name == f"b.{ending}"
    page = maya.get(HERE + f"creatives/{made.public_id}/").content.decode()
    assert 'alt="Trade gold"' in page


def test_a_new_version_and_a_withdrawal(maya: Client) -> None:
    maya.post(HERE + "creatives/", {"title": "Words", "kind": "text", "text": "Try it"})
    made = Creative.objects.get()
    one = HERE + f"creatives/{made.public_id}/"
    assert maya.post(one, {"text": "Try it now"}).status_code == 302
    assert maya.post(one, {"text": " "}).status_code == 422
    assert [v.text for v in made.versions.all()] == ["Try it now", "Try it"]
    maya.post(one + "withdraw", {"reason": ""})
    made.refresh_from_db()
    assert made.withdrawn_at is None
    maya.post(one + "withdraw", {"reason": "Licence ended"})
    assert "Licence ended" in maya.get(one).content.decode()


@pytest.mark.parametrize(("name", "content"), [
    ("x.png", b"<html><script>alert(1)</script>"), ("x.svg", b"<svg/>"), ("x.html", png()),
    ("x.png", png()[:80]),
])  # fmt: skip
def test_a_hostile_banner_is_refused(maya: Client, name: str, content: bytes) -> None:
    asked = {"title": "X", "kind": "banner", "upload": SimpleUploadedFile(name, content)}
    assert maya.post(HERE + "creatives/", asked).status_code == 422
    assert not Creative.objects.exists()


def test_a_changed_document_is_accepted_anew(cora: Client, person: Callable[..., User]) -> None:
    today = clock.now().date().isoformat()
    asked = {"document_id": "terms", "kind": "terms", "valid_from": today, "must_acknowledge": "on",
             "title_en": "Terms", "text_en": "Be honest.\r\nAlways.", "title_de": "Bedingungen",
             "text_de": "Ehrlich.",
             "upload": SimpleUploadedFile("a.pdf", b"%PDF-1.7 x")}  # fmt: skip
    assert cora.post(HERE + "documents/", asked).status_code == 302
    first = Document.objects.get()
    assert first.texts["en"]["text"] == "Be honest.\nAlways."
    assert cora.get(HERE + "documents/terms/1/file")["Content-Disposition"].endswith('"a.pdf"')
    nadia = person("nadia", partners={("larkspur", "P-2041"): "owner"})
    document_acknowledge(by=nadia, partner=partner(), document=first)
    assert "1 of 3 active partners" in cora.get(HERE + "documents/terms/1/").content.decode()
    assert "Be honest." in cora.get(HERE + "documents/?of=terms").content.decode()
    cora.post(HERE + "documents/", asked | {"text_en": "Be very honest.", "upload": ""})
    (standing,) = standings(partner(), clock.now().date())
    assert (standing.document.version_no, standing.is_waiting) == (2, True)
    assert standing.accepted_before is not None
    cora.post(HERE + "documents/terms/withdraw", {"reason": "Replaced"})
    assert standings(partner(), clock.now().date()) == []


def test_a_document_needs_its_english_text(cora: Client, maya: Client) -> None:
    asked = {"document_id": "terms", "kind": "terms", "valid_from": "2026-11-01",
             "title_de": "Bedingungen", "text_de": "Ehrlich."}  # fmt: skip
    answer = cora.post(HERE + "documents/", asked)
    assert answer.status_code == 422
    assert "needs an English title" in answer.content.decode()
    assert maya.post(HERE + "documents/", asked).status_code == 403


def test_an_announcement_reaches_its_audience_alone(maya: Client) -> None:
    maya.post(HERE + "announcements/tags", {"partner_id": "P-2042", "tags": "Metals, vip"})
    assert partner("P-2042").tags == ["metals", "vip"]
    asked = {"audience": "tag", "audience_name": "metals", "title_en": "Gold", "text_en": "Soon",
             "title_de": "Gold bald", "text_de": "Bald"}  # fmt: skip
    assert maya.post(HERE + "announcements/", asked).status_code == 302
    told = Notice.objects.filter(code="announcement_published")
    assert [n.partner.partner_id for n in told if n.partner] == ["P-2042"]
    today = clock.now().date()
    assert announcements_for(partner("P-2042"), (), today)
    assert not announcements_for(partner(), (), today)
    made = Announcement.objects.get()
    maya.post(HERE + f"announcements/{made.announcement_id}/withdraw", {"reason": "Wrong"})
    assert not announcements_for(partner("P-2042"), (), today)


def test_a_scheduled_announcement_waits_for_its_moment(
    maya: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    tomorrow = clock.now().date() + timedelta(days=1)
    asked = {"audience": "all", "starts_on": tomorrow.isoformat(), "starts_at": "09:00",
             "title_en": "Gold", "text_en": "Soon"}  # fmt: skip
    maya.post(HERE + "announcements/", asked)
    assert "scheduled" in maya.get(HERE + "announcements/").content.decode()
    assert announcements_due(plans_now) == 0
    assert not announcements_for(partner(), (), tomorrow)
    later = clock.now() + timedelta(days=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert announcements_due(plans_now) == 1
    assert announcements_due(plans_now) == 0, "once"
    assert Notice.objects.filter(code="announcement_published").count() == 3


@pytest.mark.parametrize("wrong", [
    {"title_en": ""}, {"audience": "plan", "audience_name": ""}, {"until": "2020-01-01"},
])  # fmt: skip
def test_what_says_nothing_is_refused(maya: Client, wrong: dict[str, str]) -> None:
    asked = {"audience": "all", "title_en": "Gold", "text_en": "Soon"} | wrong
    assert maya.post(HERE + "announcements/", asked).status_code == 422


def test_a_finding_is_raised_answered_and_closed(cora: Client, partner_person: Client) -> None:
    due = (date.today() + timedelta(days=30)).isoformat()  # noqa: DTZ011  the product's clock is real here
    asked = {"partner_id": "P-2041", "severity": "breach", "title": "No warning", "text": "Add it",
             "url": "https://a.example/x", "due_on": due,
             "evidence": SimpleUploadedFile("shot.png", png())}  # fmt: skip
    answer = cora.post(HERE + "findings/raise", asked)
    assert answer["Location"] == HERE + "findings/F-1/"
    finding = Finding.objects.get()
    seen = partner_person.get("/larkspur/P-2041/compliance/").content.decode()
    assert "shot.png" in seen
    file = f"/larkspur/P-2041/compliance/findings/F-1/files/{finding.evidence.get().pk}/"
    assert partner_person.get(file)["Content-Disposition"].startswith("attachment")
    partner_person.post("/larkspur/P-2041/compliance/findings/F-1/", {"text": "Done"})
    assert "Done" in cora.get(HERE + "findings/F-1/").content.decode()
    cora.post(HERE + "findings/F-1/answer", {"text": "Not yet"})
    finding.refresh_from_db()
    assert finding.state == "opened"
    cora.post(HERE + "findings/F-1/answer", {"text": "Thank you", "outcome": "put_right"})
    finding.refresh_from_db()
    assert (finding.state, finding.outcome) == ("closed", "put_right")
    assert "Thank you" in partner_person.get("/larkspur/P-2041/compliance/").content.decode()
    cora.post(HERE + "findings/F-1/answer", {"text": "Again"})
    assert finding.replies.count() == 2


@pytest.mark.parametrize("wrong", [{"partner_id": "P-9"}, {"due_on": "2020-01-01"}, {"text": ""},
                                   {"url": "javascript:alert(1)"}])  # fmt: skip
def test_a_wrong_finding_is_refused(cora: Client, wrong: dict[str, str]) -> None:
    due = (clock.now().date() + timedelta(days=3)).isoformat()
    asked = {"partner_id": "P-2041", "severity": "note", "title": "T", "text": "X", "due_on": due}
    assert cora.post(HERE + "findings/raise", asked | wrong).status_code == 422
    assert not Finding.objects.exists()


@pytest.mark.parametrize("page", ["creatives/", "documents/", "announcements/", "findings/"])
def test_who_may_read(staff: Staff, maya: Client, partner_person: Client, page: str) -> None:
    assert maya.get(HERE + page).status_code == 200
    assert staff("anna", "analyst")[1].get(HERE + page).status_code == 403
    assert staff("tom", "manager", "tamarind")[1].get(HERE + page).status_code == 404
    assert partner_person.get(HERE + page).status_code == 404


@pytest.mark.parametrize("page", ["creatives/none/", "documents/none/1/", "findings/F-9/"])
def test_what_is_not_there_is_not_found(maya: Client, page: str) -> None:
    assert maya.get(HERE + page).status_code == 404
