"""Administrators say how partners come in: on a plan that there is, to a page that is allowed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from portal.audit.models import AuditEvent
from portal.links.services import host_allow
from portal.onboarding.models import AdmissionPolicy
from portal.partners.authors import Author
from portal.payouts.models import PayoutBatch
from tests.portal.web.staff.conftest import Staff

HERE = "/staff/larkspur/admission/"
WISH = {"is_open": "on", "plan_id": "ib_standard", "sub_plan_id": "", "threshold": "50.00",
        "landing_url": "https://larkspur.example/start"}  # fmt: skip


@pytest.fixture
def adele(staff: Staff, batch: PayoutBatch, settings: Any, staff_data: Path) -> Client:
    settings.DATA_DIR = staff_data
    host_allow(by=Author("test"), program_id="larkspur", host="larkspur.example")
    return staff("adele", "administrator")[1]


def test_admission_is_opened_and_closed(adele: Client) -> None:
    assert "Nobody can come in yet" in adele.get(HERE).content.decode()
    assert adele.post(HERE + "set", WISH)["Location"] == HERE
    made = AdmissionPolicy.objects.get()
    assert (made.plan_id, made.threshold_minor, made.is_open) == ("ib_standard", 5000, True)
    page = adele.get(HERE).content.decode()
    assert "Open: anybody may apply at /apply/larkspur/." in page
    assert 'value="50.00"' in page
    adele.post(HERE + "set", {name: value for name, value in WISH.items() if name != "is_open"})
    assert "By invitation only." in adele.get(HERE).content.decode()
    assert AuditEvent.objects.filter(verb="admission set").count() == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"plan_id": "gone"}, "Select a valid choice"),
        ({"landing_url": "https://elsewhere.example/"}, "elsewhere.example"),
        ({"threshold": "0.001"}, "Not in whole minor units"),
        ({"threshold": "-1"}, "greater than or equal to 0"),
    ],
)
def test_what_cannot_be_is_refused_beside_the_form(
    adele: Client, change: dict[str, str], words: str
) -> None:
    answer = adele.post(HERE + "set", WISH | change)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not AdmissionPolicy.objects.exists()


def test_before_the_first_release_there_is_no_plan_to_choose(
    adele: Client, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    assert "There is no plan in force yet" in adele.get(HERE).content.decode()


def test_others_see_who_may_and_strangers_nothing(
    adele: Client, staff: Staff, partner_person: Client
) -> None:
    assert staff("marek", "manager")[1].get(HERE).status_code == 403
    assert staff("tessa", "administrator", "tamarind")[1].get(HERE).status_code == 404
    assert partner_person.post(HERE + "set", WISH).status_code == 404
    assert adele.get(HERE + "set").status_code == 405
