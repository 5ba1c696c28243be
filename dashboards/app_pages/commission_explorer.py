"""Commission explorer: from a month to a partner's lines, each with the numbers of its formula."""

from __future__ import annotations

import streamlit as st

from dashboards.auth import require
from dashboards.data import lines, overview
from dashboards.ui.money import amount_text, with_amounts
from dashboards.ui.page import program_page, table

viewer = require("staff")
program_id = program_page("Commission explorer", viewer)
digits = overview.currencies(viewer, program_id)
left, right = st.columns(2)
period_id = left.selectbox("Month", overview.periods(viewer, program_id)["period_id"])
names = overview.names(viewer, program_id)
labels = dict(zip(names["partner_id"], names["name"], strict=True))
partner_id = right.selectbox(
    "Partner", list(labels), format_func=lambda known: f"{known} {labels[known]}"
)

st.subheader("By component")
table(with_amounts(lines.by_component(viewer, program_id, period_id), digits), "No lines.")

st.subheader(f"Lines of {labels.get(partner_id, partner_id)}")
total = lines.total_of_partner(viewer, program_id, period_id, partner_id)
st.write(
    "All lines together: "
    + (" and ".join(amount_text(v, c, digits) for c, v in total.items()) or "–")
)
table(
    with_amounts(lines.of_partner(viewer, program_id, period_id, partner_id), digits),
    "This partner has no lines in this month.",
)

st.subheader("What earned nothing, and why")
table(lines.unpaid(viewer, program_id, period_id), "Every event earned something.")
