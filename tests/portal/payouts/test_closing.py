"""Closing by hand takes a token for the person, the period and the chain as it stands."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from portal.accounts.models import UsedTimeStep, User
from portal.accounts.services import totp_code_now
from portal.audit.models import AuditEvent
from portal.partners.errors import DomainError
from portal.payouts.services import close_token_mint, close_token_use
from portal.statements.services import head_commit
from tests.portal.payouts.world import make_program

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _program() -> None:
    make_program()


def minted(user: User) -> str:
    UsedTimeStep.objects.filter(user=user).delete()
    return close_token_mint(
        person=user, program_id="larkspur", calendar_id="month", code=totp_code_now(user)
    )[0]


def test_a_token_closes_one_period_once(clara: User) -> None:
    text = minted(clara)
    with pytest.raises(DomainError) as other:
        close_token_use(person=clara, subject="larkspur/month/2025-10", text=text)
    assert other.value.code == "other_deed"
    close_token_use(person=clara, subject="larkspur/month/2025-09", text=text)
    with pytest.raises(DomainError) as again:
        close_token_use(person=clara, subject="larkspur/month/2025-09", text=text)
    assert again.value.code == "used"
    assert AuditEvent.objects.filter(verb="close refused").count() == 2


def test_a_close_in_between_voids_the_token(clara: User) -> None:
    text = minted(clara)
    head_commit(
        program_id="larkspur",
        calendar_id="month",
        period_id="2025-09",
        segment_sha256="a" * 64,
        previous_sha256=None,
        row_count=0,
        booked_at=datetime(2026, 1, 1, tzinfo=UTC),
        booked_by="schedule",
    )
    with pytest.raises(DomainError) as refused:
        close_token_use(person=clara, subject="larkspur/month/2025-09", text=text)
    assert refused.value.code == "other_deed"


def test_only_finance_and_administrators_close(person: object) -> None:
    ana = person("ana", roles={"larkspur": "analyst"}, with_totp=True)  # type: ignore[operator]
    with pytest.raises(DomainError) as refused:
        minted(ana)
    assert refused.value.code == "role"
