"""Searching the audit; nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from portal.audit.models import AuditEvent


@dataclass(frozen=True)
class Search:
    """What is looked for; an empty part does not narrow. Both days are included, in UTC."""

    text: str = ""
    who: str = ""
    verb: str = ""
    object_kind: str = ""
    object_id: str = ""
    first: date | None = None
    last: date | None = None


def audit_search(program_id: str, search: Search) -> QuerySet[AuditEvent]:
    """Events of one program that fit, the latest first."""
    found = AuditEvent.objects.filter(program_id=program_id)
    if search.text:
        found = found.filter(
            Q(who_name__icontains=search.text)
            | Q(verb__icontains=search.text)
            | Q(object_id__icontains=search.text)
            | Q(reason__icontains=search.text)
        )
    if search.who:
        found = found.filter(who_name__icontains=search.who)
    if search.verb:
        found = found.filter(verb=search.verb)
    if search.object_kind:
        found = found.filter(object_kind=search.object_kind)
    if search.object_id:
        found = found.filter(object_id__icontains=search.object_id)
    if search.first:
        found = found.filter(at__gte=_midnight(search.first))
    if search.last:
        found = found.filter(at__lt=_midnight(search.last + timedelta(days=1)))
    return found


def audit_words(program_id: str) -> tuple[list[str], list[str]]:
    """The verbs and the kinds of object that the program's events have, in order."""
    own = AuditEvent.objects.filter(program_id=program_id).order_by()
    verbs = own.values_list("verb", flat=True).distinct()
    kinds = own.values_list("object_kind", flat=True).distinct()
    return sorted(verbs), sorted(kinds)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
