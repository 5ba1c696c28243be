"""Sections 1, 2 and 4 of the Why page: what happened, does it count, the rule as agreed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.releases.decimals import rounded
from portal.releases.formula_facts import gross_of
from portal.releases.formulas import Formula, Operand
from portal.releases.lines import Fact, Line
from portal.releases.selectors.commissions import Unpaid
from portal.releases.selectors.why import Rule, Why
from portal.web.base.charts import tenth
from portal.web.base.tags.numbers import day as day_text
from portal.web.base.tags.numbers import decimal_text
from portal.web.partner import labels
from portal.web.partner.sentences import (
    condition_text,
    deduction_label,
    exact,
    metric_label,
    number_text,
    share,
    time_text,
)
from portal.web.partner.why_equation import column

CLIENTS_SHOWN = 30


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
                "subject": subject if subject != seen else "",
                "name": labels.plain(fact.code) if is_gross else deduction_label(fact.code),
                "how": how,
                "amount": column(fact.amount if is_gross else -fact.amount, line),
                "css": "main" if is_gross else "",
            }
        )
        seen = subject
    return rows


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
        asked = _("%(value)s%(unit)s or more") % {"value": number_text(fact.asked), "unit": unit}
        if fact.quantity is not None and fact.subject:
            asked += _(", within %(n)s days of the %(anchor)s") % {
                "n": exact(fact.quantity, 0), "anchor": labels.plain(fact.subject).lower(),
            }  # fmt: skip
        seen = f"{number_text(fact.found)}{unit}"
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
    elif event.reason_code == "condition_not_met":
        asked, found = condition_text(asked), number_text(found)
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
        if isinstance(part, Operand)
        and part.anchor == "rule"
        and part.letter
        and part.meaning != "lower_rate"
        for written in [share(part.value) if part.is_share else exact(part.value)]
    ]
    is_above = line.lower_partner_id is not None and line.lower_rate is not None
    lower = format_html(
        '<i class="ref">{}</i> <mark>{} {}</mark>', formula.letter("lower_rate"),
        exact(line.lower_rate or Decimal(0)), line.money.currency_code,
    )  # fmt: skip
    return rule_only(found.rule) | {
        "sentences": [m for sentence in found.rule.sentences if (m := marked(sentence, marks))],
        "rest": " ".join(s for s in found.rule.sentences if not marked(s, marks)),
        "is_above": is_above,
        "lower": line.lower_partner_id,
        "lower_rate": lower if is_above else "",
    }


def marked(sentence: str, marks: list[tuple[str, str]]) -> SafeString | None:
    """A sentence in which the first mention of each number carries its letter; None without."""
    places = []
    for written, letter in marks:
        found = re.search(rf"(?<![\d.,])[$€£¥]?{re.escape(written)}(?![\d]|[.,]\d)", sentence)
        if found and not any(s <= found.start() < e for s, e, _letter in places):
            places.append((found.start(), found.end(), letter))
    if not places:
        return None
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
        "sentences": (),
        "rest": " ".join(agreed.sentences),
        "source_text": agreed.source_text,
    }


def _is_apart(end: Decimal, stops: list[Decimal]) -> bool:
    """Whether a number that ends at `end` keeps clear of the words of the steps."""
    return all(stop >= end or end - stop > 110 for stop in stops)


def ladder(found: Why) -> dict[str, Any] | None:
    """The steps of a tier as a scale, how far the value reached, what is missing to the next."""
    steps = [step for f in found.facts if f.section == "step" and (step := _step(f, found.line))]
    if len(steps) < 2:
        return None
    value = next((Decimal(f.found) for f in found.facts if f.section == "step" and f.found), None)
    reached = max(Decimal(0), value or Decimal(0))
    top = max(steps[-1].start * Decimal("1.2"), reached * Decimal("1.05"), Decimal(1))
    places = found.line.money.currency.digits
    ahead = next((s for s in steps if s.start > reached), None)
    return {
        "drawings": [_ladder_drawing(css, width, steps, reached, top)
                     for css, width in (("wide", 700), ("narrow", 358))],
        "reached": decimal_text(rounded(reached, places), places),
        "missing": decimal_text(rounded(ahead.start - reached, places), places) if ahead else "",
        "next_share": share(ahead.rate) if ahead else "",
        "share": share(found.line.rate),
    }  # fmt: skip


@dataclass(frozen=True)
class _Step:
    start: Decimal
    is_inclusive: bool
    rate: Decimal
    is_reached: bool


def _step(fact: Fact, line: Line) -> _Step | None:
    """A step from a fact that says `from 0.0000` or `above 500.0000`."""
    word, _sep, start = (fact.asked or "").partition(" ")
    try:
        return _Step(Decimal(start), word == "from", fact.rate or Decimal(0),
                     fact.subject == str(line.step_no))  # fmt: skip
    except ArithmeticError:
        return None


def _ladder_drawing(css: str, width: int, steps: list[_Step], reached: Decimal,
                    top: Decimal) -> dict[str, Any]:  # fmt: skip
    def x(value: Decimal) -> Decimal:
        return tenth(4 + value * (width - 8) / top)

    return {
        "css": css, "width": width, "room": width - 8, "reach": tenth(x(reached) - 4),
        "reach_x": x(reached), "says_reached": _is_apart(x(reached), [x(s.start) for s in steps]),
        "stops": [
            {
                "x": x(s.start), "text_x": x(s.start) + 6, "now": s.is_reached,
                "label": (_("from %(n)s") if s.is_inclusive else _("above %(n)s"))
                % {"n": exact(s.start, 0)},
                "rate": share(s.rate), "anchor": "start" if s is steps[0] else "middle",
            }
            for s in steps
        ],
    }  # fmt: skip
