"""Reports: filter, group by any two, drill from period to day to client to line; the URL is it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.releases.reader import Row
from portal.releases.selectors.reports import EXPORT_COLUMNS, report_get, report_lines
from portal.reports.selectors import reports_of
from portal.reports.services import report_remove, report_save
from portal.web.partner import report_compare as compare
from portal.web.partner import report_parts as parts
from portal.web.partner.commissions import line_row
from portal.web.partner.csv_export import csv_response, money_rows
from portal.web.partner.days import today_in
from portal.web.partner.display import shown_in
from portal.web.partner.frame import WRITERS, Viewer, partner_deed, partner_page, show
from portal.web.partner.labels import days_label
from portal.web.partner.report_files import TooLarge, parquet_response, xlsx_response
from portal.web.partner.report_question import Asked, read_question
from portal.web.partner.report_saved import saved_menu


def _asked(viewer: Viewer) -> Asked:
    today = today_in(viewer.release.manifest.as_of, viewer.program.time_zone)
    return read_question(
        viewer.request.GET, viewer.release, viewer.program, viewer.program.currency_code, today
    )


@partner_page()
def report(viewer: Viewer) -> HttpResponseBase:
    """`?from=&to=&by=&then=&compare=&component=&level=…`."""
    asked = _asked(viewer)
    question = asked.question
    answer = report_get(viewer.release, viewer.partner_id, question)
    currency = viewer.release.currency(question.currency_code)
    offered = parts.dimensions(asked, answer, viewer.program.vertical)
    today = today_in(viewer.release.manifest.as_of, viewer.program.time_zone)
    context: dict[str, Any] = {
        "title": parts.title(question),
        "days_text": days_label(question.from_day, question.to_day),
        "question": question,
        "currency": currency.code,
        "date_menu": parts.date_menu(asked, viewer.release, today),
        "hidden": [(k, v) for k, v in asked.values.items() if k not in ("from", "to") and v],
        "filters": parts.filter_menus(asked, answer),
        "by_menu": parts.grouping_menu(asked, "by", offered),
        "then_menu": parts.grouping_menu(asked, "then", offered),
        "compare_menu": compare.menu(asked),
        "clear_href": asked.address(**dict.fromkeys(question.filters, "")),
        "has_filters": bool(question.filters),
        "path": parts.path(asked),
        "rows": parts.rows(viewer, asked, answer),
        "total": parts.total_row(answer),
        "shown_in": shown_in(viewer, answer.total.commission) if answer.total else None,
        "shows": parts.columns(answer),
        "lines": [line_row(viewer, line) for line in answer.lines],
        "by_word": parts.word_of(question.by),
        "chart": parts.chart(question, answer, currency),
        "is_cut": answer.is_cut,
        "exports": [
            {"href": viewer.url(f"reports_{kind}") + asked.address(compare=""), "text": text}
            for kind, text in (("csv", "CSV"), ("xlsx", "XLSX"), ("parquet", "Parquet"))
        ],
        "remove": parts.without_each(asked),
        "line_count": answer.total.line_count if answer.total else 0,
        "saved": saved_menu(viewer),
        "save_href": viewer.url("reports_save") if viewer.may(*WRITERS) else "",
        "query": asked.address().removeprefix("?"),
    }
    context |= _earlier(viewer, asked, answer, context)
    return show(viewer, "partner/reports.html", context, "reports")


def _earlier(viewer: Viewer, asked: Asked, answer: Any, context: dict[str, Any]) -> dict[str, Any]:
    """What the comparison adds, when one is asked for."""
    past = compare.earlier(asked.question, asked.values.get("compare", ""), viewer.release)
    if past is None or not answer.groups:
        return {}
    before = report_get(viewer.release, viewer.partner_id, past)
    return {
        "rows": compare.with_earlier(context["rows"], answer, before, asked.question),
        "total": (context["total"] or {}) | compare.cells(answer.total, before.total),
        "compared": compare.days_text(past),
    }


@partner_page()
def lines_csv(viewer: Viewer) -> HttpResponseBase:
    """All lines of the report as CSV, streamed, in no particular order."""
    return _export(viewer, "csv", csv_response)


@partner_page()
def lines_xlsx(viewer: Viewer) -> HttpResponseBase:
    """The same as a workbook, up to 5,000 lines."""
    return _export(viewer, "xlsx", xlsx_response)


@partner_page()
def lines_parquet(viewer: Viewer) -> HttpResponseBase:
    """The same as Parquet with exact decimals, up to 500,000 lines."""
    return _export(viewer, "parquet", parquet_response)


def _export(
    viewer: Viewer, kind: str,
    write: Callable[[str, Iterable[str], Iterable[Row]], HttpResponseBase],
) -> HttpResponseBase:  # fmt: skip
    asked = _asked(viewer)
    question = asked.question
    batches = report_lines(viewer.release, viewer.partner_id, question)
    rows = money_rows(batches, viewer.release.currency(question.currency_code))
    days = f"{question.from_day}-{question.to_day}"
    name = viewer.file_name(f"lines-{viewer.partner_id}-{days}.{kind}")
    try:
        return write(name, EXPORT_COLUMNS, rows)
    except TooLarge:
        text = _("These are too many lines for such a file. Narrow the report, or take the CSV.")
        if viewer.request.headers.get("Referer"):
            messages.error(viewer.request, text)
            return HttpResponseRedirect(viewer.url("reports") + asked.address())
        return HttpResponse(text, status=413, content_type="text/plain; charset=utf-8")


@partner_deed()
def save(viewer: Viewer) -> HttpResponseBase:
    """Keep the report under a name for the team."""
    wish = viewer.request.POST
    try:
        saved = report_save(
            by=Author.of(viewer.user), partner=viewer.partner, name=wish.get("name", ""),
            query=wish.get("query", "")[:1000], days=wish.get("days", "present"),
        )  # fmt: skip
    except DomainError as refusal:
        messages.error(viewer.request, str(refusal))
    else:
        messages.success(viewer.request, _("“%(name)s” is kept.") % {"name": saved.name})
    return HttpResponseRedirect(viewer.url("reports") + "?" + wish.get("query", "")[:1000])


@partner_deed()
def remove(viewer: Viewer) -> HttpResponseBase:
    """Drop a kept report."""
    number = viewer.request.POST.get("report", "")
    if not number.isdecimal() or not report_remove(partner=viewer.partner, report_id=int(number)):
        raise Http404
    return HttpResponseRedirect(viewer.url("reports"))


@partner_page()
def opened(viewer: Viewer, report_id: int) -> HttpResponseBase:
    """A kept report: goes to its address, with the days it asks for."""
    found = reports_of(viewer.partner).filter(pk=report_id).first()
    if found is None:
        raise Http404
    days = ""
    present = viewer.release.presents()
    if found.days == "before" and present:
        before = viewer.release.period_before(present[-1])
        if before:
            days = f"&from={before.starts_on}&to={before.ends_on}"
    return HttpResponseRedirect(viewer.url("reports") + f"?{found.query}{days}")
