"""Forms of the Links pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal.links.models import SUBS
from portal.links.selectors import landing_pages_of
from portal.partners.errors import DomainError
from portal.partners.models import Partner


def text(**attrs: str) -> forms.TextInput:
    """One line of text in the design system's look."""
    return forms.TextInput(attrs={"class": "field", "autocomplete": "off", **attrs})


class BuildForm(forms.Form):
    """A landing page or an address of its own, and how its clicks are told apart."""

    landing_page = forms.ChoiceField(
        label=lazy("Page"), required=False, widget=forms.Select(attrs={"class": "field"})
    )
    destination = forms.CharField(
        label=lazy("Or a deep link"),
        max_length=500,
        required=False,
        widget=text(inputmode="url", placeholder="https://", dir="ltr"),
    )
    campaign = forms.CharField(label=lazy("Campaign"), max_length=80, required=False, widget=text())
    sub1 = forms.CharField(label="sub1", max_length=100, required=False, widget=text(dir="ltr"))
    sub2 = forms.CharField(label="sub2", max_length=100, required=False, widget=text(dir="ltr"))
    sub3 = forms.CharField(label="sub3", max_length=100, required=False, widget=text(dir="ltr"))
    sub4 = forms.CharField(label="sub4", max_length=100, required=False, widget=text(dir="ltr"))
    sub5 = forms.CharField(label="sub5", max_length=100, required=False, widget=text(dir="ltr"))
    link_code = forms.CharField(
        label=lazy("Short name"),
        max_length=40,
        required=False,
        widget=text(dir="ltr", spellcheck="false"),
    )
    with_partner_code = forms.BooleanField(label="", required=False)

    def __init__(self, *args: Any, partner: Partner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partner = partner
        self.pages = {str(page.pk): page for page in landing_pages_of(partner.program_id)}
        choices = [(key, page.title) for key, page in self.pages.items()]
        field = self.fields["landing_page"]
        assert isinstance(field, forms.ChoiceField)
        field.initial = choices[0][0] if choices else ""
        field.choices = [*choices, ("", _("another page: see below"))]
        self.fields["with_partner_code"].label = _("Send my code %(code)s along") % {
            "code": partner.partner_code
        }

    def clean(self) -> dict[str, Any]:
        """One of the two says where the link leads; an address of its own goes first."""
        found = super().clean() or {}
        if not found.get("landing_page") and not found.get("destination"):
            self.add_error("destination", _("Choose a page or write an address."))
        return found

    def wanted(self) -> dict[str, Any]:
        """What `link_build` takes."""
        found = self.cleaned_data
        own = found["destination"]
        return {
            "destination": own,
            "landing_page": None if own else self.pages[found["landing_page"]],
            "campaign": found["campaign"],
            "subs": {name: found[name] for name in SUBS},
            "with_partner_code": found["with_partner_code"],
            "link_code": found["link_code"],
        }

    def refuse(self, refusal: DomainError) -> None:
        """Put a refusal beside the field that it speaks of."""
        texts = {
            "bad_url": ("destination", _("Write one address with https://, without user names, "
                                         "ports, spaces or backslashes.")),
            "host_not_allowed": ("destination", _("Links may not lead to this host; the list "
                                                  "beside says which are allowed.")),
            "bad_code": ("link_code", _("4 to 40 letters, digits, hyphens or underscores.")),
            "exists": ("link_code", _("This short name is taken; choose another.")),
            "bad_campaign": ("campaign", _("Letters, digits, spaces and . : / - _ only.")),
        }  # fmt: skip
        field, words = texts.get(refusal.code, (None, str(refusal)))
        self.add_error(field, words)


class BulkForm(forms.Form):
    """A CSV of links."""

    file = forms.FileField(
        label=lazy("CSV file"),
        widget=forms.ClearableFileInput(attrs={"class": "field", "accept": ".csv,text/csv"}),
    )
