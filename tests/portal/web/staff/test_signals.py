"""Evidence of signals in the review queue, and what the policy decides when nobody does."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from portal import clock
from portal.reviews.models import Signal
from portal.reviews.services import reviews_expire
from tests.portal.web.staff.conftest import Desks, held

pytestmark = pytest.mark.django_db


def test_a_case_shows_what_the_rule_found(desk_of: Desks) -> None:
    review = held()
    Signal.objects.create(
        program_id="larkspur", signal_code="shared_address", target_kind="client", target_id="C-1",
        review=review, version_no=3, measured=Decimal(5), threshold=Decimal(4),
        evidence='{"values": {"window": "24 h"}, "records": ["c:1", "c:2"]}',
        first_seen_at=clock.now(), recorded_at=clock.now(),
    )  # fmt: skip
    path = f"/staff/larkspur/reviews/{review.review_id}/"
    text = desk_of("compliance").get(path).content.decode()
    for words in ("rule v3", "found 5, the rule asks for 4", "24 h", "c:2", "it is released"):
        assert words in text, words


def test_what_nobody_decided_ends_by_policy_and_says_so(desk_of: Desks) -> None:
    review = held(unresolved="reject")
    path = f"/staff/larkspur/reviews/{review.review_id}/"
    officer = desk_of("compliance")
    assert "it is rejected" in officer.get(path).content.decode()
    reviews_expire(program_id="larkspur", on=date(2026, 11, 11))
    text = officer.get(path).content.decode()
    assert "Nobody decided in time" in text
    assert 'name="deed"' not in text
