"""The look of a program: draft, look at it, publish it. Every version stays."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from portal.branding import colours
from portal.branding.models import Brand
from portal.branding.selectors import brands_of, look_in, ruling
from portal.branding.services import brand_draft, brand_publish
from portal.config.environment import LOOPBACK
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.web.staff.branding_form import LookForm
from portal.web.staff.frame import PROGRAM_OWNERS, Desk, needs, staff_page
from portal.web.staff.programs import tabs_of

VERSIONS_SHOWN = 20


@staff_page(*PROGRAM_OWNERS, methods=("GET", "HEAD", "POST"))
def look(desk: Desk) -> HttpResponseBase:
    """The versions, and a form filled with the newest; a POST drafts the next one."""
    newest = brands_of(desk.program.program_id).first()
    if desk.request.method != "POST":
        return _page(desk, LookForm(initial=LookForm.initial_of(newest, desk.program.name)))
    form = LookForm(desk.request.POST, desk.request.FILES)
    if form.is_valid():
        try:
            made = brand_draft(by=Author.of(desk.user), program_id=desk.program.program_id,
                               **form.asked())  # fmt: skip
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(desk.request, _("Drafted. Nobody else sees it yet: look at it here."))
            return HttpResponseRedirect(desk.url("look_preview", version_no=made.version_no))
    return _page(desk, form, status=422)


@staff_page(*PROGRAM_OWNERS)
def preview(desk: Desk, version_no: int) -> HttpResponseBase:
    """A page in the look of one version, before or after it was published; `?theme=light|dark`."""
    brand = _brand_at(desk, version_no)
    shown = desk.request.GET.get("theme", "")
    newest = brands_of(desk.program.program_id).first()
    rules = ruling(desk.program.program_id)
    host = brand.domain
    context: dict[str, Any] = {
        "brand": brand,
        "look": look_in(brand),
        "program_name": brand.product_name,
        "pairs": _pairs(brand),
        "may_publish": brand.published_at is None and brand == newest,
        "is_ruling": rules == brand,
        "publish_url": desk.url("look_publish", version_no=version_no),
        "back_url": desk.url("look"),
        "unanswered": host and host not in LOOPBACK and not _is_answered(host),
        "nav_current": "staff:program",
    }
    if shown in colours.LOOKS:
        context["theme"] = shown
    return desk.render("staff/program/preview.html", context)


@staff_page(*PROGRAM_OWNERS, methods=("POST",))
def publish(desk: Desk, version_no: int) -> HttpResponseBase:
    """From now on everybody sees it."""
    try:
        brand_publish(by=Author.of(desk.user), brand=_brand_at(desk, version_no),
                      reason=desk.request.POST.get("reason", "")[:300])  # fmt: skip
    except DomainError as refusal:
        messages.error(desk.request, str(refusal))
        return HttpResponseRedirect(desk.url("look_preview", version_no=version_no))
    messages.success(desk.request, _("Published: pages, mails and files look like this from now."))
    return HttpResponseRedirect(desk.url("look"))


def _brand_at(desk: Desk, version_no: int) -> Brand:
    found = brands_of(desk.program.program_id).filter(version_no=version_no).first()
    if found is None:
        raise Http404
    return found


def _is_answered(host: str) -> bool:
    from django.conf import settings
    from django.http.request import validate_host

    return validate_host(host, settings.ALLOWED_HOSTS)


def _pairs(brand: Brand) -> list[dict[str, Any]]:
    """Each pair that is read, with its contrast in both looks."""
    values = colours.house() | {k: (v[0], v[1]) for k, v in brand.colours.items()}
    own = set(brand.colours)
    return [
        {"colour": one, "ground": other, "least": f"{least:.1f}",
         "found": [f"{colours.contrast(values[one][i], values[other][i]):.2f}" for i in (0, 1)]}
        for one, other, least in colours.PAIRS if {one, other} & own
    ]  # fmt: skip


def _page(desk: Desk, form: LookForm, status: int = 200) -> HttpResponseBase:
    rules = ruling(desk.program.program_id)
    context = {
        "form": form,
        "tabs": tabs_of(desk, "look"),
        "versions": [
            {"brand": brand, "is_ruling": brand == rules,
             "href": desk.url("look_preview", version_no=brand.version_no)}
            for brand in brands_of(desk.program.program_id)[:VERSIONS_SHOWN]
        ],
        "house": colours.house(),
        "who_may": needs(*PROGRAM_OWNERS),
        "nav_current": "staff:program",
    }  # fmt: skip
    return desk.render("staff/program/look.html", context, status=status)
