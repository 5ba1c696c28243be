"""A number of the terms that may be agreed, as people read and write it: a share in per cent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from portal.deals.ranges import Open, path_is_share
from portal.releases.decimals import text
from portal.web.base import fields
from portal.web.base.tags.numbers import decimal_text
from portal.web.partner.figures import share


class PercentField(forms.DecimalField):
    """A number in per cent, with or without its sign."""

    def to_python(self, value: Any) -> Any:
        said = value.strip().removesuffix("%").strip() if isinstance(value, str) else value
        return super().to_python(said)


def number_said(path: str, value: Decimal) -> str:
    """The number at a path of the terms with all its digits: 22.5% of a share, else 9.5."""
    return share(value) if path_is_share(path) else decimal_text(value, None)


def number_written(one: Open, value: Decimal) -> Decimal:
    """As it stands in a form: 22.5 of a share of 0.225."""
    return Decimal(text(value * 100, 0)) if one.is_share else value


def number_meant(one: Open, written: Decimal) -> Decimal:
    """As it stands in the terms: 0.225 where 22.5 is written of a share."""
    return written / 100 if one.is_share else written


def number_field(one: Open, *, label: str, **options: Any) -> forms.DecimalField:
    """A field of the number inside its range; `placeholder` and other options are a field's."""
    placeholder = options.pop("placeholder", "")
    kind = PercentField if one.is_share else forms.DecimalField
    return kind(
        label=label, max_digits=18, decimal_places=8, required=False,
        min_value=number_written(one, one.lowest), max_value=number_written(one, one.highest),
        widget=fields.text(
            inputmode="decimal", autocomplete="off", dir="ltr",
            **({"placeholder": placeholder} if placeholder else {}),
        ),
        **options,
    )  # fmt: skip
