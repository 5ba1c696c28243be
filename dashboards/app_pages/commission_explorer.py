"""Commission explorer: from a month to a partner's lines, each with the numbers of its formula."""

from __future__ import annotations

import streamlit as st

from dashboards.auth import require
from dashboards.data import lines, overview
from dashboards.ui.money import amount_text
from dashboards.ui.page import program_page
from dashboards.ui.table import table

viewer = require("staff")
program_id = program_page("Commission explorer", viewer)
digits = overview.currencies(viewer, program_id)
left, right = st.columns([1, 2])
months = overview.month_labels(overview.periods(viewer, program_id))
period_id = left.selectbox("Month", list(months), format_func=months.__getitem__)
names = overview.names(viewer, program_id)
labels = dict(zip(names["partner_id"], names["name"], strict=True))
partner_id = right.selectbox(
    "Partner", list(labels), format_func=lambda known: f"{labels[known]}, {known}"
)

st.subheader("By component", anchor=False)
table(lines.by_component(viewer, program_id, period_id), "No lines.", digits)

st.subheader(f"Lines of {labels.get(partner_id, partner_id)}", anchor=False)
total = lines.total_of_partner(viewer, program_id, period_id, partner_id)
found = lines.of_partner(viewer, program_id, period_id, partner_id)
together = " and ".join(amount_text(v, c, digits) for c, v in total.items()) or "–"
listed = f" Listed are the {len(found):,} largest." if len(found) == lines.SHOWN_LINES else ""
st.caption(f"All lines together: {together}.{listed}")
table(found, "This partner has no lines in this month.", digits)

st.subheader("What earned nothing, and why", anchor=False)
table(lines.unpaid(viewer, program_id, period_id), "Every event earned something.")
