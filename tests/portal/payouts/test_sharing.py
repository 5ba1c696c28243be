"""Two partners, one account: while somebody looks into it, nothing leaves to it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.partners.authors import Author
from portal.partners.models import Partner
from portal.payouts.models import CarryLine, Payment, PayoutMethod
from portal.payouts.services.requests import blocker_words
from portal.payouts.sharing import shares_account, sharing_partners
from portal.reviews.models import Review
from portal.reviews.services import review_decide
from portal.reviews.signals import signals_record
from tests.portal.payouts.world import FREEZE_DAY as DAY
from tests.portal.payouts.world import entry, freeze, make_partner, make_program

NAMED = DAY - timedelta(days=3)
LATER = "P-2042"


@pytest.fixture
def shared(db: None) -> Review:
    """P-2042 named the account of P-2041 three days before the payment day."""
    make_program()
    make_partner()
    make_partner(partner_id=LATER)
    signals_record(program_id="larkspur", found=[{
        "signal_code": "same_bank_account", "version_no": 1, "target_kind": "partner",
        "target_id": LATER, "partner_id": LATER, "measured": 2, "threshold": 2,
        "evidence": '{"values": {"partners": "2"}, "records": []}',
        "first_seen_at": datetime(NAMED.year, NAMED.month, NAMED.day, 9, tzinfo=UTC).replace(
            tzinfo=None), "decide_within_days": 300, "unresolved": "release",
    }])  # fmt: skip
    return Review.objects.get(target_id=LATER)


def booked(on: date, amount: int) -> dict[str, object]:
    return entry(amount, LATER, event_on=on)


def carried() -> dict[str, tuple[int, str]]:
    lines = CarryLine.objects.filter(partner__partner_id=LATER)
    return {line.kind: (line.amount_minor, line.reason_code.partition(":")[0]) for line in lines}


def test_what_was_earned_before_waits_and_what_came_since_is_held(shared: Review) -> None:
    before, since = booked(NAMED - timedelta(days=30), 80_000), booked(NAMED, 12_000)
    freeze([entry(10_000), before, since])
    assert [p.partner.partner_id for p in Payment.objects.all()] == ["P-2041"]
    assert carried() == {"carried": (80_000, "account_shared"), "held": (12_000, "review")}


def test_an_account_of_its_own_takes_what_was_earned_before(shared: Review) -> None:
    method = PayoutMethod.objects.get(partner__partner_id=LATER, state="active")
    PayoutMethod.objects.filter(pk=method.pk).update(account_hash="another")
    freeze([booked(NAMED - timedelta(days=30), 80_000), booked(NAMED, 12_000)])
    assert Payment.objects.get(partner__partner_id=LATER).amount_minor == 80_000
    assert carried() == {"held": (12_000, "review")}


def test_a_released_case_lets_everything_go(shared: Review) -> None:
    review_decide(by=Author("salma"), program_id="larkspur", review_id=shared.review_id,
                  state="released", reason="one company, two brands")  # fmt: skip
    freeze([booked(NAMED - timedelta(days=30), 80_000), booked(NAMED, 12_000)])
    assert Payment.objects.get(partner__partner_id=LATER).amount_minor == 92_000
    assert carried() == {}


def test_whoever_named_it_first_shares_nothing(shared: Review) -> None:
    first, later = (Partner.objects.get(partner_id=p) for p in ("P-2041", LATER))
    assert (shares_account(first, DAY), shares_account(later, DAY)) == (False, True)
    assert sharing_partners("larkspur", DAY) == {later.pk}
    assert sharing_partners("tamarind", DAY) == set()


def test_people_read_what_to_do_about_it() -> None:
    assert "name one of your own" in blocker_words("account_shared")
