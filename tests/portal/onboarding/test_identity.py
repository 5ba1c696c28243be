"""An operator's identity check reports with its signature; nobody else is heard."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from django.test import Client

from portal import clock
from portal.audit.models import AuditEvent
from portal.collector.services import source_create
from portal.collector.signatures import webhook_signature
from portal.onboarding.models import Application
from portal.partners.models import Partner
from tests.portal.payouts.world import OPERATOR, make_partner, make_program

pytestmark = pytest.mark.django_db
HERE = "/identity-check/kyc"


@pytest.fixture
def secret() -> str:
    """Of the source `kyc` of larkspur, where P-2041 waits for its identity."""
    make_program()
    make_program("tamarind")
    make_partner()
    make_partner("tamarind", "P-3001")
    Partner.objects.update(identity_verified_on=None)
    _, made = source_create(by=OPERATOR, program_id="larkspur", source_id="kyc", name="KYC")
    return made


def tell(
    secret: str, kind: str = "identity.verified", *, path: str = HERE, at: int = 0, **data: str
) -> Any:
    body = json.dumps({"type": kind, "data": {"reference": "check 77"} | data}).encode()
    stamp = str(at or int(time.time()))
    signed = webhook_signature(secret.encode(), "m-1", stamp, body)
    headers = {"webhook-id": "m-1", "webhook-timestamp": stamp, "webhook-signature": signed}
    return Client(enforce_csrf_checks=True).post(path, body, "application/json", headers=headers)


def verified(partner_id: str = "P-2041") -> bool:
    return Partner.objects.get(partner_id=partner_id).identity_verified_on is not None


def test_a_signed_message_verifies_a_partner_once(secret: str) -> None:
    for _again in range(2):
        answer = tell(secret, partner_id="P-2041")
        assert (answer.status_code, answer.json()) == (200, {"identity": "verified"})
    assert verified()
    done = AuditEvent.objects.filter(verb="identity verified")
    assert [event.who_name for event in done] == ["identity check kyc"]


def test_what_failed_takes_no_verification_back(secret: str) -> None:
    assert tell(secret, "identity.failed", partner_id="P-2041").json() == {"identity": "failed"}
    assert not verified()
    tell(secret, partner_id="P-2041")
    tell(secret, "identity.failed", partner_id="P-2041")
    assert verified()


def test_an_applicant_s_check_is_kept_for_its_admission(secret: str) -> None:
    made = Application.objects.create(
        program_id="larkspur", application_id="A-7", state="submitted", kind="person", name="Q",
        contact_name="Q", email="q@quill.example", country="ES", begun_at=clock.now(),
        verified_at=clock.now(), submitted_at=clock.now(),
    )  # fmt: skip
    assert tell(secret, application_id="A-7").status_code == 200
    made.refresh_from_db()
    assert made.identity_state == "verified"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"at": 1_700_000_000}, 401),
        ({"path": "/identity-check/other"}, 401),
        ({"kind": "identity.perhaps"}, 422),
        ({"reference": " "}, 422),
        ({"partner_id": "P-3001"}, 404),
        ({"application_id": "A-404"}, 404),
    ],
)
def test_what_is_stale_strange_or_anothers_does_nothing(
    secret: str, change: dict[str, Any], status: int
) -> None:
    assert tell(secret, **{"partner_id": "P-2041"} | change).status_code == status
    assert not verified()
    assert not verified("P-3001")


def test_nobody_else_is_heard(secret: str) -> None:
    other = "whsec_" + "QUFB" * 11
    assert tell(other, partner_id="P-2041").status_code == 401
    plain = {"type": "identity.verified", "data": {"partner_id": "P-2041", "reference": "x"}}
    assert Client().post(HERE, plain, "application/json").status_code == 401
    assert Client().get(HERE).status_code == 405
    assert tell(secret, partner_id="P-2041", path=HERE + "?sig=1").status_code == 200
    assert tell("whsec_bm9uZQ==", path="/identity-check/other", partner_id="P-2041"
                ).status_code == 401  # fmt: skip
