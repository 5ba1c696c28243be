"""Program overview: what the program's partners earned in a month, what brought it, who leads."""

from __future__ import annotations

import streamlit as st

from dashboards.auth import require
from dashboards.data import overview
from dashboards.ui.charts import bars_by_day, line_by_day
from dashboards.ui.money import amount_text
from dashboards.ui.page import program_page
from dashboards.ui.table import table

viewer = require("staff")
program_id = program_page("Program overview", viewer)
periods = overview.periods(viewer, program_id)
digits = overview.currencies(viewer, program_id)
months = overview.month_labels(periods)
period_id = st.selectbox("Month", list(months), format_func=months.__getitem__, width=220)
period = periods[periods["period_id"] == period_id].iloc[0]

days = overview.program_days(viewer, program_id, str(period["starts_on"]), str(period["ends_on"]))
partners = overview.partners(viewer, program_id, period_id)

counts = overview.counts_of(days)
earned = overview.earned_of(partners)
columns = st.columns([1, 1, 1, 2])
for column, (name, count) in zip(columns, counts.items(), strict=False):
    column.metric(name, f"{count:,}")
columns[3].metric(
    "Commission", " + ".join(amount_text(v, c, digits) for c, v in earned.items()) or "–"
)

for code in overview.currencies_earned(days):
    st.subheader(f"Commission a day, {code}", anchor=False)
    st.caption("What is priced once a period, as a revenue share, stands on its last day.")
    chart = overview.day_amounts(days, code)
    chart["amount"] = [amount_text(minor, code, digits) for minor in chart["amount_minor"]]
    st.altair_chart(bars_by_day(chart, digits[code]))
clicks = overview.day_clicks(days)
if not clicks.empty:
    st.subheader("Clicks a day", anchor=False)
    st.altair_chart(line_by_day(clicks, "clicks", "Clicks"))

st.subheader("Partners", anchor=False)
table(partners, "No partner earned or brought anything in this month.", digits)
