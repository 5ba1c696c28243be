"""Who is too close to what is inside a batch neither submits nor approves it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from portal.accounts.models import User
from portal.deals.services import deal_create
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.partners.models import Partner
from portal.payouts.services import method_set
from portal.statements.models import ManualAdjustment
from tests.portal.payouts.world import (
    IBANS,
    OPERATOR,
    decide,
    entry,
    freeze,
    make_partner,
    make_program,
)

pytestmark = pytest.mark.django_db


def adjust(partner: Partner, author: User, approver: User) -> None:
    """5.00 USD, proposed and approved in November, booked on 1 December."""
    deal = deal_create(
        by=OPERATOR,
        program_id="larkspur",
        partner_id=partner.partner_id,
        plan_id="ib_standard",
        valid_from=date(2025, 9, 1),
    )
    ManualAdjustment.objects.create(
        program_id="larkspur",
        adjustment_id="A-1",
        partner=partner,
        deal=deal,
        currency_code="USD",
        amount_minor=500,
        origin_period_id="2026-10",
        reason="goodwill",
        evidence="mail",
        author=author,
        proposed_at=datetime(2026, 11, 1, tzinfo=UTC),
        approved_by=approver,
        approved_at=datetime(2026, 11, 2, tzinfo=UTC),
        booked_period_id="2026-11",
        booked_at=datetime(2026, 12, 1, tzinfo=UTC),
    )


def test_neither_a_payees_manager_nor_who_changed_its_account_decides(
    clara: User, daniel: User, priya: User
) -> None:
    make_program()
    managed = make_partner(manager=daniel)
    method_set(
        by=Author.of(priya),
        partner=managed,
        kind="sepa",
        account=IBANS["ES"],
        holder_name="B",
        at=datetime(2026, 2, 1, tzinfo=UTC),
    )
    batch = freeze([entry(10_000)])
    decide(clara, "submit", batch)
    for checker in (daniel, priya):
        with pytest.raises(DomainError) as refused:
            decide(checker, "approve", batch)
        assert refused.value.code == "conflict"


def test_the_author_of_an_adjustment_inside_neither_submits_nor_approves(
    clara: User, daniel: User
) -> None:
    make_program()
    adjust(make_partner(), clara, daniel)
    batch = freeze([entry(10_500)])
    with pytest.raises(DomainError) as refused:
        decide(clara, "submit", batch)
    assert (refused.value.code, "A-1" in str(refused.value)) == ("conflict", True)


def test_an_adjustment_that_an_earlier_batch_paid_is_not_inside_this_one(
    clara: User, daniel: User
) -> None:
    make_program()
    adjust(make_partner(), clara, daniel)
    freeze([entry(500)])
    later = freeze(
        [entry(500), entry(10_000)],
        on=date(2026, 12, 9),
        now=datetime(2026, 12, 9, 6, tzinfo=UTC),
    )
    assert decide(clara, "submit", later).state == "submitted"
