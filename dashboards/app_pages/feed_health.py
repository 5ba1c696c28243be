"""Feed health: what is fresh, what arrived, what could not be understood, what still waits."""

from __future__ import annotations

import streamlit as st

from dashboards.auth import require
from dashboards.data import feeds
from dashboards.ui.page import program_page
from dashboards.ui.table import table

viewer = require("staff")
program_id = program_page("Feed health", viewer)

st.subheader("Fresh or late", anchor=False)
table(feeds.freshness(viewer, program_id), "No feed has delivered yet.")

st.subheader("Quarantine", anchor=False)
st.caption("Rows that could not be read. The rest of their file counts: `openbook quarantine list`")
table(feeds.quarantine(viewer, program_id), "Nothing is in quarantine.")

st.subheader("Waiting for a parent", anchor=False)
st.caption("Records whose client, account or click is not known yet; they join by themselves.")
table(feeds.unmatched(viewer, program_id), "Every record has found its parent.")

st.subheader("Files", anchor=False)
table(feeds.files(viewer, program_id), "No file has arrived yet.")

st.subheader("Gates of this release", anchor=False)
checks = feeds.checks(viewer, program_id)
failed = checks[~checks["passed"].astype(bool)]
st.caption(f"{len(checks) - len(failed):,} of {len(checks):,} checks passed.")
if not failed.empty:
    table(failed, "")
with st.expander("All checks"):
    table(checks, "No check is recorded.")
