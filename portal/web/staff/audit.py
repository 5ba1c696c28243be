"""Audit: who did what to which thing, when and why. Read only."""

from __future__ import annotations

from django.db.models import Q
from django.http.response import HttpResponseBase

from portal.audit.models import AuditEvent
from portal.web.staff.frame import AUDIT_READERS, Desk, staff_page

ROWS = 100


@staff_page(*AUDIT_READERS)
def search(desk: Desk) -> HttpResponseBase:
    """The last events of the program; `q` looks in names, verbs and objects, `before` goes back."""
    query = desk.request.GET.get("q", "").strip()
    before = desk.request.GET.get("before", "")
    events = AuditEvent.objects.filter(program_id=desk.program.program_id)
    if query:
        events = events.filter(
            Q(who_name__icontains=query)
            | Q(verb__icontains=query)
            | Q(object_id__icontains=query)
            | Q(reason__icontains=query)
        )
    if before.isdecimal():
        events = events.filter(pk__lt=int(before))
    rows = list(events[: ROWS + 1])
    return desk.render(
        "staff/audit.html",
        {
            "events": rows[:ROWS],
            "query": query,
            "older": rows[ROWS - 1].pk if len(rows) > ROWS else None,
        },
    )
