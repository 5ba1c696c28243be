"""The key with which the operator's own client area signs for its widget."""

from __future__ import annotations

from django.conf import settings
from django.http.response import HttpResponseBase

from portal.accounts.step_up import second_factor_is_fresh, step_up_redirect
from portal.accounts.widget_tokens import LONGEST, widget_key
from portal.audit.services import audit_record
from portal.links.selectors import hosts_of
from portal.web.staff.frame import PROGRAM_OWNERS, Desk, staff_page

FRESH = 300


@staff_page(*PROGRAM_OWNERS)
def key(desk: Desk) -> HttpResponseBase:
    """Shown after a fresh second factor; being shown is in the audit."""
    if not second_factor_is_fresh(desk.request, FRESH):
        return step_up_redirect(desk.request, FRESH)
    program_id = desk.program.program_id
    audit_record(who=desk.user, verb="widget key read", object_kind="program",
                 object_id=program_id, program_id=program_id)  # fmt: skip
    context = {
        "key": widget_key(program_id),
        "hosts": [host.host for host in hosts_of(program_id)],
        "address": f"{settings.PORTAL_URL}/widget/<token>/",
        "minutes": LONGEST // 60,
        "nav_current": "staff:program",
    }
    return desk.render("staff/widget.html", context)
