"""Openbook dashboards: sign-in and navigation."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

st.set_page_config(page_title="Openbook", layout="wide")
pages = {
    "Program": [
        st.Page("app_pages/program_overview.py", title="Program overview", default=True),
        st.Page("app_pages/commission_explorer.py", title="Commission explorer"),
    ],
    "Operations": [st.Page("app_pages/feed_health.py", title="Feed health")],
}
st.navigation(pages).run()
