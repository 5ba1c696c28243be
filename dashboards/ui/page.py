"""The head of every page: title, program switch, as-of line; and what stands in for no data."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pandas as pd
import streamlit as st

from dashboards.data import feeds
from dashboards.data.releases import NoRelease, release_of
from dashboards.data.viewer import Viewer
from dashboards.ui import words
from dashboards.ui.table import cell


def program_page(title: str, viewer: Viewer) -> str:
    """Shows the head and returns the chosen program; ends the page when it has no release."""
    head, switch = st.columns([3, 1], vertical_alignment="bottom")
    head.title(title, anchor=False)
    program_id = switch.selectbox(
        "Program",
        viewer.programs,
        key="program",
        label_visibility="collapsed",
        format_func=words.plain,
    )
    with st.sidebar:
        st.caption(viewer.name or viewer.email)
        if st.button("Sign out", type="tertiary"):
            st.logout()
    try:
        release = release_of(viewer, program_id)
    except NoRelease as missing:
        st.info(str(missing))
        st.stop()
    fresh = feeds.freshness(viewer, program_id)
    st.caption(as_of_line(release.as_of, list(fresh.itertuples())))
    late = [row for row in fresh.itertuples() if row.is_late]
    if late:
        st.warning(
            "Late, so that figures may still grow: "
            + "; ".join(f"{words.feed(r.feed)} by {r.late_by_hours} h" for r in late)
        )
    return program_id


def as_of_line(as_of: datetime, fresh: list[Any]) -> str:
    """As of 28 Oct 2026, 12:00 UTC · Trades 08:30 · …"""
    day = as_of.astimezone(UTC).date()
    parts = [f"As of {cell('as_of', as_of)} UTC"]
    for row in sorted(fresh, key=lambda r: r.feed):
        at = row.last_event_at
        if pd.isna(at):
            continue
        at = at.astimezone(UTC) if at.tzinfo else at
        parts.append(
            f"{words.feed(row.feed)} "
            + (f"{at:%H:%M}" if at.date() == day else f"{at.day} {at:%b, %H:%M}")
        )
    return " · ".join(parts)
