"""Programs and partners: what is refused when they are entered."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portal.audit.models import AuditEvent
from portal.partners.errors import DomainError
from portal.partners.models import Partner, Program, ProgramCalendar
from portal.partners.services import program_change
from tests.portal.payouts.world import OPERATOR, make_partner, make_program

pytestmark = pytest.mark.django_db


def test_a_new_program_has_its_first_period_open_in_each_calendar() -> None:
    make_program(calendar_ids=("month", "week", "half_month"), first_period_id="2026-04")
    opened = dict(ProgramCalendar.objects.values_list("calendar_id", "open_period_id"))
    assert opened == {"month": "2026-04", "week": "2026-W14", "half_month": "2026-04a"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"time_zone": "Malta"},
        {"first_period_id": "April"},
        {"vertical": "bank"},
        {"debtor_iban": "DE00370400440532013000"},
        {"payment_day": 31},
        {"currency_code": "EURO"},
    ],
)
def test_what_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises((DomainError, ValidationError, ValueError)):
        make_program(**wrong)
    assert not Program.objects.exists()


def test_ids_and_codes_are_taken_once_per_program() -> None:
    make_program()
    make_program("tamarind")
    make_partner(account="")
    make_partner("tamarind", account="")
    for fields in ({}, {"partner_id": "P-1", "partner_code": "P-2041"}):
        with pytest.raises(DomainError) as refused:
            make_partner(account="", **fields)  # type: ignore[arg-type]
        assert refused.value.code == "exists"
    assert Partner.objects.count() == 2


def test_zone_and_currency_stand_for_ever() -> None:
    make_program()
    for fields in ({"time_zone": "Europe/Malta"}, {"currency_code": "EUR"}, {"rate_set": "own"}):
        with pytest.raises(DomainError) as refused:
            program_change(by=OPERATOR, program_id="larkspur", reason="x", **fields)
        assert refused.value.code == "fixed"
    changed = program_change(by=OPERATOR, program_id="larkspur", reason="bank day", payment_day=7)
    assert changed.payment_day == 7
    assert AuditEvent.objects.get(verb="program changed").reason == "bank day"


def test_the_database_refuses_a_negative_threshold() -> None:
    make_program()
    partner = make_partner(account="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Partner.objects.filter(pk=partner.pk).update(threshold_minor=-1)
