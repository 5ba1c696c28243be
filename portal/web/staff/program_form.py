"""The form of a new program: what stands for ever, how it pays, how it looks and speaks."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from babel.numbers import list_currencies
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as lazy

from portal.branding.colours import house
from portal.partners.errors import DomainError
from portal.partners.periods import CALENDARS, PeriodError, period_get
from portal.payouts.money import minor_of
from portal.web.base import fields
from portal.web.base.verticals import VERTICALS
from portal.web.staff import payment_fields

CALENDAR_WORDS = {
    "month": lazy("Months"),
    "week": lazy("ISO weeks"),
    "half_month": lazy("Half-months"),
}
ACCENTS = ("accent_light", "accent_dark")
# Addresses of other pages begin with these words.
TAKEN = {"account", "apply", "applications", "api", "brand", "creative", "identity", "internal",
         "invitation", "new", "staff", "static", "step-up", "widget"}  # fmt: skip


class NewProgramForm(forms.Form):
    """Everything that a program needs before its first rules and feeds."""

    program_id = forms.SlugField(
        label=lazy("Short name, part of every address; it stands for ever"), max_length=40,
        widget=fields.text(dir="ltr", placeholder="larkspur"),
    )  # fmt: skip
    name = forms.CharField(label=lazy("Name of the product"), max_length=60, widget=fields.text())
    vertical = forms.ChoiceField(
        label=lazy("Vertical"), choices=list(VERTICALS.items()), widget=fields.choice()
    )
    time_zone = forms.CharField(
        label=lazy("Time zone of its days"), max_length=64, initial="UTC",
        widget=fields.text(dir="ltr", placeholder="Europe/Malta"),
    )  # fmt: skip
    currency_code = forms.CharField(
        label=lazy("Currency of the program"), max_length=3,
        widget=fields.text(dir="ltr", placeholder="EUR"),
    )  # fmt: skip
    rate_set = forms.SlugField(
        label=lazy("Exchange rates: the name of their set"), max_length=40, initial="ecb",
        widget=fields.text(dir="ltr"),
    )  # fmt: skip
    calendar_id = forms.ChoiceField(
        label=lazy("Calendar of statements"), choices=list(CALENDAR_WORDS.items()),
        widget=fields.choice(),
    )  # fmt: skip
    first_period_id = forms.CharField(
        label=lazy("First period, such as 2026-10, 2026-W40 or 2026-10a"), max_length=10,
        widget=fields.text(dir="ltr", placeholder="2026-10"),
    )  # fmt: skip
    further_calendars = forms.MultipleChoiceField(
        label=lazy("Further calendars that deals may have"), required=False,
        choices=list(CALENDAR_WORDS.items()), widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    window_days = forms.IntegerField(
        label=lazy("Days from click to registration"), min_value=1, max_value=365, initial=30,
        widget=fields.text(inputmode="numeric"),
    )  # fmt: skip
    payment_day = payment_fields.payment_day(initial=5)
    two_checkers_above = payment_fields.two_checkers_above()
    languages = forms.MultipleChoiceField(
        label=lazy("Languages offered"), choices=fields.languages,
        initial=list(settings.OFFERED_LANGUAGES), widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    default_language = forms.ChoiceField(
        label=lazy("Default language"), choices=fields.languages, widget=fields.choice()
    )
    domain = forms.CharField(
        label=lazy("Domain of the partner side and of links"), required=False, max_length=253,
        widget=fields.text(dir="ltr", placeholder="partners.example.com"),
    )  # fmt: skip
    accent_light = forms.CharField(
        label=lazy("Accent on light paper, as #rrggbb; empty: the house’s"), required=False,
        max_length=7, widget=fields.text(dir="ltr"),
    )  # fmt: skip
    accent_dark = forms.CharField(
        label=lazy("Accent on dark paper"), required=False, max_length=7,
        widget=fields.text(dir="ltr"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, shown in zip(ACCENTS, house()["accent"], strict=True):
            self.fields[name].widget.attrs["placeholder"] = shown

    def clean_program_id(self) -> str:
        """Addresses are case sensitive, and some first words are taken."""
        found = str(self.cleaned_data["program_id"]).lower()
        if found in TAKEN:
            raise forms.ValidationError(lazy("This word begins other addresses; choose another."))
        return found

    def clean_time_zone(self) -> str:
        """A zone that the machine knows."""
        found = str(self.cleaned_data["time_zone"])
        if found not in available_timezones():
            raise forms.ValidationError(lazy("No such zone; write e.g. Europe/Malta or UTC."))
        return found

    def clean_currency_code(self) -> str:
        """A currency of ISO 4217."""
        found = str(self.cleaned_data["currency_code"]).upper()
        if found not in list_currencies():
            raise forms.ValidationError(lazy("No such currency; write e.g. EUR."))
        return found

    def clean(self) -> dict[str, Any]:
        """The first period is one of the first calendar; both accents or none."""
        said = super().clean() or {}
        calendar, first = said.get("calendar_id"), said.get("first_period_id")
        if calendar and first:
            try:
                period_get(calendar, first)
            except PeriodError as refusal:
                self.add_error("first_period_id", str(refusal))
        if bool(said.get("accent_light")) != bool(said.get("accent_dark")):
            self.add_error("accent_dark", lazy("Give the accent for both papers, or for none."))
        above, code = said.get("two_checkers_above"), said.get("currency_code")
        said["two_checkers_above_minor"] = None
        if above is not None and code:
            try:
                said["two_checkers_above_minor"] = minor_of(above, code)
            except DomainError as refusal:
                self.add_error("two_checkers_above", str(refusal))
        return said

    def asked(self) -> dict[str, Any]:
        """The arguments of `tenant_open`."""
        said = dict(self.cleaned_data)
        said.pop("two_checkers_above")
        light, dark = said.pop("accent_light"), said.pop("accent_dark")
        first, further = said.pop("calendar_id"), said.pop("further_calendars")
        return {
            **said,
            "calendar_ids": [first, *(c for c in CALENDARS if c in further and c != first)],
            "colours": {"accent": (light, dark)} if light else {},
        }
