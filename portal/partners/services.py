"""Making programs and partners, and saying who stands above whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.utils.translation import gettext as _

from portal import clock
from portal.accounts.models import User
from portal.audit.services import audit_record
from portal.partners import selectors
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.partners.models import Partner, Program, ProgramCalendar, Relation
from portal.partners.periods import FOREVER, period_get, period_of
from portal.partners.relations import cycle_in, spans_by_child

CHANGEABLE = {
    "name",
    "payment_day",
    "two_checkers_above_minor",
    "debtor_name",
    "debtor_iban",
    "debtor_bic",
    "domain",
}


@transaction.atomic
def program_create(
    *,
    by: Author,
    program_id: str,
    name: str,
    vertical: str,
    time_zone: str,
    currency_code: str,
    first_period_id: str,
    calendar_ids: Sequence[str] = ("month",),
    **further: Any,
) -> Program:
    """A new tenant; its first period, named in the first of `calendar_ids`, is open.

    `further` are other fields of Program (rate_set, window_days, payment_day, debtor_iban …).
    Raises DomainError for an unknown zone or calendar, `PeriodError` for a bad period, and
    ValidationError for any other field.
    """
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise DomainError(
            "unknown_zone",
            _("time zone %(time_zone)r is unknown; write e.g. Europe/Malta or UTC")
            % {"time_zone": time_zone},
        ) from None
    if Program.objects.filter(pk=program_id).exists():
        raise DomainError(
            "exists",
            _("program %(program_id)r exists; choose another id") % {"program_id": program_id},
        )
    first = period_get(calendar_ids[0], first_period_id)
    program = Program(
        program_id=program_id,
        name=name,
        vertical=vertical,
        time_zone=time_zone,
        currency_code=currency_code.upper(),
        created_at=clock.now(),
        **further,
    )
    program.full_clean()
    program.save(force_insert=True)
    for calendar_id in calendar_ids:
        opens = period_of(calendar_id, first.starts_on).period_id
        ProgramCalendar.objects.create(
            program=program, calendar_id=calendar_id, first_period_id=opens, open_period_id=opens
        )
    _audit(by, "program created", "program", program_id, program_id, name)
    return program


@transaction.atomic
def program_change(*, by: Author, program_id: str, reason: str, **fields: Any) -> Program:
    """Change what a program may change: names, payment day, checkers' limit, debtor account.

    Raises DomainError for a field that stands for ever (zone, currency, rate set, vertical).
    """
    fixed = sorted(set(fields) - CHANGEABLE)
    if fixed:
        raise DomainError(
            "fixed",
            _("%(fixed)s of a program never changes: make another program")
            % {"fixed": ", ".join(fixed)},
        )
    program = selectors.program_lock(program_id)
    for name, value in fields.items():
        setattr(program, name, value)
    program.full_clean()
    program.save(update_fields=[*fields])
    _audit(by, "program changed", "program", program_id, program_id, reason)
    return program


@transaction.atomic
def partner_create(
    *,
    by: Author,
    program_id: str,
    partner_id: str,
    name: str,
    kind: str = "affiliate",
    status: str = "active",
    partner_code: str = "",
    payout_currency_code: str = "",
    threshold_minor: int = 0,
    joined_on: date | None = None,
    manager: User | None = None,
    is_identity_verified: bool = True,
    **further: Any,
) -> Partner:
    """A new partner. `threshold_minor` is in the payout currency (default: the program's).

    `partner_code` (default: the partner id) is what a registration names. Whoever enters a partner
    vouches for its identity, unless `is_identity_verified` is False. Raises DomainError for an id
    or code that is taken and ValidationError for a bad field.
    """
    program = selectors.program_get(program_id)
    code = partner_code or partner_id
    taken = Partner.objects.filter(program=program)
    if taken.filter(partner_id=partner_id).exists() or taken.filter(partner_code=code).exists():
        raise DomainError(
            "exists",
            _("%(program_id)s has a partner %(partner_id)r or a code %(code)r; use another")
            % {"program_id": program_id, "partner_id": partner_id, "code": code},
        )
    joined = joined_on or clock.now().astimezone(ZoneInfo(program.time_zone)).date()
    partner = Partner(
        program=program,
        partner_id=partner_id,
        partner_code=code,
        name=name,
        kind=kind,
        status=status,
        payout_currency_code=(payout_currency_code or program.currency_code).upper(),
        threshold_minor=threshold_minor,
        joined_on=joined,
        identity_verified_on=joined if is_identity_verified else None,
        manager=manager,
        **further,
    )
    partner.full_clean()
    partner.save()
    _audit(by, "partner created", "partner", f"{program_id}/{partner_id}", program_id, name)
    return partner


@transaction.atomic
def partner_status_set(*, by: Author, partner: Partner, status: str, reason: str) -> Partner:
    """Suspend, close or admit a partner. Suspension stops payment, not earning (RULINGS)."""
    locked = Partner.objects.select_for_update().get(pk=partner.pk)
    before, locked.status = locked.status, status
    locked.full_clean()
    locked.save(update_fields=["status"])
    audit_record(
        **by.audit_names(),
        verb="partner status set",
        object_kind="partner",
        object_id=str(locked),
        program_id=locked.program_id,
        reason=reason,
        details={"before": before, "after": status},
    )
    return locked


@transaction.atomic
def own_clients_set(*, by: Author, partner: Partner, client_ids: list[str]) -> Partner:
    """Say which client ids are the partner's own accounts, whatever they are attributed to."""
    partner.own_client_ids = sorted(set(client_ids))
    partner.save(update_fields=["own_client_ids"])
    _audit(by, "own accounts set", "partner", str(partner), partner.program_id, "")
    return partner


@transaction.atomic
def partner_tags_set(*, by: Author, partner: Partner, tags: Sequence[str]) -> Partner:
    """The groups that a partner belongs to: small words of at most 40 characters."""
    partner.tags = sorted({tag.strip().lower()[:40] for tag in tags if tag.strip()})
    partner.save(update_fields=["tags"])
    _audit(by, "tags set", "partner", str(partner), partner.program_id, ", ".join(partner.tags))
    return partner


@transaction.atomic
def relation_create(
    *,
    by: Author,
    program_id: str,
    child_id: str,
    parent_id: str | None,
    valid_from: date,
    reason: str,
    valid_to: date = FOREVER,
    share: Decimal | None = None,
    approved_by: str = "",
    evidence: str = "",
) -> Relation:
    """From `valid_from` on, `parent_id` (None: nobody) stands above `child_id`.

    Raises DomainError: a cycle at any date, and a start before the open period without another
    person's approval and evidence (COMMISSIONS, "Who a client belongs to").
    """
    program = selectors.program_lock(program_id)
    child = selectors.partner_get(program_id, child_id)
    parent = selectors.partner_get(program_id, parent_id) if parent_id else None
    refuse_early(program, valid_from, by.name, approved_by, evidence)
    relation = Relation(
        program=program,
        child=child,
        parent=parent,
        valid_from=valid_from,
        valid_to=valid_to,
        share=share,
        recorded_at=clock.now(),
        author=by.name,
        approved_by=approved_by,
        evidence=evidence,
        reason=reason,
    )
    relation.full_clean()
    rows = [*Relation.objects.filter(program=program).order_by("pk"), relation]
    loop = cycle_in(spans_by_child(rows))
    if loop:
        names = dict(Partner.objects.filter(program=program).values_list("pk", "partner_id"))
        path = " under ".join(names[pk] for pk in loop.partners)
        raise DomainError(
            "cycle",
            _(
                "%(child_id)s under %(parent_id)s from %(valid_from)s would make a "
                "circle on %(day)s: %(path)s; end the other relation first, or choose "
                "another parent"
            )
            % {
                "child_id": child_id,
                "parent_id": parent_id,
                "valid_from": valid_from,
                "day": loop.day,
                "path": path,
            },
        )
    relation.save()
    object_id = f"{program_id}/{child_id}"
    _audit(by, "relation recorded", "relation", object_id, program_id, reason)
    return relation


def refuse_early(
    program: Program,
    valid_from: date,
    author: str,
    approved_by: str,
    evidence: str,
    calendar_id: str | None = None,
) -> None:
    """Refuse a start before the open period without another person's approval and evidence."""
    opens_on = selectors.open_from(program, calendar_id)
    if valid_from >= opens_on:
        return
    if not (approved_by and evidence) or approved_by == author:
        raise DomainError(
            "too_early",
            _(
                "%(valid_from)s lies before the open period of %(program_id)s, which "
                "starts on %(opens_on)s: start there, or name another person who "
                "approved it, with evidence"
            )
            % {"valid_from": valid_from, "program_id": program.program_id, "opens_on": opens_on},
        )


def _audit(by: Author, verb: str, kind: str, object_id: str, program_id: str, reason: str) -> None:
    audit_record(
        **by.audit_names(),
        verb=verb,
        object_kind=kind,
        object_id=object_id,
        program_id=program_id,
        reason=reason,
    )
