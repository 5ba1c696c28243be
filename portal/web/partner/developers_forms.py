"""Forms of the Developers pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal.api.scopes import WORDS
from portal.hooks.models import EVENTS
from portal.partners.errors import DomainError
from portal.web.partner.links_forms import text

TERMS = ((30, lazy("30 days")), (90, lazy("90 days")), (365, lazy("a year")))
EVENT_WORDS = {
    "line.created": lazy("A new commission line"),
    "statement.closed": lazy("A closed statement"),
    "payment.changed": lazy("A payment in a new state"),
}


class TokenForm(forms.Form):
    """A name, what the token may do, how long it lives."""

    name = forms.CharField(label=lazy("Name"), max_length=80, widget=text())
    scopes = forms.MultipleChoiceField(
        label=lazy("What it may do"), widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(
        label=lazy("Lives for"), coerce=int, choices=TERMS, initial=90,
        widget=forms.Select(attrs={"class": "field"}),
    )  # fmt: skip

    def __init__(self, data: Any, *, scopes: list[str]) -> None:
        super().__init__(data)
        field = self.fields["scopes"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(scope, WORDS[scope]) for scope in scopes]


class EndpointForm(forms.Form):
    """Where messages go, and which."""

    kind = forms.ChoiceField(
        label=lazy("Type"),
        choices=(("webhook", lazy("Webhook: signed JSON")),
                 ("postback", lazy("Postback: an address with macros"))),
        widget=forms.Select(attrs={"class": "field"}),
    )  # fmt: skip
    url = forms.CharField(
        label=lazy("Address"), max_length=1000,
        widget=text(inputmode="url", placeholder="https://", dir="ltr"),
    )  # fmt: skip
    events = forms.MultipleChoiceField(
        label=lazy("When"),
        choices=[(event, EVENT_WORDS[event]) for event in EVENTS],
        widget=forms.CheckboxSelectMultiple,
    )

    def refuse(self, refusal: DomainError) -> None:
        """Put a refusal beside the field that it speaks of."""
        texts = {
            "bad_url": _("Write a public https:// address without user name, port or fragment."),
            "bad_macro": _("There is an unknown macro, or one in the host; see the list beside."),
        }
        if refusal.code in texts:
            self.add_error("url", texts[refusal.code])
        else:
            self.add_error(None, str(refusal))
