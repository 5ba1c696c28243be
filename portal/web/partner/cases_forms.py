"""Forms of disputes and claims."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as lazy

from portal.uploads import ACCEPT
from portal.web.base import fields

FILES = lazy("Evidence: PDF, PNG, JPEG, CSV or text, at most 5 MB each")


class WriteForm(forms.Form):
    """Words, and files if there are any."""

    text = forms.CharField(
        label=lazy("Your message"), max_length=4000, widget=fields.lines(rows="4")
    )
    files = fields.FilesField(label=FILES, accept=ACCEPT)  # type: ignore[assignment]


class DisputeForm(WriteForm):
    """What is wrong with a line."""

    text = forms.CharField(
        label=lazy("What is wrong, and what you expected"), max_length=4000,
        widget=fields.lines(rows="5"),
    )  # fmt: skip


class ClaimForm(forms.Form):
    """What is known of a client that is missing."""

    on = forms.DateField(
        label=lazy("Day of the registration, as near as you know"), required=False,
        widget=fields.day(),
    )  # fmt: skip
    click_id = forms.CharField(
        label=lazy("Click id"), max_length=100, required=False,
        widget=fields.text(autocomplete="off", dir="ltr"),
    )  # fmt: skip
    sub_id = forms.CharField(
        label=lazy("Sub-id of the click"), max_length=100, required=False,
        widget=fields.text(autocomplete="off", dir="ltr"),
    )  # fmt: skip
    account_tail = forms.RegexField(
        r"^\d{3}$", label=lazy("Last three digits of the account"), required=False,
        error_messages={"invalid": lazy("Write exactly three digits.")},
        widget=fields.text(autocomplete="off", inputmode="numeric", dir="ltr", maxlength="3"),
    )  # fmt: skip
    text = forms.CharField(
        label=lazy("Anything else that helps"), max_length=4000, required=False,
        widget=fields.lines(rows="3"),
    )  # fmt: skip
    files = fields.FilesField(label=FILES, accept=ACCEPT)  # type: ignore[assignment]
