"""What people read about a batch: movers, new payees, changed accounts, who is missing, checks."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from portal.accounts.models import User
from portal.partners.models import Partner
from portal.payouts.facts import batch_facts
from portal.payouts.models import Payment, PayoutBatch, Reservation
from portal.payouts.services import batch_export, method_set
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
FIRST = date(2026, 12, 1)


@pytest.fixture
def second(clara: User, daniel: User) -> PayoutBatch:
    """Of three that were paid, one earns more, one changed its account, one is missing."""
    make_program()
    for name in ("P-1", "P-2", "P-3", "P-4"):
        make_partner(partner_id=name)
    paid = [entry(10_000, "P-1"), entry(20_000, "P-2"), entry(30_000, "P-3")]
    first = freeze(paid, on=FIRST, now=datetime(2026, 12, 1, 6, tzinfo=UTC))
    decide(clara, "submit", first)
    decide(daniel, "approve", first)
    batch_export(batch_id=first.batch_id, by=OPERATOR)
    partner = Partner.objects.get(partner_id="P-2")
    method_set(
        by=OPERATOR,
        partner=partner,
        kind="sepa",
        account=IBANS["ES"],
        holder_name="X",
        at=datetime(2026, 12, 1, 5, tzinfo=UTC),
    )
    return freeze(
        [*paid, entry(15_000, "P-1"), entry(20_000, "P-2"), entry(5_000, "P-4")],
    )


def test_the_batch_is_told_against_the_one_before(second: PayoutBatch) -> None:
    facts = batch_facts(second)
    assert facts["previous_batch"] == "larkspur/2026-12-01"
    assert [(m["partner_id"], m["change_minor"], m["percent"]) for m in facts["movers"]] == [
        ("P-1", 5_000, "50.0")
    ]
    assert [p["partner_id"] for p in facts["new_payees"]] == ["P-4"]
    changed = facts["changed_accounts"]
    assert [(c["partner_id"], c["was"], c["account"]) for c in changed] == [
        ("P-2", "NL·· 4300", "ES·· 1332")
    ]
    assert [(a["partner_id"], a["amount_minor"]) for a in facts["absent"]] == [("P-3", 30_000)]
    # 40,000 after 60,000 minor units: a third less.
    assert facts["previous_sum"]["change_minor"] == -20_000
    assert facts["previous_sum"]["percent"] == "-33.3"


def test_sums_of_different_currencies_are_never_compared(second: PayoutBatch) -> None:
    make_partner(partner_id="P-5")
    mixed = freeze([entry(900, "P-5", currency_code="EUR")], on=date(2026, 12, 9))
    assert batch_facts(mixed)["previous_sum"] is None


def met(batch: PayoutBatch) -> dict[str, bool]:
    return {check["code"]: check["is_met"] for check in batch_facts(batch)["checks"]}


def test_all_checks_hold_on_a_frozen_batch(second: PayoutBatch) -> None:
    assert all(met(second).values())


def test_each_check_notices_what_it_is_for(second: PayoutBatch) -> None:
    payment = second.payments.get(partner__partner_id="P-1")
    Payment.objects.filter(pk=payment.pk).update(payout_minor=payment.payout_minor + 1)
    assert [code for code, is_met in met(second).items() if not is_met] == [
        "digest",
        "converted_once",
    ]
    Payment.objects.filter(pk=payment.pk).update(payout_minor=payment.payout_minor)
    Reservation.objects.filter(payment=payment).update(amount_minor=1)
    assert not met(second)["reserved_once"]
    Reservation.objects.filter(payment=payment).update(amount_minor=payment.amount_minor)
    Payment.objects.filter(pk=payment.pk).update(fx_on=date(2026, 12, 5))
    assert not met(second)["rates_dated"]
    Payment.objects.filter(pk=payment.pk).update(fx_on=payment.fx_on)
    Partner.objects.filter(partner_id="P-1").update(status="suspended")
    assert not met(second)["nobody_blocked"]
    second.program.debtor_iban = ""
    second.program.save()
    assert not met(PayoutBatch.objects.get(pk=second.pk))["bank_files"]
