"""Settings of the person: name, language, time zone, display currency, what is mailed."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings as django_settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal.accounts.services import profile_set
from portal.notices.selectors import choices_get, wants_digest
from portal.notices.services import choices_set
from portal.notices.words import TOPICS
from portal.web.base import fields
from portal.web.base.tags.numbers import locale_now
from portal.web.partner.frame import Viewer, partner_page, show

CURRENCIES = ("EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "JPY", "AUD", "CAD",
              "BRL", "ZAR", "TRY", "INR", "CNY")  # fmt: skip


class ProfileForm(forms.Form):
    """What the person says of itself."""

    display_name = forms.CharField(
        label=lazy("Name, as colleagues and your manager see it"), max_length=120,
        widget=fields.text(autocomplete="name"),
    )  # fmt: skip
    language = forms.ChoiceField(label=lazy("Language"), widget=fields.choice())
    time_zone = forms.ChoiceField(label=lazy("Time zone"), required=False, widget=fields.choice())
    display_currency = forms.ChoiceField(
        label=lazy("Show amounts also in"), required=False, widget=fields.choice()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        locale = locale_now()
        offered = [c for c in django_settings.LANGUAGES
                   if c[0] in django_settings.OFFERED_LANGUAGES]  # fmt: skip
        self.fields["language"].choices = offered  # type: ignore[attr-defined]
        zones = sorted(z for z in available_timezones() if "/" in z and not z.startswith("Etc"))
        self.fields["time_zone"].choices = [("", _("UTC")), *((z, z) for z in zones)]  # type: ignore[attr-defined]
        self.fields["display_currency"].choices = [  # type: ignore[attr-defined]
            ("", _("the deal’s currency alone")),
            *((c, f"{c}, {locale.currencies.get(c, c)}") for c in CURRENCIES),
        ]


@partner_page()
def settings(viewer: Viewer) -> HttpResponseBase:
    """The person's own settings; they hold for all its partners."""
    user = viewer.user
    form = ProfileForm(initial={
        "display_name": user.display_name, "language": user.language,
        "time_zone": user.time_zone, "display_currency": user.display_currency,
    })  # fmt: skip
    return _page(viewer, form)


@partner_page(methods=("POST",))
def profile(viewer: Viewer) -> HttpResponseBase:
    """Change the profile: everybody may, for itself."""
    form = ProfileForm(viewer.request.POST)
    if form.is_valid():
        try:
            profile_set(viewer.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(viewer.request, _("Saved."))
            return HttpResponseRedirect(viewer.url("settings"))
    return _page(viewer, form, status=422)


@partner_page(methods=("POST",))
def mails(viewer: Viewer) -> HttpResponseBase:
    """Choose of which topics mails come; in the portal all of them are."""
    wanted = [topic for topic in viewer.request.POST.getlist("mail") if topic in TOPICS]
    digest = viewer.request.POST.get("digest") == "on"
    choices_set(user=viewer.user, by_email=wanted, as_digest=digest)
    messages.success(viewer.request, _("Saved."))
    return HttpResponseRedirect(viewer.url("settings"))


def _page(viewer: Viewer, form: ProfileForm, status: int = 200) -> HttpResponseBase:
    chosen = choices_get(viewer.user)
    context = {
        "form": form,
        "email": viewer.user.email,
        "topics": [
            {"code": topic, "word": str(word), "is_on": chosen[topic]}
            for topic, (word, _default) in TOPICS.items()
        ],
        "profile_href": viewer.url("settings_profile"),
        "is_digest": wants_digest(viewer.user),
        "mails_href": viewer.url("settings_mails"),
    }
    return show(viewer, "partner/settings.html", context, "settings", status=status,
                has_figures=False)  # fmt: skip
