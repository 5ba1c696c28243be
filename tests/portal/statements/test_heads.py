"""Ledger heads: the commit point of a close; one chain, each period once, in order."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from portal.partners.errors import DomainError
from portal.partners.models import ProgramCalendar
from portal.statements.models import LedgerHead
from portal.statements.selectors import closed_until, head_last
from portal.statements.services import head_commit
from tests.portal.payouts.world import make_program

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _program() -> None:
    make_program()


def commit(period: str, sha: str, previous: str | None) -> LedgerHead:
    return head_commit(
        program_id="larkspur",
        calendar_id="month",
        period_id=period,
        segment_sha256=sha * 64,
        previous_sha256=previous * 64 if previous else None,
        row_count=3,
        booked_at=NOW,
        booked_by="schedule",
    )


def test_a_committed_head_opens_the_next_period() -> None:
    commit("2025-09", "a", None)
    assert ProgramCalendar.objects.get().open_period_id == "2025-10"
    commit("2025-10", "b", "a")
    last = head_last("larkspur", "month")
    assert last is not None
    assert (last.period_id, closed_until("larkspur")) == ("2025-10", date(2025, 10, 31))


def test_committing_the_same_head_again_changes_nothing() -> None:
    first = commit("2025-09", "a", None)
    assert commit("2025-09", "a", None).pk == first.pk
    assert LedgerHead.objects.count() == 1


@pytest.mark.parametrize(
    ("period", "sha", "previous", "code"),
    [
        ("2025-09", "b", None, "closed_already"),
        ("2025-11", "b", "a", "not_open"),
        ("2025-10", "b", "c", "wrong_previous"),
        ("2025-10", "b", None, "wrong_previous"),
    ],
)
def test_what_does_not_follow_the_chain_is_refused(
    period: str, sha: str, previous: str | None, code: str
) -> None:
    commit("2025-09", "a", None)
    with pytest.raises(DomainError) as refused:
        commit(period, sha, previous)
    assert (refused.value.code, LedgerHead.objects.count()) == (code, 1)


def test_the_database_refuses_a_fork_of_the_chain() -> None:
    head = commit("2025-09", "a", None)
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerHead.objects.create(
            program_id=head.program_id,
            calendar_id="month",
            period_id="2025-10",
            segment_sha256="d" * 64,
            previous_sha256="",
            row_count=0,
            booked_at=NOW,
            booked_by="x",
        )
