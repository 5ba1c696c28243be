"""Freezing a batch: reservations and payments for what is available, in one transaction.

COMMISSIONS, "From line to payment"; DESIGN, "Finance in the Dagster UI".
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from portal import clock
from portal.audit.services import audit_record
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.partners.models import Partner, Program
from portal.partners.selectors import program_get, program_lock
from portal.payouts.balances import Balance, Key, balances_of
from portal.payouts.digest import batch_digest
from portal.payouts.models import (
    BatchHead,
    CarryLine,
    Payment,
    PayoutBatch,
    PayoutMethod,
    PayoutSchedule,
    Reservation,
)
from portal.payouts.money import Rates
from portal.payouts.plan import Plan, plan_of
from portal.payouts.services.requests import requests_take
from portal.payouts.sharing import sharing_partners
from portal.reviews.holds import Hold, holds_on
from portal.reviews.selectors import reviews_current
from portal.reviews.services import reviews_expire
from portal.statements.selectors import head_last

# Given the targets of reviews (kind, id): entries, those that no review aims at added up.
ReadEntries = Callable[[Collection[tuple[str, str]]], Iterable[Mapping[str, Any]]]
# Given the same: clients' parts of lines that name no client (`portal.payouts.balances`).
ReadParts = Callable[[Collection[tuple[str, str]]], Iterable[Mapping[str, Any]]]
SCHEDULE = Author("schedule")
# A day's batch in one of these states does not stand in the way of another.
REDONE = ("recalled", "drafted")


def batch_freeze(
    *,
    program_id: str,
    on: date,
    entries: ReadEntries,
    rates: Iterable[Mapping[str, Any]],
    heads: Mapping[str, str] | None = None,
    by: Author = SCHEDULE,
    late_feeds: Sequence[str] = (),
    now: datetime | None = None,
    parts: ReadParts | None = None,
) -> PayoutBatch:
    """The batch of the program's day `on`; a second call returns the first one's batch.

    A batch that pays nobody stays `drafted`: it reserves nothing, and the next call drafts anew.

    `entries` reads the ledger's, up to `heads` ({calendar: segment hash} they were read at; given,
    it must still be the end of each chain); it is told what reviews aim at. `rates` are rows of
    the program's rate set. `now` is the product's moment. Raises DomainError: late feeds, a head
    that moved, holds that changed while entries were added up, or another freeze at the same
    moment (run it again then).
    """
    moment = now or clock.now()
    if late_feeds:
        raise DomainError(
            "feeds_late",
            _("%(program_id)s waits for %(late_feeds)s: a batch is frozen on complete feeds")
            % {"program_id": program_id, "late_feeds": ", ".join(late_feeds)},
        )
    program = program_get(program_id)
    reviews_expire(program_id=program_id, on=on)
    holds = _holds(program_id, on)
    aimed_at = {(hold.target_kind, hold.target_id) for hold in holds}
    own = list(parts(aimed_at)) if parts else []
    aimed_at |= {("line", part["line_id"]) for part in own}
    balances = balances_of(entries(aimed_at), holds, on, own)
    try:
        with transaction.atomic():
            program = program_lock(program_id)
            there = program.batches.filter(paid_on=on).exclude(state__in=REDONE).first()
            if there is not None:
                return there
            if _holds(program_id, on) != holds:
                raise DomainError("holds_changed", _("a review changed meanwhile: freeze again"))
            read_at = _heads(program, heads)
            plan = _plan(program, balances, Rates(rates), on, moment)
            return _write(program, plan, read_at, on, moment, by)
    except IntegrityError as error:
        raise DomainError(
            "frozen_elsewhere",
            _("another freeze of %(program_id)s took these balances first (%(error)s): look at it")
            % {"program_id": program_id, "error": error},
        ) from None


def end_to_end_id(program_id: str, batch_id: str, partner_id: str, currency_code: str) -> str:
    """The same id for the same payment, for ever; at most 35 characters that banks accept."""
    text = "\x1f".join((program_id, batch_id, partner_id, currency_code))
    tail = base64.b32encode(hashlib.sha256(text.encode()).digest()).decode()[:16]
    head = "".join(c for c in program_id.upper() if c.isascii() and c.isalnum())[:8]
    day = batch_id.partition("/")[2].replace("-", "")[2:8]
    return f"{head}-{day}-{tail}"


def _holds(program_id: str, on: date) -> list[Hold]:
    return sorted(holds_on(reviews_current(program_id), on), key=lambda hold: hold.review_id)


def _heads(program: Program, stated: Mapping[str, str] | None) -> list[BatchHead]:
    found = []
    for calendar_id in program.calendar_ids:
        last = head_last(program.program_id, calendar_id)
        sha = last.segment_sha256 if last else None
        if stated is not None and stated.get(calendar_id) != sha:
            raise DomainError(
                "head_moved",
                _(
                    "%(program_id)s/%(calendar_id)s was closed meanwhile: entries were read "
                    "at %(value)s, the head is %(value_2)s; freeze again"
                )
                % {
                    "program_id": program.program_id,
                    "calendar_id": calendar_id,
                    "value": (stated.get(calendar_id) or "nothing")[:12],
                    "value_2": (sha or "nothing")[:12],
                },
            )
        if last is not None:
            found.append(
                BatchHead(
                    calendar_id=calendar_id,
                    period_id=last.period_id,
                    segment_sha256=last.segment_sha256,
                )
            )
    return found


def _plan(
    program: Program, balances: dict[Key, Balance], rates: Rates, on: date, now: datetime
) -> Plan:
    living = Reservation.objects.filter(program=program, ended_at=None)
    sums = living.values_list("partner__partner_id", "currency_code").annotate(Sum("amount_minor"))
    reserved = {(partner, currency): total for partner, currency, total in sums.order_by()}
    partners = {partner.partner_id: partner for partner in program.partners.all()}
    strangers = sorted({key[0] for key in balances} - set(partners))
    if strangers:
        raise DomainError(
            "unknown_partner",
            _(
                "the ledger of %(program_id)s names partners that the portal does not "
                "have: %(strangers)s; restore the portal database"
            )
            % {"program_id": program.program_id, "strangers": ", ".join(strangers[:5])},
        )
    methods = PayoutMethod.objects.filter(program=program, state="active")
    return plan_of(
        balances=balances,
        reserved=reserved,
        partners=partners,
        methods={method.partner_id: method for method in methods},
        rates=rates,
        program_currency=program.currency_code,
        on=on,
        now=now,
        requested=_requested(program),
        on_request=_on_request(program),
        sharing=sharing_partners(program.program_id, on),
    )


def _on_request(program: Program) -> set[int]:
    rows = PayoutSchedule.objects.filter(partner__program=program, pays="on_request")
    return set(rows.values_list("partner_id", flat=True))


def _requested(program: Program) -> dict[Key, int]:
    """Open requests, in minor units."""
    rows = program.payout_requests.filter(state="requested").select_related("partner")
    return {(row.partner.partner_id, row.currency_code): row.amount_minor for row in rows}


def _write(
    program: Program, plan: Plan, heads: list[BatchHead], on: date, now: datetime, by: Author
) -> PayoutBatch:
    _forget_draft(program, on)
    attempt = program.batches.filter(paid_on=on).count() + 1
    value = sum(paid.value_minor for paid in plan.payments)
    limit = program.two_checkers_above_minor
    batch = PayoutBatch.objects.create(
        program=program,
        batch_id=f"{program.program_id}/{on.isoformat()}{f'-{attempt}' if attempt > 1 else ''}",
        paid_on=on,
        attempt_no=attempt,
        state="frozen" if plan.payments else "drafted",
        value_minor=value,
        checkers_required=2 if limit is not None and value > limit else 1,
        frozen_at=now,
        frozen_by=by.name,
    )
    for head in heads:
        head.batch = batch
    BatchHead.objects.bulk_create(heads)
    _write_payments(batch, plan, now)
    CarryLine.objects.bulk_create(
        CarryLine(
            batch=batch,
            partner=line.partner,
            kind=line.kind,
            currency_code=line.currency_code,
            amount_minor=line.amount_minor,
            reason_code=line.reason_code,
            operands=line.operands,
        )
        for line in plan.carried
    )
    batch.digest = batch_digest(batch)
    batch.save(update_fields=["digest"])
    audit_record(
        **by.audit_names(),
        verb="batch frozen" if plan.payments else "batch drafted",
        object_kind="batch",
        object_id=batch.batch_id,
        program_id=program.program_id,
        details={
            "digest": batch.digest, "payments": len(plan.payments),
            "not_paid": len(plan.carried), "value_minor": value,
        },
    )  # fmt: skip
    return batch


def _forget_draft(program: Program, on: date) -> None:
    """Take away a draft of the day: it has no payment, so it reserves nothing."""
    for draft in program.batches.filter(paid_on=on, state="drafted", payments=None):
        draft.carry_lines.all().delete()
        draft.heads.all().delete()
        draft.delete()


def _write_payments(batch: PayoutBatch, plan: Plan, now: datetime) -> None:
    counted = Reservation.objects.filter(program_id=batch.program_id).order_by()
    numbers = {
        (partner, currency): count
        for partner, currency, count in counted.values_list("partner", "currency_code").annotate(
            Count("pk")
        )
    }
    made: dict[tuple[int, str], Payment] = {}
    for paid in plan.payments:
        partner: Partner = paid.partner
        payment = Payment.objects.create(
            program_id=batch.program_id,
            batch=batch,
            partner=partner,
            payment_id=f"{batch.batch_id}/{partner.partner_id}/{paid.currency_code}",
            end_to_end_id=end_to_end_id(
                batch.program_id, batch.batch_id, partner.partner_id, paid.currency_code
            ),
            currency_code=paid.currency_code,
            amount_minor=paid.amount_minor,
            payout_currency_code=partner.payout_currency_code,
            payout_minor=paid.payout_minor,
            fx_rate=paid.rate.value,
            fx_on=paid.rate.on,
            fx_source=paid.rate.source,
            value_minor=paid.value_minor,
            method=paid.method,
            state="frozen",
            state_on=batch.paid_on,
        )
        Reservation.objects.create(
            program_id=batch.program_id,
            partner=partner,
            currency_code=paid.currency_code,
            sequence_no=numbers.get((partner.pk, paid.currency_code), 0) + 1,
            amount_minor=paid.amount_minor,
            payment=payment,
            reserved_at=now,
        )
        made[partner.pk, paid.currency_code] = payment
    carried = {
        (line.partner.pk, line.currency_code): line.reason_code
        for line in plan.carried
        if line.kind == "carried"
    }
    requests_take(made, carried, batch.program_id)
