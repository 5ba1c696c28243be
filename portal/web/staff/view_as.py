"""Beginning and ending a look at a partner's pages (`portal.web.partner.viewing`)."""

from __future__ import annotations

from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from portal.web.partner.viewing import ROLES, viewing_begin, viewing_end
from portal.web.staff.frame import Desk, staff_page
from portal.web.staff.partners import partner_at


@staff_page(*ROLES, methods=("POST",))
def begin(desk: Desk, partner_id: str) -> HttpResponseBase:
    """Look at the partner's pages as its people see them; to read."""
    partner = partner_at(desk, partner_id)
    viewing_begin(desk.request, partner.program_id, partner.partner_id)
    kwargs = {"program_id": partner.program_id, "partner_id": partner.partner_id}
    return HttpResponseRedirect(reverse("partner:overview", kwargs=kwargs))


@staff_page(*ROLES, methods=("POST",))
def end(desk: Desk, partner_id: str) -> HttpResponseBase:
    """Back to the staff page of the partner."""
    partner = partner_at(desk, partner_id)
    viewing_end(desk.request)
    return HttpResponseRedirect(desk.url("partners_one", partner_id=partner.partner_id))
