"""Reading programs and partners; nothing here writes. `_for_user` shows a person its own only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.selectors import standing_get
from portal.partners.dated import on_day
from portal.partners.errors import DomainError, NotFound
from portal.partners.models import Partner, Program, Relation
from portal.partners.periods import period_get
from portal.partners.relations import spans_by_child


def program_get(program_id: str) -> Program:
    """The program. Raises DomainError when there is none."""
    try:
        return Program.objects.get(pk=program_id)
    except Program.DoesNotExist:
        known = ", ".join(Program.objects.values_list("pk", flat=True)) or "none yet"
        raise DomainError(
            "not_found",
            _("there is no program %(program_id)r; there is: %(known)s")
            % {"program_id": program_id, "known": known},
        ) from None


def program_lock(program_id: str) -> Program:
    """The program, locked for the rest of the transaction: its deeds come one after another."""
    program_get(program_id)
    return Program.objects.select_for_update().get(pk=program_id)


def program_list() -> QuerySet[Program]:
    """All programs, with their calendars."""
    return Program.objects.prefetch_related("calendars")


def programs_for_user(user: User) -> QuerySet[Program]:
    """The programs in which the person is staff."""
    return Program.objects.filter(pk__in=standing_get(user).programs())


def partner_get(program_id: str, partner_id: str) -> Partner:
    """The partner of this program. Raises NotFound."""
    try:
        return Partner.objects.select_related("program").get(
            program_id=program_id, partner_id=partner_id
        )
    except Partner.DoesNotExist:
        raise NotFound("partner", partner_id, program_id) from None


def partners_for_user(user: User) -> QuerySet[Partner]:
    """Partners that the person acts for, and all of programs where the person is staff."""
    return Partner.objects.filter(partner_filter(user, "")).select_related("program")


def partner_filter(user: User, prefix: str) -> Q:
    """The condition that keeps rows of the person's partners and staffed programs.

    `prefix` leads to the partner: "" on Partner itself, "partner__" on rows that point to one.
    """
    standing = standing_get(user)
    allowed = Q(**{f"{prefix}program_id__in": standing.programs()})
    for member in standing.memberships:
        allowed |= Q(
            **{
                f"{prefix}program_id": member.program_id,
                f"{prefix}partner_id": member.partner_id,
            }
        )
    return allowed


def open_from(program: Program, calendar_id: str | None = None) -> date:
    """First day of the open period: of one calendar, or the latest over all of the program."""
    calendars = program.calendars.all()
    if calendar_id is not None:
        calendars = calendars.filter(calendar_id=calendar_id)
        if not calendars:
            raise DomainError(
                "unknown_calendar",
                _("%(program_id)s has no calendar %(calendar_id)r; it has %(calendar_ids)s")
                % {
                    "program_id": program.program_id,
                    "calendar_id": calendar_id,
                    "calendar_ids": ", ".join(program.calendar_ids),
                },
            )
    return max(period_get(c.calendar_id, c.open_period_id).starts_on for c in calendars)


def parent_on(partner: Partner, day: date) -> Partner | None:
    """Who stands above a partner on a day."""
    relations = Relation.objects.filter(child=partner).select_related("parent").order_by("pk")
    ruling = on_day(spans_by_child(relations).get(partner.pk, ()), day)
    return ruling.parent if ruling else None


@dataclass(frozen=True)
class Below:
    """A partner under another on a day: how deep, under whom, since when, and what is passed."""

    partner: Partner
    parent_id: str
    depth: int
    since: date
    share: Decimal | None


def network_of(master: Partner, day: date) -> list[Below]:
    """Everybody under a partner on a day, as a tree read from top to bottom; 2 queries."""
    relations = Relation.objects.filter(program=master.program).order_by("pk")
    ruling = {
        child: relation
        for child, spans in spans_by_child(relations).items()
        if (relation := on_day(spans, day)) and relation.parent_id
    }
    children: dict[int, list[int]] = {}
    for child, relation in ruling.items():
        children.setdefault(relation.parent_id or 0, []).append(child)
    names = {p.pk: p for p in Partner.objects.filter(program=master.program, pk__in=ruling)}
    found: list[Below] = []

    def walk(parent: Partner, depth: int) -> None:
        own = [names[key] for key in children.get(parent.pk, []) if key in names]
        for partner in sorted(own, key=lambda p: p.partner_id):
            relation = ruling[partner.pk]
            found.append(
                Below(partner, parent.partner_id, depth, relation.valid_from, relation.share)
            )
            walk(partner, depth + 1)

    walk(master, 1)
    return found
