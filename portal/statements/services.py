"""Committing ledger heads, and manual adjustments with four eyes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal import clock
from portal.accounts.models import User
from portal.accounts.selectors import standing_get
from portal.audit.services import audit_record
from portal.deals.selectors import deal_get
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.partners.models import Program, ProgramCalendar
from portal.partners.periods import period_after, period_get
from portal.partners.selectors import program_lock
from portal.statements import selectors
from portal.statements.models import LedgerHead, ManualAdjustment

PROPOSERS = ("manager", "finance_maker", "finance_checker", "administrator")
APPROVERS = ("finance_checker", "finance_maker", "administrator")


@transaction.atomic
def head_commit(
    *,
    program_id: str,
    calendar_id: str,
    period_id: str,
    segment_sha256: str,
    previous_sha256: str | None,
    row_count: int,
    booked_at: datetime,
    booked_by: str,
    adjustment_ids: Collection[str] = (),
) -> LedgerHead:
    """Let a sealed segment count: the commit point of a close, in one transaction.

    Marks `adjustment_ids` as booked and opens the next period. The same head again is returned
    as it is. Raises DomainError when the period is not the open one, when it was closed with
    another segment, and when `previous_sha256` is not the head before.
    """
    program = program_lock(program_id)
    known = LedgerHead.objects.filter(program=program, calendar_id=calendar_id)
    there = known.filter(period_id=period_id).first()
    if there is not None:
        if there.segment_sha256 == segment_sha256:
            return there
        raise DomainError(
            "closed_already",
            _(
                "%(period_id)s of %(program_id)s/%(calendar_id)s was closed with segment "
                "%(segment_sha256)s; a closed period is never written again"
            )
            % {
                "period_id": period_id,
                "program_id": program_id,
                "calendar_id": calendar_id,
                "segment_sha256": there.segment_sha256[:12],
            },
        )
    calendar = _open(program, calendar_id, period_id)
    last = selectors.head_last(program_id, calendar_id)
    expected = last.segment_sha256 if last else ""
    if (previous_sha256 or "") != expected:
        raise DomainError(
            "wrong_previous",
            _(
                "the segment follows %(value)s, but the last head of "
                "%(program_id)s/%(calendar_id)s is %(value_2)s: refresh and close again"
            )
            % {
                "value": (previous_sha256 or "nothing")[:12],
                "program_id": program_id,
                "calendar_id": calendar_id,
                "value_2": (expected or "nothing")[:12],
            },
        )
    head = LedgerHead(
        program=program,
        calendar_id=calendar_id,
        period_id=period_id,
        segment_sha256=segment_sha256,
        previous_sha256=expected,
        row_count=row_count,
        booked_at=booked_at,
        booked_by=booked_by,
    )
    head.full_clean()
    head.save()
    ManualAdjustment.objects.filter(
        program=program, adjustment_id__in=adjustment_ids, booked_period_id=""
    ).update(booked_period_id=period_id, booked_at=booked_at)
    calendar.open_period_id = period_after(period_get(calendar_id, period_id)).period_id
    calendar.save(update_fields=["open_period_id"])
    audit_record(
        who=None,
        who_name=booked_by,
        verb="period closed",
        object_kind="ledger_head",
        object_id=str(head),
        program_id=program_id,
        details={"segment_sha256": segment_sha256, "row_count": row_count},
    )
    return head


def _open(program: Program, calendar_id: str, period_id: str) -> ProgramCalendar:
    calendar = (
        ProgramCalendar.objects.select_for_update()
        .filter(program=program, calendar_id=calendar_id)
        .first()
    )
    if calendar is None:
        raise DomainError(
            "unknown_calendar",
            _("%(program_id)s has no calendar %(calendar_id)r; it has %(calendar_ids)s")
            % {
                "program_id": program.program_id,
                "calendar_id": calendar_id,
                "calendar_ids": ", ".join(program.calendar_ids),
            },
        )
    if calendar.open_period_id != period_id:
        raise DomainError(
            "not_open",
            _(
                "%(period_id)s is not the open period of %(calendar)s: "
                "%(open_period_id)s is; close periods in their order"
            )
            % {
                "period_id": period_id,
                "calendar": calendar,
                "open_period_id": calendar.open_period_id,
            },
        )
    return calendar


@transaction.atomic
def adjustment_propose(
    *,
    author: User,
    program_id: str,
    deal_id: str,
    amount_minor: int,
    origin_period_id: str,
    reason: str,
    evidence: str,
) -> ManualAdjustment:
    """An amount (minor units of the deal's currency, plus or minus) that waits for approval.

    Raises DomainError without the role, a reason or evidence, and `PeriodError` for a bad period.
    """
    _require(author, program_id, PROPOSERS, "propose an adjustment")
    program = program_lock(program_id)
    deal = deal_get(program_id, deal_id)
    period_get(deal.calendar_id, origin_period_id)
    if not (reason.strip() and evidence.strip()):
        raise DomainError("no_reason", _("an adjustment needs a reason and evidence: write both"))
    adjustment = ManualAdjustment(
        program=program,
        adjustment_id=selectors.adjustment_id_next(program_id),
        partner=deal.partner,
        deal=deal,
        currency_code=deal.currency_code,
        amount_minor=amount_minor,
        origin_period_id=origin_period_id,
        reason=reason.strip(),
        evidence=evidence.strip(),
        author=author,
        proposed_at=clock.now(),
    )
    adjustment.full_clean()
    adjustment.save()
    _audit(author, "adjustment proposed", adjustment, reason)
    return adjustment


@transaction.atomic
def adjustment_decide(
    *, by: User, program_id: str, adjustment_id: str, approve: bool, reason: str = ""
) -> ManualAdjustment:
    """Another person than the author approves or refuses; an approved one is booked at the close.

    Raises DomainError for the author, a person who acts for the partner, a wrong role, and one
    that was decided already.
    """
    _require(by, program_id, APPROVERS, "decide an adjustment")
    program_lock(program_id)
    adjustment = selectors.adjustment_get(program_id, adjustment_id)
    if adjustment.author_id == by.pk:
        raise DomainError(
            "own",
            _("you proposed %(adjustment_id)s: another person decides it")
            % {"adjustment_id": adjustment_id},
        )
    if adjustment.approved_by_id or adjustment.refused_by_id:
        raise DomainError(
            "decided", _("%(adjustment_id)s was decided already") % {"adjustment_id": adjustment_id}
        )
    if approve:
        adjustment.approved_by, adjustment.approved_at = by, clock.now()
    else:
        adjustment.refused_by, adjustment.refused_at = by, clock.now()
    adjustment.full_clean()
    adjustment.save()
    _audit(by, f"adjustment {'approved' if approve else 'refused'}", adjustment, reason)
    return adjustment


def _require(user: User, program_id: str, roles: tuple[str, ...], deed: str) -> None:
    if not standing_get(user).has_role(program_id, *roles):
        raise DomainError(
            "role",
            _("to %(deed)s in %(program_id)s takes one of: %(roles)s")
            % {"deed": deed, "program_id": program_id, "roles": ", ".join(roles)},
        )


def _audit(user: User, verb: str, adjustment: ManualAdjustment, reason: str) -> None:
    audit_record(
        **Author.of(user).audit_names(),
        verb=verb,
        object_kind="adjustment",
        object_id=str(adjustment),
        program_id=adjustment.program_id,
        reason=reason,
        details={
            "amount_minor": adjustment.amount_minor,
            "currency_code": adjustment.currency_code,
        },
    )
