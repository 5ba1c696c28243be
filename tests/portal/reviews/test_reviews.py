"""Holds: dated rows, the last one rules, undecided ones end by policy."""

from __future__ import annotations

from datetime import date

import pytest

from portal.partners.errors import DomainError
from portal.reviews.holds import Holds, holds_on
from portal.reviews.models import Review
from portal.reviews.selectors import reviews_current, state_last
from portal.reviews.services import review_decide, review_place, review_prolong, reviews_expire
from tests.portal.payouts.world import OPERATOR, make_program

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 4)


@pytest.fixture(autouse=True)
def _program() -> None:
    make_program()


def hold(kind: str = "client", name: str = "c1", **fields: object) -> Review:
    facts = {"signal_code": "x", "reason": "y", "decide_by": DAY, **fields}
    return review_place(
        by=OPERATOR,
        program_id="larkspur",
        target_kind=kind,
        target_id=name,
        **facts,  # type: ignore[arg-type]
    )


def holding(event_on: date = DAY, **names: str | None) -> str | None:
    known = Holds.of(holds_on(reviews_current("larkspur"), DAY))
    facts = {"client_id": None, "record_key": None, "line_id": None, **names}
    found = known.holding(event_on=event_on, **facts)
    return found.review_id if found else None


def test_a_hold_on_a_client_a_record_or_a_line_holds_what_names_it() -> None:
    client, record, line = hold(), hold("record", "mt5:1"), hold("line", "l1")
    assert holding(client_id="c1") == client.review_id
    assert holding(client_id="c2", record_key="mt5:1") == record.review_id
    assert holding(client_id="c1", line_id="l1") == line.review_id
    assert holding(client_id="c2") is None


def test_a_hold_counts_from_its_day_on() -> None:
    review = hold(effective_on=date(2026, 11, 10))
    assert holding(date(2026, 11, 9), client_id="c1") is None
    assert holding(date(2026, 11, 10), client_id="c1") == review.review_id


def test_released_is_payable_again_and_rejected_is_not() -> None:
    for name, state in (("c1", "released"), ("c2", "rejected")):
        review = hold(name=name)
        review_decide(
            by=OPERATOR,
            program_id="larkspur",
            review_id=review.review_id,
            state=state,
            reason="looked at it",
        )
    assert holding(client_id="c1") is None
    assert holding(client_id="c2") is not None


def test_what_nobody_decided_is_released_by_policy_and_says_so() -> None:
    late = hold(decide_by=date(2026, 12, 3))
    in_time = hold(name="c2")
    assert [r.review_id for r in reviews_expire(program_id="larkspur", on=DAY)] == [late.review_id]
    last = state_last(Review.objects.get(pk=late.pk))
    assert (last.state, last.author) == ("released", "policy")
    assert "nobody decided" in last.reason
    assert state_last(in_time).state == "held"


def test_a_hold_is_prolonged_to_a_later_day_only() -> None:
    review = hold()
    prolong = {"by": OPERATOR, "program_id": "larkspur", "review_id": review.review_id}
    with pytest.raises(DomainError):
        review_prolong(**prolong, decide_by=DAY, reason="more time")  # type: ignore[arg-type]
    review_prolong(**prolong, decide_by=date(2026, 12, 9), reason="x")  # type: ignore[arg-type]
    assert state_last(Review.objects.get()).decide_by == date(2026, 12, 9)


def test_a_decided_case_is_not_decided_again() -> None:
    review = hold()
    deed = {"by": OPERATOR, "program_id": "larkspur", "review_id": review.review_id}
    review_decide(**deed, state="released", reason="fine")  # type: ignore[arg-type]
    with pytest.raises(DomainError) as refused:
        review_decide(**deed, state="rejected", reason="no")  # type: ignore[arg-type]
    assert refused.value.code == "decided"
    hold()
    assert Review.objects.count() == 2
