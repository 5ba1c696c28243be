"""Section 2 of the Why page: each condition with what was asked, found, and the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from portal.releases.formulas import Formula
from portal.releases.lines import Fact, Line
from portal.releases.selectors.commissions import Unpaid
from portal.releases.selectors.why import Why
from portal.web.base.tags.numbers import day as day_text
from portal.web.partner import labels
from portal.web.partner.figures import exact
from portal.web.partner.meanings import metric_label
from portal.web.partner.unpaid_words import condition_text, number_text, time_text
from portal.web.partner.why_events import where_of


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
            Condition(_("Symbol has a rate"), _("listed in the plan"), where_of(line),
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
    elif event.reason_code in ("demo_account", "account_type_excluded"):
        asked = _("a live account") if event.reason_code == "demo_account" else _("see the rule")
        found = labels.plain(found)
    elif asked == "–":
        asked = _("see the rule")
    name = labels.why_not_label(event.reason_code)
    rows.append(Condition(name, asked, found, "bad", _("Not met")))
    rows.append(
        Condition(
            _("What the plan asks after that"),
            _("see the rule"),
            _("not asked any more"),
            "none",
            _("Not reached"),
            is_hidden=True,
        )
    )
    return rows


def unpaid_quantity(event: Unpaid) -> str:
    if event.amount is not None:
        return f"{exact(event.amount)} {event.currency_code or ''}".strip()
    return exact(event.quantity) if event.quantity is not None else "–"
