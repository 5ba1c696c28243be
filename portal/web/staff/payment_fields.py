"""The fields of a program's payments, which its first form and its settings both ask for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as lazy

from portal.web.base import fields


def payment_day(initial: int | None = None) -> forms.IntegerField:
    """The day of the month, which every month has."""
    return forms.IntegerField(
        label=lazy("Day of the month on which it pays"), min_value=1, max_value=28,
        initial=initial, widget=fields.text(inputmode="numeric"),
    )  # fmt: skip


def two_checkers_above() -> forms.DecimalField:
    """A sum in the program's currency, or nothing."""
    return forms.DecimalField(
        label=lazy("Sum of a batch above which two checkers approve; empty: never"),
        required=False, min_value=0, max_digits=18, decimal_places=4,
        widget=fields.text(inputmode="decimal"),
    )  # fmt: skip
