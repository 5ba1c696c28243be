"""Program overview: what the program's partners earned in a month, what brought it, who leads."""

from __future__ import annotations

import streamlit as st

from dashboards.auth import require
from dashboards.data import overview
from dashboards.ui.charts import bars_by_day, line_by_day
from dashboards.ui.money import amount_text, with_amounts
from dashboards.ui.page import program_page, table

viewer = require("staff")
program_id = program_page("Program overview", viewer)
periods = overview.periods(viewer, program_id)
digits = overview.currencies(viewer, program_id)
period_id = st.selectbox("Month", periods["period_id"])
period = periods[periods["period_id"] == period_id].iloc[0]

days = overview.program_days(viewer, program_id, str(period["starts_on"]), str(period["ends_on"]))
partners = overview.partners(viewer, program_id, period_id)

columns = st.columns(4)
for column, name in zip(columns, ("clicks", "registrations", "first_deposits"), strict=False):
    by_day = days.groupby("day")[name].max() if not days.empty else days
    column.metric(
        name.replace("_", " ").capitalize(), f"{int(by_day.sum()) if len(by_day) else 0:,}"
    )
earned = partners.groupby("currency_code")["commission_minor"].sum() if not partners.empty else {}
columns[3].metric(
    "Commission", " + ".join(amount_text(int(v), c, digits) for c, v in earned.items()) or "–"
)

for code in sorted(set(days["currency_code"])) if not days.empty else []:
    one = days[days["currency_code"] == code]
    chart = one.assign(
        amount_minor=one["commission_minor"],
        amount=[amount_text(minor, code, digits) for minor in one["commission_minor"]],
    )[["day", "amount_minor", "amount", "clicks"]]
    st.altair_chart(bars_by_day(chart, digits[code], f"Commission a day, {code}"))
if not days.empty:
    st.altair_chart(
        line_by_day(days.groupby("day", as_index=False)["clicks"].max(), "clicks", "Clicks")
    )

st.subheader("Partners")
table(with_amounts(partners, digits), "No partner earned or brought anything in this month.")
