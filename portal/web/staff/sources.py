"""Postback sources: systems that report conversions, their secrets shown once and renewed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal.accounts.step_up import second_factor_is_fresh, step_up_redirect
from portal.collector.models import PostbackSource
from portal.collector.selectors import sources_of
from portal.collector.services import (
    OLD_SECRET_HOURS,
    source_create,
    source_secret_renew,
    source_switch,
)
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.web.base import fields
from portal.web.staff.frame import PROGRAM_OWNERS, Desk, needs, staff_page
from portal.web.staff.programs import tabs_of


class SourceForm(forms.Form):
    """A new source; its secret is shown once."""

    source_id = forms.CharField(
        label=lazy("Short name, part of the address"), max_length=40,
        widget=fields.text(dir="ltr", placeholder="crm"),
    )  # fmt: skip
    name = forms.CharField(label=lazy("Name"), max_length=120, widget=fields.text())
    currency_code = forms.CharField(
        label=lazy("Currency of amounts without one"), max_length=3, required=False,
        widget=fields.text(dir="ltr", placeholder="EUR"),
    )  # fmt: skip
    accepts_unsigned = forms.BooleanField(
        label=lazy("Take unsigned messages too: they show, and pay nothing until confirmed"),
        required=False, initial=True,
    )  # fmt: skip


@staff_page(*PROGRAM_OWNERS)
def sources(desk: Desk) -> HttpResponseBase:
    """The sources and a form for one more."""
    return _page(desk, SourceForm())


@staff_page(*PROGRAM_OWNERS, methods=("POST",))
def make(desk: Desk) -> HttpResponseBase:
    """A new source; asks for a fresh code, and shows its secret this once."""
    if not second_factor_is_fresh(desk.request):
        return step_up_redirect(desk.request, back=desk.url("sources"))
    form = SourceForm(desk.request.POST)
    if form.is_valid():
        try:
            made, secret = source_create(by=Author.of(desk.user),
                                         program_id=desk.program.program_id,
                                         **form.cleaned_data)  # fmt: skip
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            return _page(desk, SourceForm(), secret=secret, made=made)
    return _page(desk, form, status=422)


@staff_page(*PROGRAM_OWNERS, methods=("POST",))
def renew(desk: Desk, source_id: str) -> HttpResponseBase:
    """A new secret, shown this once; the old one is taken for another day."""
    found = _source_at(desk, source_id)
    if not second_factor_is_fresh(desk.request):
        return step_up_redirect(desk.request, back=desk.url("sources"))
    secret = source_secret_renew(by=Author.of(desk.user), source=found, real_now=timezone.now())
    return _page(desk, SourceForm(), secret=secret, made=found)


@staff_page(*PROGRAM_OWNERS, methods=("POST",))
def switch(desk: Desk, source_id: str) -> HttpResponseBase:
    """Close a source, or open it again, with a reason."""
    found = _source_at(desk, source_id)
    reason = desk.request.POST.get("reason", "").strip()
    if not reason:
        messages.error(desk.request, _("Say why: it stands in the audit."))
    else:
        source_switch(by=Author.of(desk.user), source=found, reason=reason[:300],
                      is_active=desk.request.POST.get("deed") == "open")  # fmt: skip
        messages.success(desk.request, _("Saved."))
    return HttpResponseRedirect(desk.url("sources"))


def _source_at(desk: Desk, source_id: str) -> PostbackSource:
    found = PostbackSource.objects.filter(program=desk.program, source_id=source_id).first()
    if found is None:
        raise Http404
    return found


def _page(desk: Desk, form: SourceForm, *, secret: str = "", made: PostbackSource | None = None,
          status: int = 200) -> HttpResponseBase:  # fmt: skip
    now = timezone.now()
    context: dict[str, Any] = {
        "tabs": tabs_of(desk, "sources"),
        "rows": [
            {
                "source": source,
                "address": f"{settings.COLLECTOR_URL}/postback/{source.source_id}",
                "two_until": source.old_secret_until
                if source.old_secret_until and source.old_secret_until > now else None,
                "renew_url": desk.url("sources_renew", source_id=source.source_id),
                "switch_url": desk.url("sources_switch", source_id=source.source_id),
            }
            for source in sources_of(desk.program.program_id)
        ],
        "form": form, "secret": secret, "made": made, "make_url": desk.url("sources_make"),
        "old_hours": OLD_SECRET_HOURS,
        "who_may": needs(*PROGRAM_OWNERS),
        "nav_current": "staff:program",
    }  # fmt: skip
    return desk.render("staff/program/sources.html", context, status=status)
