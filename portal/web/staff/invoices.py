"""Partners' invoices: read, compared with their statement, accepted or refused with a reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from portal.audit.services import audit_record
from portal.partners.errors import DomainError
from portal.payouts.models import Invoice
from portal.payouts.selectors import invoices_for_user
from portal.payouts.services import invoice_decide
from portal.uploads import upload_response
from portal.web.staff.frame import INVOICE_DECIDERS, INVOICE_READERS, Desk, staff_page

DECIDED_SHOWN = 20


@staff_page(*INVOICE_READERS)
def listed(desk: Desk) -> HttpResponseBase:
    """Those that wait, the oldest first, and those decided last."""
    own = invoices_for_user(desk.user).filter(program=desk.program)
    waiting = own.filter(state="received").order_by("sent_at", "pk")
    decided = own.filter(state__in=("accepted", "refused")).order_by("-decided_at", "-pk")
    context = {
        "waiting": [_row(desk, one) for one in waiting],
        "decided": [_row(desk, one) for one in decided[:DECIDED_SHOWN]],
        "may_decide": desk.has_role(*INVOICE_DECIDERS),
        "nav_current": "staff:invoices",
    }
    return desk.render("staff/invoices.html", context)


@staff_page(*INVOICE_READERS)
def download(desk: Desk, invoice_no: int) -> HttpResponseBase:
    """The file as the partner sent it. Being read is in the audit."""
    found = _found(desk, invoice_no)
    audit_record(who=desk.user, verb="invoice read", object_kind="invoice", object_id=str(found),
                 program_id=found.program_id)  # fmt: skip
    return upload_response(found.program_id, found.file_sha256, found.file_name)


@staff_page(*INVOICE_DECIDERS, methods=("POST",))
def decide(desk: Desk, invoice_no: int) -> HttpResponseBase:
    """Accept it, or refuse it with a reason that the partner reads."""
    deed, reason = desk.request.POST.get("deed"), desk.request.POST.get("reason", "")
    found = _found(desk, invoice_no)
    if deed not in ("accept", "refuse"):
        raise Http404
    try:
        invoice_decide(by=desk.user, invoice=found, accept=deed == "accept", reason=reason)
    except DomainError as refusal:
        messages.error(desk.request, str(refusal))
    else:
        messages.success(desk.request, _("Saved."))
    return HttpResponseRedirect(desk.url("invoices"))


def _row(desk: Desk, one: Invoice) -> dict[str, Any]:
    return {
        "invoice": one,
        "differs": one.amount_minor != one.statement_minor,
        "file_url": desk.url("invoices_file", invoice_no=one.pk),
        "decide_url": desk.url("invoices_decide", invoice_no=one.pk),
    }


def _found(desk: Desk, invoice_no: int) -> Invoice:
    """An invoice of this program. Raises Http404."""
    own = invoices_for_user(desk.user).filter(program=desk.program)
    found = own.filter(pk=invoice_no).first()
    if found is None:
        raise Http404
    return found
