"""Charts in templates: `{% chart description %}` draws it twice and puts the numbers beneath."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.utils import translation

from portal.web.base.charts import TONES, Chart, draw
from portal.web.base.tags.numbers import NOT_APPLICABLE, decimal_text

register = template.Library()


@register.inclusion_tag("base/charts/figure.html")
def chart(description: Chart) -> dict[str, Any]:
    """A figure: legend where several bars need one, both drawings, the table of the numbers."""
    is_mirrored = translation.get_language_bidi()
    return {
        "chart": description,
        "drawings": [
            draw(description, is_narrow=is_narrow, is_mirrored=is_mirrored)
            for is_narrow in (False, True)
        ],
        "legend": legend(description),
        "rows": number_rows(description),
    }


def legend(description: Chart) -> list[dict[str, str]]:
    """Names with their totals, for bars of more than one series; lines carry their names."""
    if description.kind not in ("bars", "stacked") or len(description.series) < 2:
        return []
    return [
        {
            "tone": series.tone or TONES[min(place, 4)],
            "name": series.name,
            "total": decimal_text(
                sum((Decimal(v) for v in series.values if v is not None), Decimal(0)),
                description.digits,
            ),
        }
        for place, series in enumerate(description.series)
    ]


def number_rows(description: Chart) -> list[dict[str, Any]]:
    """The table beneath: one row for each x, `–` where a series has no value."""
    return [
        {
            "x": label,
            "cells": [
                {
                    "text": NOT_APPLICABLE
                    if series.values[index] is None
                    else decimal_text(Decimal(series.values[index] or 0), description.digits),
                    "is_nil": series.values[index] is None,
                }
                for series in description.series
            ],
        }
        for index, label in enumerate(description.x)
    ]
