"""Where links of the program may lead: allowed hosts, and the pages that partners choose from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal.links.models import LandingPage
from portal.links.selectors import hosts_of
from portal.links.services import (
    host_allow,
    host_refuse,
    landing_page_create,
    landing_page_offer,
)
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.web.base import fields
from portal.web.staff.frame import PROGRAM_OWNERS, Desk, needs, staff_page
from portal.web.staff.programs import tabs_of


class HostForm(forms.Form):
    """A host to which links may lead."""

    host = forms.CharField(
        label=lazy("Host"), max_length=253,
        widget=fields.text(dir="ltr", placeholder="www.example.com"),
    )  # fmt: skip
    with_subdomains = forms.BooleanField(label=lazy("and hosts below it"), required=False)


class PageForm(forms.Form):
    """A page that partners may choose."""

    title = forms.CharField(label=lazy("Title"), max_length=120, widget=fields.text())
    url = forms.CharField(label=lazy("Address"), max_length=500,
                          widget=fields.text(dir="ltr", placeholder="https://"))  # fmt: skip
    language = forms.ChoiceField(
        label=lazy("Language"), required=False, choices=[("", "–"), *settings.LANGUAGES],
        widget=fields.choice(),
    )  # fmt: skip


@staff_page(*PROGRAM_OWNERS)
def hosts(desk: Desk) -> HttpResponseBase:
    """Hosts and landing pages."""
    return _page(desk, HostForm(), PageForm())


@staff_page(*PROGRAM_OWNERS, methods=("POST",))
def allow(desk: Desk) -> HttpResponseBase:
    """From now on links may lead there."""
    form = HostForm(desk.request.POST)
    if form.is_valid():
        try:
            host_allow(by=Author.of(desk.user), program_id=desk.program.program_id,
                       **form.cleaned_data)  # fmt: skip
        except DomainError as refusal:
            form.add_error("host", str(refusal))
        else:
            messages.success(desk.request, _("Links may lead there now."))
            return HttpResponseRedirect(desk.url("hosts"))
    return _page(desk, form, PageForm(), status=422)


@staff_page(*PROGRAM_OWNERS, methods=("POST",))
def refuse(desk: Desk) -> HttpResponseBase:
    """Links stop leading there at once."""
    host, reason = (desk.request.POST.get(name, "").strip() for name in ("host", "reason"))
    if host not in {rule.host for rule in hosts_of(desk.program.program_id)}:
        raise Http404
    if not reason:
        messages.error(desk.request, _("Say why: it stands in the audit."))
    else:
        host_refuse(by=Author.of(desk.user), program_id=desk.program.program_id, host=host,
                    reason=reason[:300])  # fmt: skip
        messages.success(desk.request, _("Links lead there no more; those that do say so."))
    return HttpResponseRedirect(desk.url("hosts"))


@staff_page(*PROGRAM_OWNERS, methods=("POST",))
def page_add(desk: Desk) -> HttpResponseBase:
    """A page that partners may choose from now on."""
    form = PageForm(desk.request.POST)
    if form.is_valid():
        try:
            landing_page_create(by=Author.of(desk.user), program_id=desk.program.program_id,
                                **form.cleaned_data)  # fmt: skip
        except DomainError as refusal:
            form.add_error("url", str(refusal))
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            return HttpResponseRedirect(desk.url("hosts"))
    return _page(desk, HostForm(), form, status=422)


@staff_page(*PROGRAM_OWNERS, methods=("POST",))
def page_offer(desk: Desk, page_id: int) -> HttpResponseBase:
    """Offer a page, or offer it no more; links to it go on working."""
    found = LandingPage.objects.filter(program=desk.program, pk=page_id).first()
    if found is None:
        raise Http404
    landing_page_offer(by=Author.of(desk.user), page=found,
                       is_active=desk.request.POST.get("deed") == "offer")  # fmt: skip
    return HttpResponseRedirect(desk.url("hosts"))


def _page(desk: Desk, host_form: HostForm, page_form: PageForm, status: int = 200
          ) -> HttpResponseBase:  # fmt: skip
    pages = LandingPage.objects.filter(program=desk.program).annotate(used=Count("links"))
    context: dict[str, Any] = {
        "tabs": tabs_of(desk, "hosts"),
        "rules": hosts_of(desk.program.program_id),
        "pages": [
            {"page": page, "offer_url": desk.url("hosts_page_offer", page_id=page.pk)}
            for page in pages
        ],
        "host_form": host_form,
        "page_form": page_form,
        "allow_url": desk.url("hosts_allow"),
        "refuse_url": desk.url("hosts_refuse"),
        "page_url": desk.url("hosts_page_add"),
        "who_may": needs(*PROGRAM_OWNERS),
        "nav_current": "staff:program",
    }
    return desk.render("staff/program/hosts.html", context, status=status)
