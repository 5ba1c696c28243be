"""One chart of one question; positions are whole minor units, labels are text."""

from __future__ import annotations

import altair as alt
import pandas as pd

ACCENT, QUIET = "#2c4fc4", "#85878e"


def bars_by_day(frame: pd.DataFrame, digits: int, title: str) -> alt.Chart:
    """`day`, `amount_minor`: bars of amounts a day, negative ones below zero."""
    scale = 10**digits
    return (
        alt.Chart(frame)
        .mark_bar(color=ACCENT)
        .encode(
            x=alt.X("day:T", title=None, axis=alt.Axis(format="%-d %b", grid=False)),
            y=alt.Y(
                "amount_minor:Q",
                title=title,
                axis=alt.Axis(labelExpr=f"format(datum.value / {scale}, ',.0f')", tickCount=4),
            ),
            tooltip=[alt.Tooltip("day:T"), alt.Tooltip("amount:N", title=title)],
        )
        .properties(height=220)
    )


def line_by_day(frame: pd.DataFrame, column: str, title: str) -> alt.Chart:
    """`day` and a count: one quiet line."""
    return (
        alt.Chart(frame)
        .mark_line(color=QUIET)
        .encode(
            x=alt.X("day:T", title=None, axis=alt.Axis(format="%-d %b", grid=False)),
            y=alt.Y(f"{column}:Q", title=title, axis=alt.Axis(tickCount=4)),
            tooltip=["day:T", f"{column}:Q"],
        )
        .properties(height=160)
    )
