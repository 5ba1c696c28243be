"""Statements: closed periods, each with its sum, corrections, digest, and its rows as CSV."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from portal.claims.selectors import case_of_statement
from portal.partners.errors import DomainError
from portal.releases.money import Money
from portal.releases.money_out import around
from portal.releases.selectors.statements import (
    ENTRY_COLUMNS,
    BookedEntry,
    ComponentSum,
    Statement,
    StatementPage,
    statement_entries,
    statement_get,
    statement_list,
    statement_one,
)
from portal.statements.acceptance import statement_accept, statement_acceptance
from portal.web.base.tags.numbers import day as day_text
from portal.web.base.tags.numbers import money_text
from portal.web.partner import labels
from portal.web.partner.csv_export import csv_response, money_rows
from portal.web.partner.display import shown_beside, shown_in
from portal.web.partner.frame import ASKERS, WRITERS, Viewer, partner_deed, partner_page, show


@partner_page()
def listing(viewer: Viewer) -> HttpResponseBase:
    """All closed periods of the partner, newest first."""
    found = statement_list(viewer.release, viewer.partner_id)
    opened = viewer.release.presents()
    context = {
        "rows": [_list_row(viewer, statement) for statement in found],
        "shown": shown_beside(viewer, [statement.total for statement in found]),
        "open_period": labels.period_label(opened[-1]) if opened else "",
        "overview_href": viewer.url("overview"),
    }
    return show(viewer, "partner/statements.html", context, "statements")


@partner_page()
def statement(
    viewer: Viewer, calendar_id: str, period_id: str, currency_code: str
) -> HttpResponseBase:
    """One statement: it never changes again."""
    page = statement_get(
        viewer.release, viewer.partner_id, calendar_id=calendar_id, period_id=period_id,
        currency_code=currency_code,
    )  # fmt: skip
    if page is None:
        raise Http404
    one = page.statement
    period = viewer.release.period(calendar_id, period_id)
    key = {"calendar_id": calendar_id, "period_id": period_id, "currency_code": currency_code}
    context = {
        "statement": one,
        "currency": currency_code,
        "shown_in": shown_in(viewer, one.total),
        "digits": one.total.currency.digits,
        "title": labels.period_label(period, period_id),
        "days": labels.days_label(one.starts_on, one.ends_on),
        "components": [_component_row(viewer, part, period_id) for part in page.components],
        "corrections": [_correction_row(viewer, entry, calendar_id) for entry in page.corrections],
        "lines_text": _text(one.lines),
        "rest_text": _text(one.differences + one.adjustments),
        "locked": [_locked_row(viewer, page, n) for n in range(len(page.locked))],
        "around": _around(viewer, page),
        **_standing(viewer, key),
        "csv_href": viewer.url("statements_csv", **key),
        "list_href": viewer.url("statements"),
        "payments_href": viewer.url("payments"),
    }
    return show(viewer, "partner/statement.html", context, "statements")


@partner_deed(*ASKERS)
def accept(
    viewer: Viewer, calendar_id: str, period_id: str, currency_code: str
) -> HttpResponseBase:
    """Say for the partner that the statement is right, as its digest in view says."""
    key = {"calendar_id": calendar_id, "period_id": period_id, "currency_code": currency_code}
    one = statement_one(viewer.release, viewer.partner_id, **key)
    if one is None:
        raise Http404
    if case_of_statement(viewer.partner, key) is not None:
        messages.error(viewer.request, _("A case about this statement is open: end it first."))
        return HttpResponseRedirect(viewer.url("statements_one", **key))
    try:
        statement_accept(
            by=viewer.user, partner=viewer.partner, key=key, digest=one.digest,
            digest_seen=viewer.request.POST.get("digest", ""), total_minor=one.total.minor,
        )  # fmt: skip
    except DomainError as refusal:
        messages.error(viewer.request, str(refusal))
    else:
        messages.success(viewer.request, _("Accepted; name and day are kept."))
    return HttpResponseRedirect(viewer.url("statements_one", **key))


def _standing(viewer: Viewer, key: dict[str, str]) -> dict[str, Any]:
    """Whether somebody accepted the statement, whether a case is open, what may be done."""
    accepted = statement_acceptance(viewer.partner, key)
    case = case_of_statement(viewer.partner, key)
    return {
        "accepted": accepted,
        "case_href": viewer.url("cases_one", case_id=case.case_id) if case else "",
        "accept_href": viewer.url("statements_accept", **key)
        if viewer.may(*ASKERS) and not accepted and not case
        else "",
        "dispute_href": viewer.url("cases_statement", **key)
        if viewer.may(*WRITERS) and not case
        else "",
    }


@partner_page()
def entries_csv(
    viewer: Viewer, calendar_id: str, period_id: str, currency_code: str
) -> HttpResponseBase:
    """Every entry of a statement, with the hashes that its digest is made of."""
    known = {(s.calendar_id, s.period_id, s.total.currency_code)
             for s in statement_list(viewer.release, viewer.partner_id)}  # fmt: skip
    if (calendar_id, period_id, currency_code) not in known:
        raise Http404
    batches = statement_entries(
        viewer.release, viewer.partner_id, calendar_id=calendar_id, period_id=period_id,
        currency_code=currency_code,
    )  # fmt: skip
    rows = money_rows(batches, viewer.release.currency(currency_code))
    name = viewer.file_name(f"statement-{viewer.partner_id}-{period_id}-{currency_code}.csv")
    return csv_response(name, ENTRY_COLUMNS, rows)


def _text(amount: Money) -> str:
    return money_text(amount.minor, amount.currency.code, amount.currency.digits)


def _list_row(viewer: Viewer, one: Statement) -> dict[str, Any]:
    period = viewer.release.period(one.calendar_id, one.period_id)
    return {
        "title": labels.period_label(period, one.period_id),
        "period_id": one.period_id,
        "closed_at": one.closed_at,
        "lines": _text(one.lines),
        "corrections": _text(one.differences + one.adjustments),
        "locked": _text(one.locked) if one.locked else "–",
        "total": _text(one.total),
        "currency": one.total.currency_code,
        "digest": one.digest[:12],
        "href": viewer.url(
            "statements_one", calendar_id=one.calendar_id, period_id=one.period_id,
            currency_code=one.total.currency_code,
        ),
    }  # fmt: skip


def _component_row(viewer: Viewer, part: ComponentSum, period_id: str) -> dict[str, Any]:
    return {
        "label": labels.component_label(part.component_id, part.component_type),
        "level": labels.level_label(part.level),
        "deal": part.deal_id,
        "count": part.entry_count,
        "from": part.payable_from,
        "until": part.payable_until,
        "amount": _text(part.amount),
        "href": viewer.url("commissions")
        + f"?period={period_id}&component={part.component_id}&level={part.level}",
    }


def _correction_row(viewer: Viewer, entry: BookedEntry, calendar_id: str) -> dict[str, Any]:
    period = viewer.release.period(calendar_id, entry.origin_period_id)
    is_adjustment = entry.entry_kind == "adjustment"
    href = ""
    if entry.line_id:
        href = viewer.url(
            "commissions_why", period_id=entry.origin_period_id, line_id=entry.line_id
        )
    return {
        "label": _("Adjustment") if is_adjustment else labels.component_label(entry.component_id),
        "level": labels.level_label(entry.level),
        "origin": labels.period_label(period, entry.origin_period_id),
        "reason": labels.reason_label(entry.reason_code),
        "amount": _text(entry.amount),
        "href": href,
    }


def _around(viewer: Viewer, page: StatementPage) -> dict[str, Any]:
    """How the balance came to what the statement leaves: opening, payments, this one, the rest."""
    found = around(viewer.partner, page)
    rows = []
    if page.before_closed_at:
        day = day_text(page.before_closed_at, "d MMMM y")
        rows.append(("", _("Left of the statements before, %(day)s") % {"day": day},
                     found.opening))  # fmt: skip
    for payment in found.payments:
        day = day_text(payment.batch.paid_on, "d MMMM y")
        rows.append(("−", _("In payment since %(day)s") % {"day": day},
                     Money(payment.reservation.amount_minor, found.closing.currency)))  # fmt: skip
    rows.append(("+" if rows else "", _("Booked by this statement"), page.statement.total))
    return {
        "rows": [{"sign": sign, "label": label, "amount": _text(amount)}
                 for sign, label, amount in rows],
        "closing": _text(found.closing),
    }  # fmt: skip


def _locked_row(viewer: Viewer, page: StatementPage, number: int) -> dict[str, Any]:
    line = page.locked[number]
    return {
        "label": labels.component_label(line.component_id, line.component_type),
        "level": labels.level_label(line.level),
        "amount": _text(line.money),
        "href": viewer.url("commissions_why", period_id=line.period_id, line_id=line.line_id),
    }
