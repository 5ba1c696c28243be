"""The head of every page: title, program switch, as-of line; and what stands in for no data."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboards.data import feeds
from dashboards.data.releases import NoRelease, release_of
from dashboards.data.viewer import Viewer


def program_page(title: str, viewer: Viewer) -> str:
    """Shows the head and returns the chosen program; ends the page when it has no release."""
    st.title(title)
    program_id = st.selectbox(
        "Program", viewer.programs, key="program", label_visibility="collapsed"
    )
    try:
        release = release_of(viewer, program_id)
    except NoRelease as missing:
        st.info(str(missing))
        st.stop()
    late = feeds.freshness(viewer, program_id)
    late = late[late["is_late"]] if not late.empty else late
    st.caption(
        f"As of {release.as_of:%d %b %Y %H:%M} UTC, release {release.manifest['digest'][:12]}. "
        f"{viewer.name or viewer.email}"
    )
    if not late.empty:
        st.warning(
            "Late: " + "; ".join(f"{r.feed} by {r.late_by_hours} h" for r in late.itertuples())
        )
    return program_id


def table(frame: pd.DataFrame, empty: str, **options: object) -> None:
    """A dense table, or one sentence when there is nothing to show."""
    if frame.empty:
        st.write(empty)
    else:
        st.dataframe(frame, hide_index=True, width="stretch", **options)  # type: ignore[arg-type]
