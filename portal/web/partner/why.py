"""Why?: one line proved, from the source row to the payment; and why an event paid nothing."""

from __future__ import annotations

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from portal.claims.selectors import case_of_line
from portal.releases.formulas import formula_of
from portal.releases.selectors.why import line_period, why_get, why_not_get
from portal.web.partner import why_conditions, why_equation, why_events, why_parts, why_rule
from portal.web.partner.frame import WRITERS, Viewer, partner_page, show
from portal.web.partner.labels import (
    component_label,
    level_label,
    period_label,
    row_label,
    why_not_label,
)
from portal.web.partner.sentences import answer, reason
from portal.web.partner.unpaid_words import why_not as why_not_sentence


@partner_page()
def find(viewer: Viewer, line_id: str) -> HttpResponseBase:
    """A line by its id alone: goes to its page."""
    period_id = line_period(viewer.release, viewer.partner_id, line_id)
    if period_id is None:
        raise Http404
    return redirect(viewer.url("commissions_why", period_id=period_id, line_id=line_id))


@partner_page()
def why(viewer: Viewer, period_id: str, line_id: str) -> HttpResponseBase:
    """The proof of one line."""
    found = why_get(
        viewer.release, viewer.partner_id, period_id=period_id, line_id=line_id,
        language=viewer.language,
    )  # fmt: skip
    if found is None:
        raise Http404
    line, facts = found.line, list(found.facts)
    formula = formula_of(line, facts)
    period = viewer.release.period(line.calendar_id, line.period_id)
    shown = why_equation.equations(formula, line)
    context = {
        "line": line,
        "short_id": line.line_id[:12],
        "row_label": row_label(line.component_id, line.component_type, line.symbol_group or ""),
        "component": component_label(line.component_id, line.component_type),
        "level_text": level_label(line.level),
        "period_text": period_label(period, line.period_id),
        "period_href": viewer.url("commissions") + f"?period={line.period_id}",
        "crumb_href": viewer.url("commissions")
        + f"?period={line.period_id}&component={line.component_id}&level={line.level}",
        "answer": answer(line, facts),
        "reason": reason(line),
        "equations": shown,
        "has_more": why_equation.has_more(shown),
        "readds": formula.readds(line),
        "formula": formula.text,
        "standing": why_parts.standing(found),
        "events": why_events.events(found, formula),
        "conditions": why_conditions.conditions(found, formula),
        "sums": why_equation.work(formula, line),
        "rule": why_rule.rule(found, formula),
        "ladder": why_rule.ladder(found),
        "money": why_parts.money(viewer, found),
        "history": why_parts.history(viewer, found, formula),
        "rail": why_parts.rail(viewer, found),
        "changed_at": why_parts.changed_at(found),
        "chain": why_parts.chain(found),
        "previous_href": _line(viewer, found.line.period_id, found.previous_line_id),
        "next_href": _line(viewer, found.line.period_id, found.next_line_id),
        "dispute": _dispute(viewer, line.period_id, line.line_id),
    }
    return show(viewer, "partner/why.html", context, "commissions")


@partner_page()
def why_not(viewer: Viewer, period_id: str, event_id: str) -> HttpResponseBase:
    """Why an event of an own client paid nothing."""
    found = why_not_get(
        viewer.release, viewer.partner_id, period_id=period_id, event_id=event_id,
        language=viewer.language,
    )  # fmt: skip
    if found is None:
        raise Http404
    event = found.event
    currency = event.currency_code or viewer.program.currency_code
    context = {
        "event": event,
        "component": component_label(event.component_id),
        "period_text": period_label(
            next((p for p in viewer.release.periods if p.period_id == period_id), None), period_id
        ),
        "period_href": viewer.url("commissions") + f"?period={period_id}",
        "unpaid_href": viewer.url("commissions_unpaid") + f"?period={period_id}",
        "client_href": viewer.url("commissions_unpaid")
        + f"?period={period_id}&client={event.client_ref or ''}",
        "sentence": why_not_sentence(event),
        "reason": why_not_label(event.reason_code),
        "conditions": why_conditions.unpaid_conditions(event),
        "rule": why_rule.rule_only(found.rule),
        "currency": currency,
        "zero": viewer.release.money(0, currency),
        "quantity_text": why_conditions.unpaid_quantity(event),
        "dispute": _dispute(viewer, period_id, event_id),
    }
    return show(viewer, "partner/why_not.html", context, "commissions")


def _dispute(viewer: Viewer, period_id: str, line_id: str) -> dict[str, str]:
    """The open case about a line, or the way to open one; nothing for who only reads."""
    case = case_of_line(viewer.partner, line_id)
    if case:
        return {"case_id": case.case_id, "href": viewer.url("cases_one", case_id=case.case_id)}
    if not viewer.may(*WRITERS):
        return {}
    return {"href": viewer.url("cases_dispute", period_id=period_id, line_id=line_id)}


def _line(viewer: Viewer, period_id: str, line_id: str) -> str:
    if not line_id:
        return ""
    return viewer.url("commissions_why", period_id=period_id, line_id=line_id)
