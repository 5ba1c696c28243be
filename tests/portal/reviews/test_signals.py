"""Signals become cases once, hold money, and end by policy."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.payouts.balances import balances_of
from portal.reviews.holds import holds_on
from portal.reviews.models import Review, Signal
from portal.reviews.selectors import reviews_current, state_last
from portal.reviews.services import review_decide, review_place, reviews_expire
from portal.reviews.signals import signals_record
from tests.portal.payouts.world import make_program

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 10)


@pytest.fixture(autouse=True)
def _program() -> None:
    make_program()


def _row(**more: Any) -> dict[str, Any]:
    return {
        "signal_code": "shared_address", "version_no": 1, "target_kind": "client",
        "target_id": "c1", "partner_id": "P-1", "measured": Decimal(4), "threshold": Decimal(4),
        "evidence": json.dumps({"values": {"clients": "4"}, "records": ["feed:1"]}),
        "first_seen_at": datetime(2026, 9, 1, 12, tzinfo=UTC), "decide_within_days": 10,
        "unresolved": "release", **more,
    }  # fmt: skip


def _record(*rows: dict[str, Any]) -> tuple[int, int, int]:
    made = signals_record(program_id="larkspur", found=rows)
    return made.new, made.vanished, made.returned


def _only_review() -> Review:
    return reviews_current("larkspur").get()


def test_a_new_signal_holds_its_client_until_the_day_of_the_policy() -> None:
    assert _record(_row()) == (1, 0, 0)
    last = state_last(_only_review())
    assert last.state == "held"
    assert last.decide_by is not None
    assert (last.decide_by - last.recorded_at.date()).days == 10
    assert last.reason == "Several registrations came from one address"
    assert "clients 4" in last.evidence


def test_a_partner_is_held_from_the_day_on_which_the_rule_was_met() -> None:
    """Noon of 31 August UTC minus nothing: what it earned before that day stays payable."""
    _record(_row(signal_code="same_bank_account", target_kind="partner", target_id="P-1",
                 first_seen_at=datetime(2026, 8, 31, 12)))  # noqa: DTZ001  # fmt: skip
    (hold,) = holds_on(reviews_current("larkspur"), DAY)
    assert (hold.target_kind, hold.effective_on) == ("partner", date(2026, 8, 31))
    _record(_row(), _row(signal_code="same_bank_account", target_kind="partner", target_id="P-1"))
    assert {h.target_kind: h.effective_on for h in holds_on(reviews_current("larkspur"), DAY)} == {
        "partner": date(2026, 8, 31), "client": None,
    }  # fmt: skip


def test_the_same_signal_is_never_raised_twice() -> None:
    _record(_row())
    review = _only_review()
    review_decide(
        by=Author("salma"), program_id="larkspur", review_id=review.review_id, state="released",
        reason="a shared flat",
    )  # fmt: skip
    assert _record(_row(version_no=2, measured=Decimal(9))) == (0, 0, 0)
    assert Signal.objects.get().version_no == 1
    assert state_last(_only_review()).state == "released"


def test_a_second_rule_joins_the_case_that_holds_the_client() -> None:
    _record(_row())
    assert _record(_row(), _row(signal_code="data_centre")) == (1, 0, 0)
    assert _only_review().signals.count() == 2


def test_a_cause_that_vanished_is_noted_and_the_case_stays() -> None:
    _record(_row())
    assert _record() == (0, 1, 0)
    assert Signal.objects.get().vanished_at is not None
    assert state_last(_only_review()).state == "held"
    assert _record(_row()) == (0, 0, 1)
    assert Signal.objects.get().vanished_at is None


@pytest.mark.parametrize(("policy", "state"), [("release", "released"), ("reject", "rejected")])
def test_nobody_decided_so_the_policy_does(policy: str, state: str) -> None:
    _record(_row(unresolved=policy))
    last = state_last(_only_review())
    assert last.decide_by is not None
    assert reviews_expire(program_id="larkspur", on=last.decide_by) == []
    ended = reviews_expire(program_id="larkspur", on=date(2999, 1, 1))
    assert [review.signal_code for review in ended] == ["shared_address"]
    last = state_last(_only_review())
    assert (last.state, last.author) == (state, "policy")
    assert last.reason.startswith("nobody decided by")


def _balance(partner_id: str) -> tuple[int, int]:
    entry = {
        "partner_id": partner_id, "currency_code": "USD", "amount_minor": 500,
        "payable_from": DAY, "event_on": DAY, "client_id": "c9", "event_record_key": "k",
        "line_id": "l",
    }  # fmt: skip
    held = holds_on(reviews_current("larkspur"), DAY)
    found = balances_of([entry], held, DAY)[partner_id, "USD"]
    return found.cleared_minor, sum(found.held.values())


def test_a_partners_signal_holds_all_that_it_has_coming_and_nobody_elses() -> None:
    assert _balance("P-1") == (500, 0)
    review_place(
        by=Author("signals"), program_id="larkspur", target_kind="partner", target_id="P-1",
        signal_code="same_bank_account", reason="Bank details of another", decide_by=DAY,
    )  # fmt: skip
    assert _balance("P-1") == (0, 500)
    assert _balance("P-2") == (500, 0)
    review_decide(
        by=Author("salma"), program_id="larkspur", review_id=_only_review().review_id,
        state="released", reason="one company, two brands",
    )  # fmt: skip
    assert _balance("P-1") == (500, 0)


def test_a_partners_case_is_released_never_rejected() -> None:
    with pytest.raises(DomainError, match="cannot end by 'reject'"):
        review_place(
            by=Author("signals"), program_id="larkspur", target_kind="partner", target_id="P-1",
            signal_code="same_bank_account", reason="r", decide_by=DAY, unresolved="reject",
        )  # fmt: skip
    review = review_place(
        by=Author("signals"), program_id="larkspur", target_kind="partner", target_id="P-1",
        signal_code="same_bank_account", reason="r", decide_by=DAY,
    )  # fmt: skip
    with pytest.raises(DomainError, match="holds a whole partner"):
        review_decide(
            by=Author("salma"), program_id="larkspur", review_id=review.review_id,
            state="rejected", reason="r",
        )  # fmt: skip
