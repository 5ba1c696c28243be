"""One chart of one question; positions are whole minor units, labels are text."""

from __future__ import annotations

import altair as alt
import pandas as pd

ACCENT, QUIET = "#5b78e0", "#85878e"  # between the tokens of light and dark: 3:1 on both


def bars_by_day(frame: pd.DataFrame, digits: int) -> alt.Chart:
    """`day`, `amount_minor`: bars of amounts a day, negative ones below zero."""
    scale = 10**digits
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_bar(color=ACCENT)
        .encode(
            x=alt.X("day:T", title=None, axis=alt.Axis(format="%-d %b", grid=False)),
            y=alt.Y(
                "amount_minor:Q",
                title=None,
                axis=alt.Axis(labelExpr=f"format(datum.value / {scale}, ',.0f')", tickCount=4),
            ),
            tooltip=[
                alt.Tooltip("day:T", title="Day", format="%-d %b %Y"),
                alt.Tooltip("amount:N", title="Commission"),
            ],
        )
        .properties(height=220)
    )
    return chart


def line_by_day(frame: pd.DataFrame, column: str, title: str) -> alt.Chart:
    """`day` and a count: one quiet line."""
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_line(color=QUIET)
        .encode(
            x=alt.X("day:T", title=None, axis=alt.Axis(format="%-d %b", grid=False)),
            y=alt.Y(f"{column}:Q", title=None, axis=alt.Axis(tickCount=4)),
            tooltip=[
                alt.Tooltip("day:T", title="Day", format="%-d %b %Y"),
                alt.Tooltip(f"{column}:Q", title=title, format=","),
            ],
        )
        .properties(height=160)
    )
    return chart
