"""Freezing: what is available is reserved once, with its payment; the rest says why not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.partners.errors import DomainError
from portal.partners.services import partner_status_set
from portal.payouts.models import Payment, PayoutBatch, Reservation
from portal.payouts.services import payment_answer
from portal.reviews.services import review_place
from portal.statements.services import head_commit
from tests.portal.payouts.world import (
    FREEZE_DAY,
    IBANS,
    NOW,
    OPERATOR,
    entry,
    freeze,
    make_partner,
    make_program,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _program() -> None:
    make_program()


def reasons(batch: PayoutBatch) -> dict[str, str]:
    return {line.partner.partner_id: line.reason_code for line in batch.carry_lines.all()}


def test_entries_past_their_hold_become_one_payment_per_partner_and_currency() -> None:
    make_partner()
    batch = freeze([entry(10_000), entry(5_000), entry(-500), entry(777, currency_code="EUR")])
    payments = {p.currency_code: p.amount_minor for p in batch.payments.all()}
    assert payments == {"USD": 14_500, "EUR": 777}
    assert Reservation.objects.filter(ended_at=None).count() == 2
    assert batch.state == "frozen"


def test_a_payment_is_converted_once_at_the_last_rate_on_or_before_the_freeze_day() -> None:
    # 150,932.20 USD in all of the drawing; one payment of 41,206.35 USD sends 36,650.67 EUR.
    make_partner()
    payment = freeze([entry(4_120_635)]).payments.get()
    assert payment.fx_rate == Decimal("0.889442319666")
    assert payment.fx_on == date(2026, 11, 30)
    assert payment.fx_source == "ECB"
    assert payment.payout_minor == 3_665_067


def test_a_cross_rate_is_a_number_of_its_own_rounded_before_it_multiplies() -> None:
    make_partner(payout_currency_code="GBP", kind="wire", account="GB7719")
    payment = freeze([entry(3_648_012)]).payments.get()
    assert payment.fx_rate == Decimal("0.739660233034")
    assert payment.payout_minor == 2_698_289


def test_what_is_still_in_its_hold_is_not_available() -> None:
    make_partner()
    batch = freeze([entry(10_000), entry(99_999, payable_from=date(2026, 12, 5))])
    assert batch.payments.get().amount_minor == 10_000


def test_what_becomes_payable_on_the_freeze_day_is_available() -> None:
    make_partner()
    batch = freeze([entry(10_000, payable_from=FREEZE_DAY)])
    assert batch.payments.get().amount_minor == 10_000


def test_what_a_review_holds_is_listed_as_held_and_not_paid() -> None:
    make_partner()
    review = review_place(
        by=OPERATOR,
        program_id="larkspur",
        target_kind="client",
        target_id="c1",
        signal_code="shared_device",
        reason="one device",
        decide_by=date(2026, 12, 4),
    )
    batch = freeze([entry(10_000), entry(2_500, client_id="c1")])
    assert batch.payments.get().amount_minor == 10_000
    held = batch.carry_lines.get(kind="held")
    assert (held.amount_minor, held.operands["review_id"]) == (2_500, review.review_id)


def test_a_hold_that_nobody_decided_in_time_is_over() -> None:
    make_partner()
    review_place(
        by=OPERATOR,
        program_id="larkspur",
        target_kind="line",
        target_id="l1",
        signal_code="x",
        reason="y",
        decide_by=date(2026, 12, 3),
    )
    batch = freeze([entry(2_500, line_id="l1")])
    assert batch.payments.get().amount_minor == 2_500


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"account": ""}, "no_method"),
        ({"changed_at": datetime(2026, 12, 1, 6, 1, tzinfo=UTC)}, "method_cooling_off"),
        ({"is_identity_verified": False, "status": "applied"}, "partner_applied"),
        ({"is_identity_verified": False}, "identity_unverified"),
        ({"status": "suspended"}, "partner_suspended"),
        ({"threshold_minor": 8_895}, "below_threshold"),
        ({"payout_currency_code": "KWD", "kind": "wire"}, "no_rate"),
    ],
)
def test_what_blocks_a_payment_is_its_carry_lines_reason(
    fields: dict[str, object], reason: str
) -> None:
    make_partner(**fields)  # type: ignore[arg-type]
    batch = freeze([entry(10_000)])  # 88.94 EUR
    assert reasons(batch) == {"P-2041": reason}
    assert not batch.payments.exists()
    assert batch.state == "drafted"


def test_the_threshold_is_reached_by_exactly_its_amount_in_the_payout_currency() -> None:
    make_partner(threshold_minor=8_894)
    assert freeze([entry(10_000)]).payments.get().payout_minor == 8_894


def test_a_method_is_usable_when_72_hours_are_over_and_not_before() -> None:
    make_partner(changed_at=datetime(2026, 12, 1, 6, 0, tzinfo=UTC))
    assert freeze([entry(10_000)]).payments.count() == 1


def test_a_negative_balance_is_carried_and_earned_back_first() -> None:
    make_partner()
    first = freeze([entry(-1_312_60)])
    assert reasons(first) == {"P-2041": "negative_balance"}
    second = freeze([entry(-1_312_60), entry(1_500_00)], on=date(2026, 12, 7))
    assert second.payments.get().amount_minor == 187_40


def test_freezing_the_same_day_again_returns_the_same_batch() -> None:
    make_partner()
    first = freeze([entry(10_000)])
    again = freeze([entry(10_000), entry(5_000)])
    assert again.pk == first.pk
    assert Payment.objects.count() == 1


def test_a_draft_that_paid_nobody_gives_way_to_the_next_freeze_of_the_day() -> None:
    make_partner()
    draft = freeze([])
    assert draft.state == "drafted"
    frozen = freeze([entry(10_000)])
    assert (frozen.state, frozen.batch_id) == ("frozen", draft.batch_id)


def test_the_next_batch_pays_only_what_is_not_reserved() -> None:
    make_partner()
    freeze([entry(10_000)])
    later = freeze([entry(10_000), entry(2_000)], on=date(2026, 12, 7))
    assert later.payments.get().amount_minor == 2_000


def test_a_returned_payment_is_paid_again_by_a_new_payment(person: Callable[..., User]) -> None:
    make_partner()
    first = freeze([entry(10_000)]).payments.get()
    PayoutBatch.objects.update(state="exported", submitted_by=person("clara"))
    Payment.objects.update(state="exported")
    payment_answer(
        end_to_end_id=first.end_to_end_id, state="returned", on=date(2026, 12, 8), reason="AC04"
    )
    second = freeze([entry(10_000)], on=date(2026, 12, 9)).payments.get()
    assert second.amount_minor == 10_000
    assert second.end_to_end_id != first.end_to_end_id


def test_the_ledger_head_must_be_the_one_that_entries_were_read_at() -> None:
    make_partner()
    head_commit(
        program_id="larkspur",
        calendar_id="month",
        period_id="2025-09",
        segment_sha256="a" * 64,
        previous_sha256=None,
        row_count=1,
        booked_at=NOW,
        booked_by="schedule",
    )
    with pytest.raises(DomainError) as refused:
        freeze([entry(10_000)], heads={"month": "b" * 64})
    assert refused.value.code == "head_moved"
    batch = freeze([entry(10_000)], heads={"month": "a" * 64})
    assert batch.heads.get().period_id == "2025-09"


def test_late_feeds_make_a_payout_wait() -> None:
    make_partner()
    with pytest.raises(DomainError, match="trades"):
        freeze([entry(10_000)], late_feeds=["trades"])
    assert not PayoutBatch.objects.exists()


def test_a_ledger_that_names_an_unknown_partner_stops_the_freeze() -> None:
    with pytest.raises(DomainError, match="P-404"):
        freeze([entry(1, "P-404")])


def test_two_checkers_are_required_above_the_programs_limit_only() -> None:
    make_program("other", two_checkers_above_minor=10_000)
    make_partner("other", "P-1")
    at_limit = freeze([entry(10_000, "P-1")], program_id="other")
    assert at_limit.checkers_required == 1
    above = freeze([entry(30_001, "P-1")], program_id="other", on=date(2026, 12, 9))
    assert (above.value_minor, above.checkers_required) == (20_001, 2)


def test_an_end_to_end_id_is_deterministic_and_short_enough_for_a_bank() -> None:
    make_partner()
    payment = freeze([entry(10_000)]).payments.get()
    assert payment.end_to_end_id.startswith("LARKSPUR-261204-")
    assert len(payment.end_to_end_id) <= 35
    before = payment.end_to_end_id
    Reservation.objects.all().delete()
    Payment.objects.all().delete()
    batch = PayoutBatch.objects.get()
    batch.heads.all().delete()
    batch.delete()
    assert freeze([entry(10_000)]).payments.get().end_to_end_id == before


def test_the_digest_is_equal_for_equal_content_and_covers_amount_account_and_reason() -> None:
    partner = make_partner()
    make_partner(partner_id="P-2042", account=IBANS["FR"], threshold_minor=100_000)
    batch = freeze([entry(10_000), entry(200, "P-2042")])
    from portal.payouts.digest import batch_digest

    assert batch_digest(batch) == batch.digest
    line = batch.carry_lines.get()
    line.reason_code = "identity_unverified"
    line.save()
    assert batch_digest(batch) != batch.digest
    line.reason_code = "below_threshold"
    line.save()
    assert batch_digest(batch) == batch.digest
    Payment.objects.update(payout_minor=1)
    assert batch_digest(batch) != batch.digest
    assert partner.partner_id == "P-2041"


def test_a_freeze_is_in_the_audit() -> None:
    make_partner()
    batch = freeze([entry(10_000)])
    event = AuditEvent.objects.get(verb="batch frozen")
    assert (event.object_id, event.who_name) == (batch.batch_id, "schedule")
    assert event.details["digest"] == batch.digest


def test_suspending_a_partner_stops_payment_not_the_balance() -> None:
    partner = make_partner()
    partner_status_set(by=OPERATOR, partner=partner, status="suspended", reason="dispute")
    assert reasons(freeze([entry(10_000)])) == {"P-2041": "partner_suspended"}
    partner_status_set(by=OPERATOR, partner=partner, status="active", reason="settled")
    assert freeze([entry(10_000)], on=date(2026, 12, 7)).payments.get().amount_minor == 10_000
