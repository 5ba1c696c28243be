"""Asking the engine what typed facts would give under one's own terms."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render

from portal.partners.errors import DomainError, NotFound
from portal.web.partner.frame import Viewer, partner_deed, partner_page, show
from portal.web.partner.whatif_parts import (
    answer_row,
    deals_today,
    form_context,
    form_of,
    question_of,
)
from portal.whatif.selectors import calculation_get
from portal.whatif.services import calculation_ask


@partner_deed()
def ask(viewer: Viewer) -> HttpResponseBase:
    """Store the question; its answer comes to the page by itself, or when it is loaded again."""
    if not deals_today(viewer):
        raise Http404
    form = form_of(viewer, viewer.request.POST)
    if form.is_valid():
        try:
            calculation_ask(
                by=viewer.user, partner=viewer.partner, kind="what_if",
                question=question_of(viewer, form),
            )  # fmt: skip
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return HttpResponseRedirect(viewer.url("terms") + "#what-if")
    context: dict[str, Any] = {"whatif": form_context(viewer, form)}
    return show(viewer, "partner/whatif.html", context, "terms", status=422, has_figures=False)


@partner_page()
def answer(viewer: Viewer, calculation_id: UUID) -> HttpResponseBase:
    """One question with its answer: the fragment that the page polls, or a page without it."""
    if viewer.request.headers.get("HX-Request"):
        return _fragment(viewer, calculation_id)
    return HttpResponseRedirect(viewer.url("terms") + "#what-if")


def _fragment(viewer: Viewer, calculation_id: UUID) -> HttpResponseBase:
    try:
        found = calculation_get(viewer.partner, str(calculation_id))
    except NotFound:
        raise Http404 from None
    context = {"row": answer_row(viewer, found)}
    return render(viewer.request, "partner/parts/whatif_answer.html", context)
