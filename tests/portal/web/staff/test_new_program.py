"""An administrator opens another program; words and disclosures are written for partners."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from portal.audit.models import AuditEvent
from portal.branding.selectors import ruling
from portal.compliance.models import Disclosure, Keyword
from portal.partners.models import Program
from portal.payouts.models import PayoutBatch
from tests.portal.web.staff.conftest import Staff

NEW = "/staff/larkspur/program/new/"
WORDING = "/staff/larkspur/wording/"


@pytest.fixture
def adele(staff: Staff, batch: PayoutBatch, settings: Any, tmp_path: Any) -> Client:
    settings.DATA_DIR = tmp_path
    return staff("adele", "administrator")[1]


@pytest.fixture
def cora(staff: Staff, adele: Client) -> Client:
    return staff("cora", "compliance")[1]


def asked(**more: Any) -> dict[str, Any]:
    said = {
        "program_id": "Foxglove", "name": "Foxglove", "vertical": "igaming",
        "time_zone": "Europe/Malta", "currency_code": "eur", "rate_set": "ecb",
        "calendar_id": "week", "first_period_id": "2026-W40", "further_calendars": ["month"],
        "window_days": "45", "payment_day": "12", "two_checkers_above": "5000.50",
        "languages": ["en", "ar"], "default_language": "ar", "domain": "foxglove.example",
        "accent_light": "#1f6b3a", "accent_dark": "#8fdcae",
    }  # fmt: skip
    return said | more


def test_a_program_is_opened_with_calendars_currency_and_look(adele: Client) -> None:
    assert "Open the program" in adele.get(NEW).content.decode()
    answer = adele.post(NEW, asked())
    assert answer["Location"] == "/staff/foxglove/program/"
    made = Program.objects.get(pk="foxglove")
    assert (made.currency_code, made.time_zone, made.window_days) == ("EUR", "Europe/Malta", 45)
    assert made.two_checkers_above_minor == 500_050
    opened = {c.calendar_id: c.open_period_id for c in made.calendars.all()}
    assert opened == {"week": "2026-W40", "month": "2026-09"}
    look = ruling("foxglove")
    assert look is not None
    assert (look.languages, look.default_language, made.domain) == (
        ["en", "ar"], "ar", "foxglove.example",
    )  # fmt: skip
    assert look.colours["accent"] == ["#1f6b3a", "#8fdcae"]
    assert AuditEvent.objects.filter(verb="program created", program_id="foxglove").exists()


def test_whoever_opened_it_is_its_administrator_and_nobody_else(
    adele: Client, staff: Staff
) -> None:
    other = staff("ada", "administrator")[1]
    adele.post(NEW, asked())
    assert adele.get("/staff/foxglove/program/").status_code == 200
    assert other.get("/staff/foxglove/program/").status_code == 404


@pytest.mark.parametrize(("wrong", "said"), [
    ({"program_id": "larkspur"}, "exists"),
    ({"program_id": "account"}, "begins other addresses"),
    ({"time_zone": "Mars/Base"}, "No such zone"),
    ({"currency_code": "XQQ"}, "No such currency"),
    ({"first_period_id": "2026-10"}, "2026-W40"),
    ({"accent_dark": ""}, "both papers"),
    ({"accent_light": "#ffff00"}, "contrast"),
    ({"default_language": "de"}, "one of the languages offered"),
    ({"two_checkers_above": "0.001"}, "minor units"),
])  # fmt: skip
def test_what_cannot_be_is_said_beside_the_form_and_nothing_is_made(
    adele: Client, wrong: dict[str, Any], said: str
) -> None:
    answer = adele.post(NEW, asked(**wrong))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Program.objects.filter(name="Foxglove").exists()


def test_only_administrators_open_programs(
    staff: Staff, adele: Client, partner_person: Client
) -> None:
    assert staff("maya", "manager")[1].post(NEW, asked()).status_code == 403
    assert partner_person.post(NEW, asked()).status_code == 404
    assert not Program.objects.filter(pk="foxglove").exists()


def test_words_are_forbidden_and_allowed_again_with_a_reason(cora: Client) -> None:
    cora.post(WORDING + "words", {"phrase": "Free Money", "scope": "ads", "reason": "Misleads"})
    word = Keyword.objects.get()
    assert (word.phrase, word.scope) == ("free money", "ads")
    assert "free money" in cora.get(WORDING).content.decode()
    remove = WORDING + f"words/{word.pk}/remove"
    cora.post(remove, {"reason": ""})
    assert Keyword.objects.exists()
    cora.post(remove, {"reason": "Agreed with legal"})
    assert not Keyword.objects.exists()
    assert AuditEvent.objects.filter(verb="keyword removed", reason="Agreed with legal").exists()
    assert cora.post(remove, {"reason": "again"}).status_code == 404


def test_a_disclosure_is_set_replaced_and_removed(cora: Client) -> None:
    said = {"country": "de", "language": "de", "text": "Kapital im Risiko."}
    cora.post(WORDING + "sentences", said)
    cora.post(WORDING + "sentences", said | {"text": "Ihr Kapital ist im Risiko."})
    found = Disclosure.objects.get()
    assert (found.country, found.text) == ("DE", "Ihr Kapital ist im Risiko.")
    assert "Ihr Kapital ist im Risiko." in cora.get(WORDING).content.decode()
    assert cora.post(WORDING + "sentences", said | {"country": "D1"}).status_code == 422
    cora.post(WORDING + f"sentences/{found.pk}/remove", {"reason": "Law changed"})
    assert not Disclosure.objects.exists()


def test_managers_read_words_and_others_see_nothing_of_them(
    cora: Client, staff: Staff, partner_person: Client
) -> None:
    maya = staff("maya", "manager")[1]
    assert maya.get(WORDING).status_code == 200
    assert maya.post(WORDING + "words", {"phrase": "x"}).status_code == 403
    assert staff("ann", "analyst")[1].get(WORDING).status_code == 403
    assert staff("carl", "compliance", "tamarind")[1].get(WORDING).status_code == 404
    assert partner_person.get(WORDING).status_code == 404
