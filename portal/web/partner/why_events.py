"""Section 1 of the Why page: the source rows of an event, or the clients of a period."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from portal.releases.formula_facts import gross_of
from portal.releases.formulas import Formula
from portal.releases.lines import Fact, Line
from portal.releases.selectors.why import Why
from portal.web.base.tags.numbers import day as day_text
from portal.web.partner import labels
from portal.web.partner.figures import exact, share
from portal.web.partner.meanings import deduction_label, gross_label
from portal.web.partner.why_equation import column

CLIENTS_SHOWN = 30


def events(found: Why, formula: Formula) -> dict[str, Any]:
    """The source rows: versions of an event, or the clients of a period."""
    line = found.line
    if line.family == "period":
        return {"kind": "period"} | _clients(found, formula)
    return {"kind": "event", "rows": _event_rows(found, formula), "is_above": line.level > 0,
            "what": labels.symbol_label(line.symbol) if line.symbol else ""}  # fmt: skip


def _event_rows(found: Why, formula: Formula) -> list[dict[str, Any]]:
    line = found.line
    where = where_of(line)
    base = {"on": line.event_on, "client": line.client_ref or "–", "tail": line.account_tail,
            "where": where}  # fmt: skip
    letter = formula.letter("quantity") or formula.letter("source_amount")
    if not found.versions:
        return [base | {"name": _event_name(line), "size": _size(line, None), "letter": letter,
                        "file": _file(line.file_name, line.file_row), "is_old": False}]  # fmt: skip
    rows = []
    for version in found.versions:
        is_last = version == found.versions[-1]
        name = (
            _("First reported")
            if version.change_code == "first_seen"
            else _("Removed, %(day)s")
            if version.change_code == "event_removed"
            else _("As amended, %(day)s")
        )
        rows.append(
            base
            | {
                "name": name % {"day": day_text(version.recorded_at, "d MMM")}
                if "%(day)s" in name else name,
                "size": _size(line, version.quantity), "letter": letter if is_last else "",
                "file": _file(version.file_name, version.file_row), "is_old": not is_last,
            }
        )  # fmt: skip
    return rows


def _event_name(line: Line) -> str:
    return {
        "per_lot": _("Closed trade"), "cpa": _("Qualified client"), "sale_share": _("Sale"),
    }.get(line.component_type, _("Event"))  # fmt: skip


def where_of(line: Line) -> str:
    if line.symbol:
        group = labels.group_label(line.symbol_group)
        return (
            _("%(symbol)s, in %(group)s") % {"symbol": line.symbol, "group": group}
            if group
            else line.symbol
        )
    parts = [line.product or "", line.country or "", line.sub1 or ""]
    return ", ".join(labels.plain(p) if p == line.product else p for p in parts if p)


def _size(line: Line, quantity: Decimal | None) -> str:
    if line.source_amount is not None:
        return f"{exact(line.source_amount)} {line.source_currency_code or ''}".strip()
    value = quantity if quantity is not None else line.quantity
    return exact(value, 2 if line.quantity_unit == "lots" else 0)


def _file(name: str | None, row: int | None) -> str:
    if not name:
        return ""
    return f"{name}:{row}" if row else name


def _clients(found: Why, formula: Formula) -> dict[str, Any]:
    """Bases by client, and by product the way from gross to base."""
    line, facts = found.line, list(found.facts)
    clients = [f for f in facts if f.section == "client"]
    clients.sort(key=lambda f: (-abs(f.amount or Decimal(0)), f.subject or ""))
    total = sum((f.amount or Decimal(0) for f in clients), Decimal(0))
    return {
        "rows": [
            {"client": f.subject or "–", "amount": column(f.amount or Decimal(0), line)}
            for f in clients[:CLIENTS_SHOWN]
        ],
        "more_count": max(0, len(clients) - CLIENTS_SHOWN),
        "total": column(total, line),
        "letter": formula.letter("base"),
        "steps": _from_gross(facts, line),
        "base": column(line.base_amount or Decimal(0), line),
        "currency": line.money.currency_code,
    }


def _from_gross(facts: list[Fact], line: Line) -> list[dict[str, Any]]:
    """Gross of each product and account, and what is taken from it, in the plan's order."""
    gross = gross_of(facts)
    rows = []
    seen = ""
    for fact in facts:
        if fact.section != "deduction" or not fact.amount:
            continue
        is_gross = fact in gross
        how = ""
        if fact.quantity is not None and fact.rate is not None:
            how = _("%(share)s of %(base)s") % {"share": share(fact.rate),
                                                "base": exact(fact.quantity)}  # fmt: skip
        subject = labels.plain(fact.subject) if fact.subject else _("All")
        rows.append(
            {
                "subject": subject,
                "again": subject == seen,
                "name": gross_label(fact.code) if is_gross else deduction_label(fact.code),
                "how": how,
                "amount": column(fact.amount if is_gross else -fact.amount, line),
                "css": "main" if is_gross else "",
            }
        )
        seen = subject
    return rows
