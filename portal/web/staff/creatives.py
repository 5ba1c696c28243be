"""Creatives: publish, publish a new version, withdraw. Files are made anew from their pixels."""

from __future__ import annotations

from typing import Any

from babel import Locale
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal import clock
from portal.creatives.models import Creative
from portal.creatives.selectors import creative_get, creatives_of
from portal.creatives.services import creative_publish, creative_withdraw, version_publish
from portal.links.models import LandingPage
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.web.base import fields
from portal.web.staff.frame import CREATIVE_READERS, CREATIVE_WRITERS, Desk, needs, staff_page

KINDS = {"banner": lazy("Banner"), "text": lazy("Text"), "email": lazy("E-mail")}
ACCEPT = ".png,.jpg,.jpeg"


class VersionForm(forms.Form):
    """What a version shows: a file for banners, words for the others."""

    upload = forms.FileField(
        label=lazy("File of a banner, PNG or JPEG, at most 5 MB"), required=False,
        widget=forms.ClearableFileInput(attrs={"class": "field", "accept": ACCEPT}),
    )  # fmt: skip
    text = forms.CharField(label=lazy("Words of a text or an e-mail"), required=False,
                           max_length=4000, widget=fields.lines())  # fmt: skip


class CreativeForm(VersionForm):
    """A new creative."""

    field_order = ("title", "kind", "upload", "text", "alt_text", "language", "tags",
                   "landing_page", "expires_on")  # fmt: skip
    title = forms.CharField(label=lazy("Title"), max_length=120, widget=fields.text())
    kind = forms.ChoiceField(label=lazy("Type"), choices=list(KINDS.items()),
                             widget=fields.choice())  # fmt: skip
    alt_text = forms.CharField(
        label=lazy("What somebody hears who does not see the banner"), max_length=200,
        required=False, widget=fields.text(),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=lazy("Language"), required=False, choices=[("", "–"), *settings.LANGUAGES],
        widget=fields.choice(),
    )  # fmt: skip
    tags = forms.CharField(label=lazy("Tags, with commas between"), max_length=200,
                           required=False, widget=fields.text())  # fmt: skip
    landing_page = forms.ModelChoiceField(
        label=lazy("Landing page"), queryset=LandingPage.objects.none(), required=False,
        widget=fields.choice(),
    )  # fmt: skip
    expires_on = forms.DateField(label=lazy("May be used until"), required=False,
                                 widget=fields.day())  # fmt: skip

    def __init__(self, *args: Any, program_id: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pages = self.fields["landing_page"]
        assert isinstance(pages, forms.ModelChoiceField)
        pages.queryset = LandingPage.objects.filter(program_id=program_id, is_active=True)

    def clean_tags(self) -> list[str]:
        return [tag for tag in self.cleaned_data["tags"].split(",") if tag.strip()]


@staff_page(*CREATIVE_READERS, methods=("GET", "HEAD", "POST"))
def creatives(desk: Desk) -> HttpResponseBase:
    """The library; a POST publishes a creative."""
    here = desk.program.program_id
    if desk.request.method != "POST":
        return _page(desk, CreativeForm(program_id=here))
    _writers_only(desk)
    form = CreativeForm(desk.request.POST, desk.request.FILES, program_id=here)
    if form.is_valid():
        try:
            made = creative_publish(by=Author.of(desk.user), program_id=here, **form.cleaned_data)
        except (DomainError, ValidationError) as refusal:
            form.add_error(None, _sentences(refusal))
        else:
            messages.success(desk.request, _("Published: partners see it."))
            return HttpResponseRedirect(desk.url("creatives_one", public_id=made.public_id))
    return _page(desk, form, status=422)


@staff_page(*CREATIVE_READERS, methods=("GET", "HEAD", "POST"))
def one(desk: Desk, public_id: str) -> HttpResponseBase:
    """One creative with its versions; a POST publishes the next."""
    found = _creative_at(desk, public_id)
    form = VersionForm()
    status = 200
    if desk.request.method == "POST":
        _writers_only(desk)
        form = VersionForm(desk.request.POST, desk.request.FILES)
        if form.is_valid():
            try:
                version_publish(by=Author.of(desk.user), creative=found, **form.cleaned_data)
            except (DomainError, ValidationError) as refusal:
                form.add_error(None, _sentences(refusal))
            else:
                said = _("Published: pages that show it change by themselves.")
                messages.success(desk.request, said)
                return HttpResponseRedirect(desk.url("creatives_one", public_id=public_id))
        status = 422
    context = {
        "creative": found,
        "row": _row(desk, found),
        "versions": list(found.versions.all()),
        "form": form,
        "may_write": desk.has_role(*CREATIVE_WRITERS),
        "withdraw_url": desk.url("creatives_withdraw", public_id=public_id),
        "back_url": desk.url("creatives"),
        "nav_current": "staff:creatives",
    }
    return desk.render("staff/creatives/one.html", context, status=status)


@staff_page(*CREATIVE_WRITERS, methods=("POST",))
def withdraw(desk: Desk, public_id: str) -> HttpResponseBase:
    """It must not be used any more, and is served nowhere."""
    found = _creative_at(desk, public_id)
    reason = desk.request.POST.get("reason", "").strip()
    if not reason:
        messages.error(desk.request, _("Say why: partners read it."))
    elif found.withdrawn_at is None:
        creative_withdraw(by=Author.of(desk.user), creative=found, reason=reason[:300])
        messages.success(desk.request, _("Withdrawn: it is served nowhere any more."))
    return HttpResponseRedirect(desk.url("creatives_one", public_id=public_id))


def _writers_only(desk: Desk) -> None:
    from django.core.exceptions import PermissionDenied

    if not desk.has_role(*CREATIVE_WRITERS):
        raise PermissionDenied(needs(*CREATIVE_WRITERS))


def _sentences(refusal: DomainError | ValidationError) -> Any:
    return refusal.messages if isinstance(refusal, ValidationError) else str(refusal)


def _creative_at(desk: Desk, public_id: str) -> Creative:
    found = creative_get(desk.program.program_id, public_id)
    if found is None:
        raise Http404
    return found


def _row(desk: Desk, creative: Creative) -> dict[str, Any]:
    here = Locale.parse(to_locale(get_language() or "en"))
    today = clock.now().date()
    usable = creative.withdrawn_at is None and (
        creative.expires_on is None or creative.expires_on >= today
    )
    version = creative.versions.all()[0]
    return {
        "creative": creative,
        "version": version,
        "is_usable": usable,
        "kind": KINDS[creative.kind],
        "language": here.languages.get(to_locale(creative.language), creative.language),
        "size": f"{version.width} × {version.height}" if version.width else "–",
        "href": desk.url("creatives_one", public_id=creative.public_id),
        "image": reverse("creative_image", kwargs={"public_id": creative.public_id})
        if creative.kind == "banner" and usable else "",
    }  # fmt: skip


def _page(desk: Desk, form: CreativeForm, status: int = 200) -> HttpResponseBase:
    offers = creatives_of(desk.program.program_id, clock.now().date())
    context = {
        "rows": [_row(desk, offer.creative) for offer in offers],
        "form": form,
        "may_write": desk.has_role(*CREATIVE_WRITERS),
        "who_may": needs(*CREATIVE_WRITERS),
        "nav_current": "staff:creatives",
    }
    return desk.render("staff/creatives/list.html", context, status=status)
