"""Reading ledger heads and adjustments; nothing here writes."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from portal.accounts.models import User
from portal.accounts.selectors import standing_get
from portal.partners.errors import NotFound
from portal.partners.periods import period_get
from portal.statements.models import LedgerHead, ManualAdjustment


def head_last(program_id: str, calendar_id: str) -> LedgerHead | None:
    """The end of the chain: the head that no other follows."""
    heads = heads_list(program_id).filter(calendar_id=calendar_id)
    followed = {head.previous_sha256 for head in heads}
    return next((head for head in heads if head.segment_sha256 not in followed), None)


def heads_list(program_id: str) -> QuerySet[LedgerHead]:
    """All heads of a program."""
    return LedgerHead.objects.filter(program_id=program_id)


def closed_until(program_id: str) -> date | None:
    """The last day that every calendar with a close has closed; None before the first close."""
    ends: dict[str, date] = {}
    for head in heads_list(program_id):
        ends_on = period_get(head.calendar_id, head.period_id).ends_on
        ends[head.calendar_id] = max(ends_on, ends.get(head.calendar_id, ends_on))
    return min(ends.values(), default=None)


def adjustment_get(program_id: str, adjustment_id: str) -> ManualAdjustment:
    """The adjustment of this program. Raises NotFound."""
    try:
        return ManualAdjustment.objects.select_related("program", "partner", "deal", "author").get(
            program_id=program_id, adjustment_id=adjustment_id
        )
    except ManualAdjustment.DoesNotExist:
        raise NotFound("adjustment", adjustment_id, program_id) from None


def adjustments_for_user(user: User) -> QuerySet[ManualAdjustment]:
    """The adjustments of programs in which the person is staff."""
    found = ManualAdjustment.objects.filter(program_id__in=standing_get(user).programs())
    return found.select_related("program", "partner", "deal", "author", "approved_by")


def adjustment_id_next(program_id: str) -> str:
    """The next free id: A-1, A-2 …"""
    return f"A-{ManualAdjustment.objects.filter(program_id=program_id).count() + 1}"
