"""Payout methods: one active, 72 hours of cooling off, a change can be taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from portal.audit.models import AuditEvent
from portal.partners.errors import DomainError
from portal.partners.models import Partner
from portal.payouts.models import PayoutMethod
from portal.payouts.services import method_cancel, method_set
from tests.portal.payouts.world import (
    IBANS,
    NOW,
    OPERATOR,
    make_partner,
    make_program,
    standing_clock,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner() -> Partner:
    make_program()
    return make_partner()


def change(partner: Partner, account: str = IBANS["FR"], **fields: str) -> PayoutMethod:
    facts = {"kind": "sepa", "holder_name": "New BV", **fields}
    return method_set(by=OPERATOR, partner=partner, account=account, at=NOW, **facts)


def test_a_change_replaces_the_account_and_waits_72_hours(partner: Partner) -> None:
    changed = change(partner)
    assert changed.usable_from - changed.changed_at == timedelta(hours=72)
    states = dict(PayoutMethod.objects.values_list("masked", "state"))
    assert states == {"NL·· 4300": "replaced", "FR·· 2606": "active"}
    assert AuditEvent.objects.filter(verb="payout method changed").count() == 2


def test_a_change_that_still_waits_can_be_taken_back(partner: Partner) -> None:
    change(partner)
    with standing_clock(NOW + timedelta(hours=71)):
        before = method_cancel(by=OPERATOR, partner=partner, reason="it was not me")
    assert before is not None
    assert (before.masked, before.state) == ("NL·· 4300", "active")
    with standing_clock(NOW + timedelta(hours=71)), pytest.raises(DomainError) as refused:
        method_cancel(by=OPERATOR, partner=partner, reason="again")
    assert refused.value.code == "not_cooling_off"


def test_after_72_hours_it_can_not(partner: Partner) -> None:
    change(partner)
    with standing_clock(NOW + timedelta(hours=72)), pytest.raises(DomainError):
        method_cancel(by=OPERATOR, partner=partner, reason="too late")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"account": "NL91ABNA0417164301"}, "bad_account"),
        ({"account": "TR330006100519786457841326"}, "not_sepa"),
        ({"account": "12", "kind": "wire"}, "bad_account"),
        ({"bic": "NOBANK"}, "bad_bic"),
    ],
)
def test_an_account_that_cannot_be_is_refused(
    partner: Partner, fields: dict[str, str], code: str
) -> None:
    with pytest.raises(DomainError) as refused:
        change(partner, **fields)
    assert (refused.value.code, PayoutMethod.objects.count()) == (code, 1)


def test_the_database_refuses_two_active_accounts_and_half_an_address(partner: Partner) -> None:
    method = PayoutMethod.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        PayoutMethod.objects.filter(pk=method.pk).update(town="Tallinn")
    change(partner)
    with pytest.raises(IntegrityError), transaction.atomic():
        PayoutMethod.objects.filter(pk=method.pk).update(state="active")
