"""Agreeing, changing and ending deals. Every deed is a new dated version.

What a change may touch on which day (first of a period for period components) is checked by the
rules' compiler, which knows the plan; here stand identity, order, overlap and four eyes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal import clock
from portal.audit.services import audit_record
from portal.deals import selectors
from portal.deals.models import Deal, DealVersion
from portal.deals.spans import deal_spans, overlap
from portal.notices.services import notice_send
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.partners.selectors import open_from, partner_get, program_lock
from portal.partners.services import refuse_early


@transaction.atomic
def deal_create(
    *,
    by: Author,
    program_id: str,
    partner_id: str,
    plan_id: str,
    valid_from: date,
    brand: str = "",
    currency_code: str = "",
    calendar_id: str = "",
    overrides: Mapping[str, Any] | None = None,
    valid_to: date | None = None,
    deal_id: str = "",
    reason: str = "agreed",
    approved_by: str = "",
    evidence: str = "",
) -> Deal:
    """A partner earns by a plan from `valid_from` on (to `valid_to`, included, if given).

    Defaults: the program's currency and first calendar, the next free deal id. `overrides` maps
    what the plan marks negotiable to quoted decimals. Raises DomainError for a second deal of the
    partner and brand on any day, and for an early start without approval and evidence.
    """
    program = program_lock(program_id)
    deal = Deal(
        program=program,
        deal_id=deal_id or selectors.deal_id_next(program_id),
        partner=partner_get(program_id, partner_id),
        brand=brand,
        currency_code=(currency_code or program.currency_code).upper(),
        calendar_id=calendar_id or program.calendar_ids[0],
    )
    deal.full_clean()
    refuse_early(program, valid_from, by.name, approved_by, evidence, deal.calendar_id)
    deal.save()
    facts: dict[str, Any] = {
        "by": by,
        "reason": reason,
        "approved_by": approved_by,
        "evidence": evidence,
    }
    _add(deal, plan_id=plan_id, valid_from=valid_from, overrides=overrides, **facts)
    if valid_to is not None:
        _add(deal, valid_from=valid_to + timedelta(days=1), is_end=True, **facts)
    _refuse_overlap(deal)
    return deal


@transaction.atomic
def deal_change(
    *,
    by: Author,
    program_id: str,
    deal_id: str,
    valid_from: date,
    reason: str,
    plan_id: str = "",
    overrides: Mapping[str, Any] | None = None,
    approved_by: str = "",
    evidence: str = "",
) -> DealVersion:
    """From `valid_from` on the deal runs with another plan or other overrides (None: the same).

    Its identity stays: carryover, locks, advance and caps go on (RULINGS, "Which terms"). Raises
    DomainError when the deal does not run on that day, or starts early without four eyes.
    """
    deal = _running(program_id, deal_id, valid_from)
    refuse_early(deal.program, valid_from, by.name, approved_by, evidence, deal.calendar_id)
    spans = deal_spans(deal.versions.all())
    before = next(s.row for s in spans if s.valid_from <= valid_from <= s.valid_to)
    ends = [s.valid_to for s in spans if s.valid_to.year < 9999]
    version = _add(
        deal,
        by=by,
        plan_id=plan_id or before.plan_id,
        valid_from=valid_from,
        overrides=before.overrides if overrides is None else overrides,
        reason=reason,
        approved_by=approved_by,
        evidence=evidence,
    )
    if ends and max(ends) == spans[-1].valid_to:
        # The deal had an end already; the new version must not run past it.
        _add(
            deal,
            by=by,
            valid_from=spans[-1].valid_to + timedelta(days=1),
            is_end=True,
            reason=reason,
            approved_by=approved_by,
            evidence=evidence,
        )
    _refuse_overlap(deal)
    deal_tell(deal, valid_from)
    return version


@transaction.atomic
def deal_end(
    *,
    by: Author,
    program_id: str,
    deal_id: str,
    last_day: date,
    reason: str,
    approved_by: str = "",
    evidence: str = "",
) -> DealVersion:
    """The deal's last day is `last_day`; carryover and what is still locked end with it."""
    deal = _running(program_id, deal_id, last_day)
    after = last_day + timedelta(days=1)
    refuse_early(deal.program, after, by.name, approved_by, evidence, deal.calendar_id)
    version = _add(
        deal,
        by=by,
        valid_from=after,
        is_end=True,
        reason=reason,
        approved_by=approved_by,
        evidence=evidence,
    )
    deal_tell(deal, after)
    return version


def deal_tell(deal: Deal, day: date) -> None:
    """The partner's team learns that its terms change, from which day on, and when that day lies
    before the open period, that closed periods are corrected."""
    is_early = day < open_from(deal.program, deal.calendar_id)
    notice_send(
        code="deal_back_dated" if is_early else "deal_changed",
        partner=deal.partner,
        words={"deal": deal.deal_id, "day": day.isoformat()},
        path=f"/{deal.program_id}/{deal.partner.partner_id}/terms/",
    )


def _running(program_id: str, deal_id: str, day: date) -> Deal:
    program_lock(program_id)
    deal = selectors.deal_get(program_id, deal_id)
    spans = deal_spans(deal.versions.all())
    if not any(span.valid_from <= day <= span.valid_to for span in spans):
        runs = ", ".join(f"{span.valid_from} to {span.valid_to}" for span in spans) or "on no day"
        raise DomainError(
            "not_running",
            _("deal %(deal_id)s of %(program_id)s does not run on %(day)s; it runs %(runs)s")
            % {"deal_id": deal_id, "program_id": program_id, "day": day, "runs": runs},
        )
    return deal


def _add(
    deal: Deal,
    *,
    by: Author,
    valid_from: date,
    reason: str,
    approved_by: str,
    evidence: str,
    plan_id: str = "",
    overrides: Mapping[str, Any] | None = None,
    is_end: bool = False,
) -> DealVersion:
    version = DealVersion(
        deal=deal,
        version_no=deal.versions.count() + 1,
        plan_id=plan_id,
        overrides=dict(overrides or {}),
        valid_from=valid_from,
        is_end=is_end,
        recorded_at=clock.now(),
        author=by.name,
        approved_by=approved_by,
        evidence=evidence,
        reason=reason,
    )
    version.full_clean()
    version.save()
    audit_record(
        **by.audit_names(),
        verb="deal ended" if is_end else "deal version recorded",
        object_kind="deal",
        object_id=str(deal),
        program_id=deal.program_id,
        reason=reason,
        details={"version_no": version.version_no, "valid_from": valid_from.isoformat()},
    )
    return version


def _refuse_overlap(deal: Deal) -> None:
    own = deal_spans(deal.versions.all())
    others = Deal.objects.filter(partner=deal.partner, brand=deal.brand).exclude(pk=deal.pk)
    for other in others.prefetch_related("versions"):
        both = overlap(own, deal_spans(other.versions.all()))
        if both:
            raise DomainError(
                "overlap",
                _(
                    "%(partner_id)s has deal %(deal_id)s %(value)s from %(both)s: one deal "
                    "per partner and brand at a time; end or change that one"
                )
                % {
                    "partner_id": deal.partner.partner_id,
                    "deal_id": other.deal_id,
                    "value": "for brand " + deal.brand if deal.brand else "without a brand",
                    "both": both[0],
                },
            )
