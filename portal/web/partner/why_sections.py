"""Sections 1, 2 and 4 of the Why page: what happened, does it count, the rule as agreed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.releases.decimals import trimmed
from portal.releases.formulas import Formula, Operand
from portal.releases.lines import Fact, Line
from portal.releases.selectors.commissions import Unpaid
from portal.releases.selectors.why import Rule, Why
from portal.web.base.charts import tenth
from portal.web.base.tags.numbers import day as day_text
from portal.web.base.tags.numbers import decimal_text
from portal.web.partner import labels
from portal.web.partner.sentences import (
    deduction_label,
    exact,
    metric_label,
    share,
    time_text,
)


@dataclass(frozen=True)
class Condition:
    """One condition with what was asked, what was found, and the verdict."""

    name: str
    asked: str
    found: str
    tone: str
    verdict: str
    letter: str = ""
    is_hidden: bool = False


def verdict_of(code: str | None) -> tuple[str, str]:
    """Tone and word of a verdict."""
    return {
        "met": ("good", _("Met")),
        "not_met": ("bad", _("Not met")),
    }.get(code or "", ("none", _("Not reached")))


# ---------- 1: what happened ----------


def events(found: Why, formula: Formula) -> dict[str, Any]:
    """The source rows: versions of an event, or the clients of a period."""
    line = found.line
    if line.family == "period":
        return {"kind": "period"} | _clients(found, formula)
    return {"kind": "event", "rows": _event_rows(found, formula), "is_above": line.level > 0,
            "what": labels.symbol_label(line.symbol) if line.symbol else ""}  # fmt: skip


def _event_rows(found: Why, formula: Formula) -> list[dict[str, Any]]:
    line = found.line
    where = _where(line)
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


def _where(line: Line) -> str:
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
    clients = [f for f in found.facts if f.section == "client"]
    digits = found.line.money.currency.digits
    total = sum((f.amount or Decimal(0) for f in clients), Decimal(0))
    has_parts = any(f.asked and f.found for f in clients)
    seen: set[str] = set()
    rows = []
    for fact in clients:
        subject = fact.subject or "–"
        rows.append(
            {
                "client": subject, "again": subject in seen, "product": labels.plain(fact.code),
                "asked": _amount(fact.asked, digits), "found": _amount(fact.found, digits),
                "amount": exact(fact.amount or Decimal(0), digits),
            }
        )  # fmt: skip
        seen.add(subject)
    return {
        "rows": rows, "has_parts": has_parts, "total": exact(total, digits),
        "letter": formula.letter("gross") or formula.letter("base"),
        "deductions": _deductions(found, formula),
        "currency": found.line.money.currency_code,
        "client_count": len(seen),
        "base": exact(found.line.base_amount or Decimal(0), digits),
    }  # fmt: skip


def _deductions(found: Why, formula: Formula) -> list[dict[str, str]]:
    rows = []
    for fact in (f for f in found.facts if f.section == "deduction" and f.amount is not None):
        text = ""
        if fact.quantity is not None and fact.rate is not None:
            text = _("%(share)s of %(base)s%(subject)s") % {
                "share": share(fact.rate), "base": exact(fact.quantity),
                "subject": f", {labels.plain(fact.subject).lower()}" if fact.subject else "",
            }  # fmt: skip
        rows.append({"name": deduction_label(fact.code), "how": text,
                     "amount": exact(-(fact.amount or Decimal(0)))})  # fmt: skip
    return rows


def _amount(value: str | None, digits: int) -> str:
    """A fact's text as a number of the locale when it is one."""
    if not value:
        return "–"
    try:
        return decimal_text(trimmed(Decimal(value), digits), None if "." not in value else digits)
    except ArithmeticError:
        return value


# ---------- 2: does it count ----------


def conditions(found: Why, formula: Formula) -> dict[str, Any]:
    """Every condition, the rule's own first, then what each line must meet."""
    line = found.line
    rows = [_stated(fact, line) for fact in found.facts if fact.section == "condition"]
    rows += _implied(line, formula)
    asked = [row for row in rows if row.tone != "wait"]
    met = sum(1 for row in asked if row.tone == "good")
    return {"rows": rows, "met": met, "count": len(asked), "all_met": met == len(asked),
            "hidden": any(row.is_hidden for row in rows), "waits": len(asked) < len(rows),
            "direct": line.direct_partner_id}  # fmt: skip


def _stated(fact: Fact, line: Line) -> Condition:
    tone, word = verdict_of(fact.verdict)
    if fact.code == "identity_verified":
        asked, seen = _("verified"), _("verified") if fact.verdict == "met" else _("not yet")
    else:
        unit = f" {fact.unit}" if fact.unit and fact.unit.isupper() else ""
        asked = _("%(value)s%(unit)s or more") % {"value": _amount(fact.asked, 2), "unit": unit}
        seen = f"{_amount(fact.found, 2)}{unit}"
    return Condition(metric_label(fact.code), asked, seen, tone, word)


def _implied(line: Line, formula: Formula) -> list[Condition]:
    good = _("Met")
    rows = []
    day = day_text(line.event_on, "d MMMM")
    if line.family == "event" and line.component_type == "per_lot":
        rows.append(
            Condition(_("Position closed"), _("closed volume above 0"),
                      _("%(lots)s lots") % {"lots": exact(line.quantity)},
                      "good" if line.quantity > 0 else "bad",
                      good if line.quantity > 0 else _("Not met"),
                      formula.letter("quantity"))
        )  # fmt: skip
        rows.append(Condition(_("Counted once"), _("not counted before"), _("once in this release"),
                              "good", good))  # fmt: skip
        rows.append(
            Condition(_("Symbol has a rate"), _("listed in the plan"), _where(line),
                      "good" if line.rate else "bad", good if line.rate else _("Not met"),
                      formula.letter("modifier") or formula.letter("rate"))
        )  # fmt: skip
    if line.level == 0:
        rows.append(Condition(_("Client was yours"), _("on %(day)s") % {"day": day},
                              _("attributed to you"), "good", good))  # fmt: skip
    else:
        rows.append(Condition(_("Client belongs to your network"), _("on %(day)s") % {"day": day},
                              _("direct partner %(id)s") % {"id": line.direct_partner_id},
                              "good", good))  # fmt: skip
        rows.append(Condition(_("You earn at this distance"), _("deal active"),
                              labels.level_label(line.level), "good", good))  # fmt: skip
    over = line.state not in ("pending", "held", "locked")
    state = _("over on %(day)s") if over else _("runs until %(day)s")
    if line.state != "locked":
        rows.append(
            Condition(_("Hold over"), _("from the day of the event"),
                      state % {"day": day_text(line.payable_from, "d MMMM")},
                      "good" if over else "wait", good if over else _("Running"))
        )  # fmt: skip
    if line.state == "held":
        rows.append(Condition(_("Not under review"), _("no open case"), _("a case is open"),
                              "wait", _("In review")))  # fmt: skip
    if line.level > 0 and line.family == "event":
        rows.append(Condition(_("Held long enough, account type, not an own account"),
                              _("as the plan of the direct partner asks"),
                              _("known to %(id)s") % {"id": line.direct_partner_id}, "good", good,
                              is_hidden=True))  # fmt: skip
    return rows


def unpaid_conditions(event: Unpaid) -> list[Condition]:
    """What was asked of an event that paid nothing, up to where it failed."""
    rows = []
    if event.event_kind == "trade":
        rows.append(Condition(_("Position closed"), _("closed volume above 0"),
                              _("%(lots)s lots") % {"lots": exact(event.quantity or Decimal(0))},
                              "good", _("Met")))  # fmt: skip
    asked, found = event.asked or "–", event.found or "–"
    if event.reason_code == "holding_time":
        asked, found = _("at least %(time)s") % {"time": time_text(asked)}, time_text(found)
    rows.append(Condition(labels.plain(event.reason_code), asked, found, "bad", _("Not met")))
    rows.append(Condition(_("What the plan asks after that"), _("see the rule"),
                          _("not asked any more"), "none", _("Not reached"), is_hidden=True))  # fmt: skip
    return rows


def unpaid_quantity(event: Unpaid) -> str:
    if event.amount is not None:
        return f"{exact(event.amount)} {event.currency_code or ''}".strip()
    return exact(event.quantity) if event.quantity is not None else "–"


# ---------- 4: the rule ----------


def rule(found: Why, formula: Formula) -> dict[str, Any]:
    """The agreed sentences, numbers of the equation marked with their letters, and the file."""
    line = found.line
    marks = [
        (written, part.letter)
        for equation in formula.equations
        for part in equation.parts
        if isinstance(part, Operand) and part.anchor == "rule" and part.letter
        for written in [share(part.value) if part.is_share else exact(part.value)]
    ]
    is_above = line.lower_partner_id is not None and line.lower_rate is not None
    lower = format_html(
        '<i class="ref">{}</i> <mark>{} {}</mark>', formula.letter("lower_rate"),
        exact(line.lower_rate or Decimal(0)), line.money.currency_code,
    )  # fmt: skip
    return rule_only(found.rule) | {
        "sentences": [marked(sentence, marks) for sentence in found.rule.sentences],
        "is_above": is_above,
        "lower": line.lower_partner_id,
        "lower_rate": lower if is_above else "",
    }


def marked(sentence: str, marks: list[tuple[str, str]]) -> SafeString:
    """A sentence in which the first mention of each number carries its letter."""
    places = []
    for written, letter in marks:
        found = re.search(rf"(?<![\d.,]){re.escape(written)}(?![\d]|[.,]\d)", sentence)
        if found and not any(s <= found.start() < e for s, e, _letter in places):
            places.append((found.start(), found.end(), letter))
    parts, end = [], 0
    for start, stop, letter in sorted(places):
        parts.append(format_html('{}<i class="ref">{}</i> <mark>{}</mark>', sentence[end:start],
                                 letter, sentence[start:stop]))  # fmt: skip
        end = stop
    return format_html("{}{}", format_html_join("", "{}", ((p,) for p in parts)), sentence[end:])


def rule_only(agreed: Rule) -> dict[str, Any]:
    return {
        "plan": labels.plain(agreed.plan_id.rpartition("/")[2]) if agreed.plan_id else "",
        "version_no": agreed.version_no,
        "valid_from": agreed.valid_from,
        "reference": agreed.reference,
        "sentences": agreed.sentences,
        "source_text": agreed.source_text,
    }


def _step_words(step: Fact) -> str:
    start = exact(step.quantity or Decimal(0), 0)
    return (
        _("above %(n)s") % {"n": start} if step.code == "above" else _("from %(n)s") % {"n": start}
    )


def _is_apart(end: Decimal, stops: list[Decimal]) -> bool:
    """Whether a number that ends at `end` keeps clear of the words of the steps."""
    return all(stop >= end or end - stop > 110 for stop in stops)


def ladder(found: Why) -> dict[str, Any] | None:
    """The steps of a tier as a scale, how far the base reached, what is missing to the next."""
    steps = [f for f in found.facts if f.section == "step" and f.rate is not None]
    if len(steps) < 2:
        return None
    line = found.line
    carried = sum((f.amount or Decimal(0) for f in found.facts
                   if f.section == "carry" and f.code == "carried_in"), Decimal(0))  # fmt: skip
    reached = max(Decimal(0), (line.base_amount or Decimal(0)) + carried)
    starts = [s.quantity or Decimal(0) for s in steps]
    top = max(starts[-1] * Decimal("1.2"), reached * Decimal("1.05"), Decimal(1))
    unit = line.money.currency.unit
    ahead = next((s for s in steps if (s.quantity or Decimal(0)) > reached), None)

    def x(value: Decimal, width: int) -> Decimal:
        return tenth(4 + value * (width - 8) / top)

    def drawing(css: str, width: int) -> dict[str, Any]:
        stops = [x(start, width) for start in starts]
        return {
            "css": css, "width": width, "room": width - 8, "reach": tenth(x(reached, width) - 4),
            "reach_x": x(reached, width), "says_reached": _is_apart(x(reached, width), stops),
            "stops": [
                {"x": x(s.quantity or Decimal(0), width), "label": _step_words(s),
                 "rate": share(s.rate or Decimal(0)), "now": s.verdict == "met",
                 "text_x": x(s.quantity or Decimal(0), width) + 6,
                 "anchor": "start" if s is steps[0] else "middle"}
                for s in steps
            ],
        }  # fmt: skip

    return {
        "drawings": [drawing("wide", 700), drawing("narrow", 358)],
        "reached": decimal_text(reached.quantize(unit), line.money.currency.digits),
        "missing": decimal_text(((ahead.quantity or Decimal(0)) - reached).quantize(unit),
                                line.money.currency.digits) if ahead else "",
        "next_share": share(ahead.rate or Decimal(0)) if ahead else "",
        "share": share(line.rate),
    }  # fmt: skip
