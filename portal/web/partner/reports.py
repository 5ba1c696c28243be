"""Reports: filter, group by any two, drill from period to day to client to line; the URL is it."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase

from portal.releases.selectors.reports import EXPORT_COLUMNS, report_get, report_lines
from portal.web.partner import report_parts as parts
from portal.web.partner.commissions import line_row
from portal.web.partner.csv_export import csv_response, money_rows
from portal.web.partner.days import today_in
from portal.web.partner.frame import Viewer, partner_page, show
from portal.web.partner.labels import days_label
from portal.web.partner.report_question import Asked, read_question


def _asked(viewer: Viewer) -> Asked:
    today = today_in(viewer.release.manifest.as_of, viewer.program.time_zone)
    return read_question(
        viewer.request.GET, viewer.release, viewer.program, viewer.program.currency_code, today
    )


@partner_page()
def report(viewer: Viewer) -> HttpResponseBase:
    """`?from=&to=&by=&then=&component=&level=…`."""
    asked = _asked(viewer)
    question = asked.question
    answer = report_get(viewer.release, viewer.partner_id, question)
    currency = viewer.release.currency(question.currency_code)
    context: dict[str, Any] = {
        "title": parts.title(question),
        "days_text": days_label(question.from_day, question.to_day),
        "question": question,
        "currency": currency.code,
        "date_menu": parts.date_menu(asked, viewer.release),
        "hidden": [(k, v) for k, v in asked.values.items() if k not in ("from", "to") and v],
        "filters": parts.filter_menus(asked, answer),
        "by_menu": parts.grouping_menu(asked, "by"),
        "then_menu": parts.grouping_menu(asked, "then"),
        "clear_href": asked.address(**dict.fromkeys(question.filters, "")),
        "has_filters": bool(question.filters),
        "path": parts.path(asked),
        "rows": parts.rows(viewer, asked, answer),
        "total": parts.total_row(answer),
        "shows": parts.columns(answer),
        "lines": [line_row(viewer, line) for line in answer.lines],
        "by_word": parts.word_of(question.by),
        "chart": parts.chart(question, answer, currency),
        "is_cut": answer.is_cut,
        "csv_href": viewer.url("reports_csv") + asked.address(),
        "remove": parts.without_each(asked),
        "line_count": answer.total.line_count if answer.total else 0,
    }
    return show(viewer, "partner/reports.html", context, "reports")


@partner_page()
def lines_csv(viewer: Viewer) -> HttpResponseBase:
    """All lines of the report as CSV, streamed, in no particular order."""
    asked = _asked(viewer)
    question = asked.question
    batches = report_lines(viewer.release, viewer.partner_id, question)
    rows = money_rows(batches, viewer.release.currency(question.currency_code))
    name = f"lines-{viewer.partner_id}-{question.from_day}-{question.to_day}.csv"
    return csv_response(name, EXPORT_COLUMNS, rows)
