"""The review queue: place, decide, prolong; who may, who may not, and wrong methods."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from portal.payouts.models import PayoutBatch
from portal.reviews.models import Review
from portal.reviews.selectors import state_last
from portal.reviews.services import review_place
from tests.portal.payouts.world import OPERATOR
from tests.portal.web.staff.conftest import Staff

QUEUE = "/staff/larkspur/reviews/"
HOLD = {
    "target_kind": "client",
    "target_id": "c9af22",
    "partner_id": "P-2041",
    "signal_code": "shared-device",
    "reason": "3 CPAs on one device",
    "decide_by": "2026-12-11",
}


@pytest.fixture
def review(batch: PayoutBatch) -> Review:
    facts = {**HOLD, "decide_by": date(2026, 12, 11)}
    return review_place(by=OPERATOR, program_id="larkspur", **facts)  # type: ignore[arg-type]


def test_a_hold_is_placed_and_shows_in_the_queue(batch: PayoutBatch, staff: Staff) -> None:
    user, browser = staff("ines", "compliance")
    answer = browser.post(QUEUE + "place", HOLD, follow=True)
    assert "3 CPAs on one device" in answer.content.decode()
    last = state_last(Review.objects.get())
    assert (last.state, last.author) == ("held", user.email)


def test_a_hold_without_a_reason_is_not_placed(batch: PayoutBatch, staff: Staff) -> None:
    answer = staff("ines", "compliance")[1].post(QUEUE + "place", {**HOLD, "reason": ""})
    assert (answer.status_code, Review.objects.exists()) == (422, False)


def test_the_same_target_is_not_held_twice(review: Review, staff: Staff) -> None:
    answer = staff("ines", "compliance")[1].post(QUEUE + "place", HOLD)
    assert (answer.status_code, review.review_id in answer.content.decode()) == (422, True)


@pytest.mark.parametrize(("deed", "state"), [("released", "released"), ("rejected", "rejected")])
def test_a_case_is_decided_with_a_reason(
    review: Review, staff: Staff, deed: str, state: str
) -> None:
    browser = staff("marek", "manager")[1]
    path = f"{QUEUE}{review.review_id}/"
    browser.post(path + "decide", {"deed": deed, "reason": ""})
    assert state_last(review).state == "held"
    browser.post(path + "decide", {"deed": deed, "reason": "documents checked"})
    review = Review.objects.get()
    assert (state_last(review).state, review.states.count()) == (state, 2)
    assert "documents checked" in browser.get(path).content.decode()


def test_a_hold_is_prolonged_by_seven_days(review: Review, staff: Staff) -> None:
    path = f"{QUEUE}{review.review_id}/decide"
    staff("ines", "compliance")[1].post(path, {"deed": "prolong", "reason": "bank answers late"})
    assert state_last(Review.objects.get()).decide_by == date(2026, 12, 18)


def test_finance_reads_cases_and_decides_none(review: Review, staff: Staff) -> None:
    browser = staff("clara", "finance_maker")[1]
    path = f"{QUEUE}{review.review_id}/"
    assert browser.get(path).status_code == 200
    assert "Reject" not in browser.get(path).content.decode()
    answer = browser.post(path + "decide", {"deed": "released", "reason": "x"})
    assert (answer.status_code, state_last(Review.objects.get()).state) == (403, "held")
    assert browser.post(QUEUE + "place", HOLD).status_code == 403


def test_an_analyst_is_refused_and_strangers_find_nothing(
    review: Review, staff: Staff, partner_person: Client
) -> None:
    assert staff("ana", "analyst")[1].get(QUEUE).status_code == 403
    stranger = staff("sam", "compliance", "tamarind")[1]
    for browser in (stranger, partner_person):
        assert browser.get(QUEUE).status_code == 404
        assert browser.get(f"{QUEUE}{review.review_id}/").status_code == 404
        assert browser.post(f"{QUEUE}{review.review_id}/decide", {}).status_code == 404
    own = f"/staff/tamarind/reviews/{review.review_id}/"
    assert stranger.get(own).status_code == 404


def test_bad_ids_and_wrong_methods(review: Review, staff: Staff) -> None:
    browser = staff("ines", "compliance")[1]
    assert browser.get(QUEUE + "R-9999/").status_code == 404
    assert browser.post(QUEUE).status_code == 405
    assert browser.get(f"{QUEUE}{review.review_id}/decide").status_code == 405
