"""Reports, lines, why."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router

from portal.api import schemas
from portal.api.auth import bearer_of, scope
from portal.api.cursors import cursor_read, cursor_write
from portal.api.problems import Problem
from portal.api.schemas import Amount, text
from portal.releases.lines import Line
from portal.releases.reader import current_release
from portal.releases.selectors.commissions import LineFilter, cursor_of, lines_page, read_cursor
from portal.releases.selectors.reports import DIMENSIONS, FILTERS, Group, Question, report_get
from portal.releases.selectors.why import line_period, why_get

router = Router(tags=["Earnings"])
LONGEST_DAYS = 800


@router.get("/reports", response=schemas.Report, summary="A report, grouped by up to two")
@scope("reports:read")
def report(
    request: HttpRequest, from_day: date, to_day: date, currency: str, by: str = "component",
    then: str | None = None, component: str = "", level: str = "", symbol_group: str = "",
    symbol: str = "", country: str = "", brand: str = "", product: str = "", link: str = "",
    sub1: str = "", sub2: str = "", sub3: str = "", sub4: str = "", sub5: str = "",
    device: str = "", state: str = "", deal: str = "", client: str = "",
) -> Any:  # fmt: skip
    """Days are included. `by` and `then` are dimensions; the others filter."""
    given = {
        "component": component, "level": level, "symbol_group": symbol_group, "symbol": symbol,
        "country": country, "brand": brand, "product": product, "link": link, "sub1": sub1,
        "sub2": sub2, "sub3": sub3, "sub4": sub4, "sub5": sub5, "device": device,
        "state": state, "deal": deal, "client": client,
    }  # fmt: skip
    if by not in DIMENSIONS or (then is not None and then not in DIMENSIONS) or by == then:
        raise Problem(422, "bad_group", f"by and then are two of {', '.join(DIMENSIONS)}")
    if from_day > to_day or (to_day - from_day).days > LONGEST_DAYS:
        raise Problem(422, "bad_days", f"from_day to to_day are at most {LONGEST_DAYS} days")
    if level and not level.isdecimal():
        raise Problem(422, "bad_level", "level is a number")
    bearer = bearer_of(request)
    release = current_release(bearer.partner.program_id)
    filters = {name: value for name in FILTERS if (value := given.get(name, ""))}
    question = Question(from_day, to_day, currency.upper(), by, then or "", filters)
    found = report_get(release, bearer.partner.partner_id, question)
    return {
        "from_day": from_day,
        "to_day": to_day,
        "by": by,
        "then": then,
        "rows": [_group(group) for group in found.groups],
        "total": _group(found.total) if found.total else None,
        "is_cut": found.is_cut,
    }


@router.get("/lines", response=schemas.Lines, summary="Commission lines of a period, newest first")
@scope("reports:read")
def lines(
    request: HttpRequest, period: str, calendar: str = "month", component: str = "",
    level: int | None = None, symbol_group: str = "", state: str = "", client: str = "",
    day: date | None = None, cursor: str = "",
) -> Any:  # fmt: skip
    bearer = bearer_of(request)
    asked = {
        "list": "lines", "period": period, "calendar": calendar, "component": component,
        "level": level, "group": symbol_group, "state": state, "client": client, "day": day,
    }  # fmt: skip
    after = None
    if cursor:
        after = read_cursor(str(cursor_read(cursor, asked, bearer.partner.pk)))
    release = current_release(bearer.partner.program_id)
    narrow = LineFilter(component, level, symbol_group, state, client, day)
    page = lines_page(release, bearer.partner.partner_id, calendar_id=calendar, period_id=period,
                      narrow=narrow, after=after)  # fmt: skip
    more = cursor_write(cursor_of(page.lines[-1]), asked, bearer.partner.pk) if page.after else None
    return {"items": [line_said(line) for line in page.lines], "next_cursor": more}


@router.get("/lines/{line_id}/why", response=schemas.Why, summary="What is behind a line")
@scope("reports:read")
def why(request: HttpRequest, line_id: str, period: str = "", language: str = "en") -> Any:
    """With its `period` the answer is quicker."""
    bearer = bearer_of(request)
    release = current_release(bearer.partner.program_id)
    own = bearer.partner.partner_id
    period_id = period or line_period(release, own, line_id) or ""
    found = why_get(release, own, period_id=period_id, line_id=line_id, language=language)
    if found is None:
        raise Http404
    line = found.line
    return {
        "line": line_said(line),
        "formula_code": line.formula_code,
        "base_amount": text(line.base_amount),
        "source_amount": text(line.source_amount),
        "source_currency": line.source_currency_code,
        "fx_rate": text(line.fx_rate),
        "fx_on": line.fx_on,
        "facts": [
            {
                "section": f.section, "code": f.code, "subject": f.subject, "asked": f.asked,
                "found": f.found, "verdict": f.verdict, "amount": text(f.amount),
                "quantity": text(f.quantity), "rate": text(f.rate), "unit": f.unit,
                "on_date": f.on_date,
            }
            for f in found.facts
        ],
        "bookings": [
            {"kind": e.kind, "period_id": e.period_id, "reason_code": e.reason_code,
             "amount": Amount.of(e.amount), "is_pending": e.is_pending}
            for e in found.entries
        ],
        "rule": {
            "plan_id": found.rule.plan_id, "version_no": found.rule.version_no,
            "valid_from": found.rule.valid_from, "sentences": list(found.rule.sentences),
            "source_text": found.rule.source_text,
        },
    }  # fmt: skip


def line_said(line: Line) -> dict[str, Any]:
    """A line as the API says it."""
    same = ("line_id", "calendar_id", "period_id", "event_on", "component_id", "component_type",
            "level", "state", "reason_code", "client_ref", "symbol", "product", "brand", "country",
            "link_code", "sub1", "quantity_unit", "rate_unit", "payable_from")  # fmt: skip
    return {name: getattr(line, name) for name in same} | {
        "quantity": text(line.quantity),
        "rate": text(line.rate),
        "exact_amount": text(line.exact_amount),
        "commission": Amount.of(line.money),
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "by": None if group.by is None else str(group.by),
        "then": str(group.then) if group.is_sub and group.then is not None else None,
        "lines": group.line_count,
        "clients": group.client_count,
        "lots": text(group.lots) or "0",
        "commission": Amount.of(group.commission),
        "locked": Amount.of(group.locked),
    }
