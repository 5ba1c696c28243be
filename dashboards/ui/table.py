"""A dense table: everything is text before it is shown, numbers stand on the right."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from dashboards.ui.money import amount_text
from dashboards.ui.words import CODES, YES_NO, feed, plain, title

ROW_HEIGHT = 32
NONE = "–"
MINUS = "−"
ROWS_IN_SIGHT = 15


def table(frame: pd.DataFrame, empty: str, digits: Mapping[str, int] | None = None) -> None:
    """The rows, or one sentence when there are none. `digits`: of each currency, for `*_minor`."""
    if frame.empty:
        st.write(empty)
        return
    shown, right = readable(frame, digits or {})
    st.dataframe(
        shown,
        hide_index=True,
        width="stretch",
        height=ROW_HEIGHT * (min(len(shown), ROWS_IN_SIGHT) + 1) + 3,
        row_height=ROW_HEIGHT,
        column_config={
            name: st.column_config.TextColumn(name, alignment="right" if name in right else "left")
            for name in shown.columns
        },
    )


def readable(frame: pd.DataFrame, digits: Mapping[str, int]) -> tuple[pd.DataFrame, set[str]]:
    """The frame with titles in words and cells as text, and which of its columns are numbers.
    Of the columns of an amount the currency stands with it and has no column of its own."""
    out: dict[str, list[str]] = {}
    right: set[str] = set()
    has_amounts = any(str(column).endswith("_minor") for column in frame.columns)
    for column in map(str, frame.columns):
        values = list(frame[column])
        if column == "currency_code" and has_amounts:
            continue
        name = title(column)
        if column.endswith("_minor"):
            codes = list(frame["currency_code"])
            out[name] = [
                amount_text(int(value), str(code), digits) if _is_there(value) else NONE
                for value, code in zip(values, codes, strict=True)
            ]
            right.add(name)
            continue
        out[name] = [cell(column, value) for value in values]
        if any(isinstance(v, int | Decimal) and not isinstance(v, bool) for v in values):
            right.add(name)
    return pd.DataFrame(out), right


def cell(column: str, value: Any) -> str:
    """One value as text; numbers with thousands and a true minus, days and moments in words."""
    if not _is_there(value):
        return NONE
    if isinstance(value, bool) or (column in YES_NO and value in (0, 1)):
        return YES_NO.get(column, ("yes", "no"))[0 if value else 1]
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, int | Decimal):
        return number_text(value)
    if column == "feed":
        return feed(str(value))
    return plain(str(value)) if column in CODES else str(value)


def day_text(value: date) -> str:
    """28 Oct 2026; a moment with its time in UTC."""
    if not isinstance(value, datetime):
        return f"{value.day} {value:%b %Y}"
    moment = value.astimezone(UTC) if value.tzinfo else value
    return f"{moment.day} {moment:%b %Y, %H:%M}"


def number_text(value: int | Decimal) -> str:
    """All digits that mean something, of a Decimal at least two decimals: 1,234.50."""
    if isinstance(value, int):
        return f"{value:,}".replace("-", MINUS)
    whole = value.normalize()
    exponent = whole.as_tuple().exponent
    places = max(2, -exponent if isinstance(exponent, int) else 0)
    return f"{value:,.{places}f}".replace("-", MINUS)


def _is_there(value: Any) -> bool:
    if value is None or (isinstance(value, str) and not value):
        return False
    return not (pd.api.types.is_scalar(value) and pd.isna(value))
