"""Forms of applying and joining."""

from __future__ import annotations

from typing import Any

from babel import Locale
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as lazy

from portal.onboarding.services import TRAFFIC
from portal.uploads import ACCEPT
from portal.web.base import fields
from portal.web.base.tags.numbers import locale_now
from portal.web.partner.network_parts import TRAFFIC as TRAFFIC_WORDS


def countries() -> list[tuple[str, str]]:
    """Countries by name in the page's language."""
    names: Any = locale_now().territories
    known: Any = Locale.parse("en").territories
    codes = [c for c in known if len(c) == 2 and c.isalpha() and c not in ("ZZ", "EU", "UN", "EZ")]
    found = sorted(((c, str(names.get(c, c))) for c in codes), key=lambda pair: pair[1])
    return [("", "–"), *found]


class ApplyForm(forms.Form):
    """Who wants to become a partner, and how it reaches people."""

    kind = forms.ChoiceField(
        label=lazy("You are"), widget=fields.choice(),
        choices=[("person", lazy("A person")), ("company", lazy("A company"))],
    )  # fmt: skip
    name = forms.CharField(
        label=lazy("Name of the partner"), max_length=120,
        widget=fields.text(autocomplete="organization"),
    )  # fmt: skip
    contact_name = forms.CharField(
        label=lazy("Your name"), max_length=120, widget=fields.text(autocomplete="name")
    )
    email = forms.EmailField(
        label=lazy("E-mail address"),
        widget=forms.EmailInput(attrs={"class": "field", "autocomplete": "email", "dir": "ltr"}),
    )
    country = forms.ChoiceField(label=lazy("Country"), widget=fields.choice(), choices=countries)
    website = forms.URLField(
        label=lazy("Website or channel, if there is one"), required=False, max_length=300,
        assume_scheme="https", widget=fields.text(inputmode="url", dir="ltr"),
    )  # fmt: skip
    traffic = forms.MultipleChoiceField(
        label=lazy("How you reach people"), widget=forms.CheckboxSelectMultiple,
        choices=[(code, TRAFFIC_WORDS[code]) for code in TRAFFIC],
    )  # fmt: skip
    audience = forms.CharField(
        label=lazy("Your audience, in a few words"), max_length=2000, required=False,
        widget=fields.lines(rows="3"),
    )  # fmt: skip

    def clean_website(self) -> str:
        found: str = self.cleaned_data["website"]
        if found and not found.startswith(("https://", "http://")):
            raise forms.ValidationError(lazy("Write an address that begins with https://"))
        return found


class PasswordForm(forms.Form):
    """A first password, once the address is known to be the person's."""

    password = forms.CharField(
        label=lazy("Choose a password, 12 characters or more"), strip=False,
        widget=forms.PasswordInput(attrs={"class": "field", "autocomplete": "new-password"}),
    )  # fmt: skip

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class JoinForm(PasswordForm):
    """The same for somebody who was invited."""

    display_name = forms.CharField(
        label=lazy("Your name"), max_length=120, widget=fields.text(autocomplete="name")
    )
    field_order = ("display_name", "password")


class FileForm(forms.Form):
    """Documents of an application."""

    files = fields.FilesField(  # type: ignore[assignment]
        label=lazy("Documents: PDF, PNG, JPEG, CSV or text, at most 5 MB each"), accept=ACCEPT
    )
