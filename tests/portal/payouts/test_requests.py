"""Payment requests: up to what is available, once a balance, paid by the next freeze or not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from portal.accounts.models import User
from portal.notices.models import Notice
from portal.partners.errors import DomainError
from portal.partners.models import Partner
from portal.payouts.models import PayoutBatch, PayoutRequest
from portal.payouts.money import Rates
from portal.payouts.requests import status_of
from portal.payouts.services import (
    batch_recall,
    payment_answer,
    request_cancel,
    request_make,
    schedule_set,
)
from tests.portal.payouts.world import (
    FREEZE_DAY,
    RATES,
    entry,
    freeze,
    make_partner,
    make_program,
    mint,
    standing_clock,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _world() -> Iterator[None]:
    make_program()
    with standing_clock():
        yield


def ask(by: User, partner: Partner, amount: int, available: int = 10_000, **more: Any) -> Any:
    facts = {"currency_code": "USD", "rates": Rates(RATES), "on": FREEZE_DAY}
    return request_make(
        by=by, partner=partner, amount_minor=amount, available_minor=available, **facts | more
    )


def amounts(batch: PayoutBatch) -> dict[str, int]:
    return {p.partner.partner_id: p.amount_minor for p in batch.payments.all()}


def reasons(batch: PayoutBatch) -> dict[str, int]:
    return {line.reason_code: line.amount_minor for line in batch.carry_lines.all()}


def status(request: PayoutRequest) -> tuple[str, str]:
    found = status_of(PayoutRequest.objects.select_related("payment__batch").get(pk=request.pk))
    return found.status, found.reason_code


def test_a_freeze_pays_exactly_what_was_asked_and_carries_the_rest(nadia: User) -> None:
    request = ask(nadia, make_partner(), 4_000)
    assert status(request) == ("requested", "")
    batch = freeze([entry(10_000)])
    assert (amounts(batch), reasons(batch)) == ({"P-2041": 4_000}, {"not_requested": 6_000})
    assert status(request) == ("in_batch", "")


def test_who_is_paid_on_request_is_not_paid_without_one(nadia: User) -> None:
    partner = make_partner()
    schedule_set(by=nadia, partner=partner, pays="on_request")
    batch = freeze([entry(10_000)])
    assert (amounts(batch), reasons(batch)) == ({}, {"not_requested": 10_000})
    ask(nadia, partner, 10_000)
    assert amounts(freeze([entry(10_000)], on=date(2026, 12, 7))) == {"P-2041": 10_000}


def test_whoever_asked_for_nothing_is_still_paid_automatically(nadia: User) -> None:
    ask(nadia, make_partner(), 4_000)
    make_partner(partner_id="P-7")
    assert amounts(freeze([entry(10_000), entry(900, "P-7")])) == {"P-2041": 4_000, "P-7": 900}


def test_a_request_of_one_balance_leaves_another_currency_alone(nadia: User) -> None:
    ask(nadia, make_partner(), 4_000)
    batch = freeze([entry(10_000), entry(777, currency_code="EUR")])
    assert {p.currency_code: p.amount_minor for p in batch.payments.all()} == {
        "USD": 4_000,
        "EUR": 777,
    }


@pytest.mark.parametrize(
    ("amount", "fields", "code"),
    [
        (10_001, {}, "above_available"),
        (0, {}, "nothing"),
        (-5, {}, "nothing"),
        (4_000, {"threshold_minor": 4_000}, "below_threshold"),  # 40.00 USD are 35.58 EUR
        (4_000, {"account": ""}, "no_method"),
        (4_000, {"changed_at": datetime(2026, 12, 1, 6, 1, tzinfo=UTC)}, "method_cooling_off"),
        (4_000, {"is_identity_verified": False}, "identity_unverified"),
        (4_000, {"status": "suspended"}, "partner_suspended"),
        (4_000, {"payout_currency_code": "KWD", "kind": "wire"}, "no_rate"),
    ],
)
def test_what_cannot_be_paid_cannot_be_asked_for(
    nadia: User, amount: int, fields: dict[str, Any], code: str
) -> None:
    with pytest.raises(DomainError) as refused:
        ask(nadia, make_partner(**fields), amount)
    assert refused.value.code == code
    assert not PayoutRequest.objects.exists()


def test_exactly_what_is_available_may_be_asked_for(nadia: User) -> None:
    assert ask(nadia, make_partner(), 10_000).amount_minor == 10_000


def test_one_balance_has_one_open_request_and_another_currency_its_own(nadia: User) -> None:
    partner = make_partner()
    ask(nadia, partner, 4_000)
    with pytest.raises(DomainError) as refused:
        ask(nadia, partner, 100)
    assert refused.value.code == "open_already"
    ask(nadia, partner, 500, currency_code="EUR")
    freeze([entry(10_000)])
    ask(nadia, partner, 100)  # the first is in a batch: no longer open


def test_it_is_cancelled_before_a_freeze_and_not_after(nadia: User) -> None:
    partner = make_partner()
    first = ask(nadia, partner, 4_000)
    request_cancel(by=nadia, partner=partner, request_id=first.request_id)
    assert status(first) == ("cancelled", "")
    second = ask(nadia, partner, 5_000)
    assert amounts(freeze([entry(10_000)])) == {"P-2041": 5_000}
    with pytest.raises(DomainError) as refused:
        request_cancel(by=nadia, partner=partner, request_id=second.request_id)
    assert refused.value.code == "not_open"


def test_a_strangers_request_cannot_be_cancelled(nadia: User) -> None:
    request = ask(nadia, make_partner(), 4_000)
    with pytest.raises(DomainError, match="no such request"):
        request_cancel(
            by=nadia, partner=make_partner(partner_id="P-9"), request_id=request.request_id
        )


def test_a_balance_that_fell_below_the_request_pays_nothing_and_says_so(nadia: User) -> None:
    request = ask(nadia, make_partner(), 9_000)
    batch = freeze([entry(8_999)])
    assert (amounts(batch), reasons(batch)) == ({}, {"request_too_high": 8_999})
    assert status(request) == ("requested", "request_too_high")
    assert amounts(freeze([entry(9_500)], on=date(2026, 12, 7))) == {"P-2041": 9_000}


def test_its_status_follows_the_payment_to_the_end(nadia: User, clara: User) -> None:
    request = ask(nadia, make_partner(), 4_000)
    payment = freeze([entry(10_000)]).payments.get()
    PayoutBatch.objects.update(state="approved", submitted_by=clara)
    assert status(request) == ("approved", "")
    PayoutBatch.objects.update(state="exported")
    payment.state = "exported"
    payment.save()
    assert status(request) == ("sent", "")
    payment_answer(
        end_to_end_id=payment.end_to_end_id, state="returned", on=date(2026, 12, 8), reason="AC04"
    )
    assert status(request) == ("returned", "AC04")


def test_a_recalled_batch_opens_its_requests_again(nadia: User, daniel: User) -> None:
    request = ask(nadia, make_partner(), 4_000)
    batch = freeze([entry(10_000)])
    batch_recall(
        person=daniel,
        batch_id=batch.batch_id,
        digest=batch.digest,
        token=mint(daniel, "recall", batch),
        reason="the wrong day",
    )
    assert status(request) == ("requested", "batch_recalled")
    again = freeze([entry(10_000)])
    assert (again.attempt_no, amounts(again)) == (2, {"P-2041": 4_000})


def test_a_newer_request_stands_and_the_recalled_one_is_over(nadia: User, daniel: User) -> None:
    partner = make_partner()
    first = ask(nadia, partner, 4_000)
    batch = freeze([entry(10_000)])
    second = ask(nadia, partner, 1_000)
    batch_recall(
        person=daniel,
        batch_id=batch.batch_id,
        digest=batch.digest,
        token=mint(daniel, "recall", batch),
        reason="the wrong day",
    )
    assert status(first) == ("rejected", "batch_recalled")
    assert status(second) == ("requested", "")


def test_owner_and_finance_of_the_team_are_told(nadia: User) -> None:
    ask(nadia, make_partner(), 4_000)
    assert Notice.objects.get(code="payment_requested").words["amount"] == "40.00 USD"


def test_an_unknown_schedule_is_refused(nadia: User) -> None:
    with pytest.raises(DomainError, match="automatic, on_request"):
        schedule_set(by=nadia, partner=make_partner(), pays="never")
