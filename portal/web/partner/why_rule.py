"""Section 4 of the Why page: the agreed sentences, the steps of a tier, the executed file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.releases.decimals import rounded
from portal.releases.formulas import Formula, Operand
from portal.releases.lines import Fact, Line
from portal.releases.selectors.why import Rule, Why
from portal.web.base.charts import tenth
from portal.web.base.tags.numbers import decimal_text
from portal.web.partner import labels
from portal.web.partner.figures import exact, share


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
    places: list[tuple[int, int, str]] = []
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
        "plan": labels.plan_label(agreed.plan_id) if agreed.plan_id else "",
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


class Stepped(Protocol):
    """A line with the facts of its steps."""

    @property
    def line(self) -> Line: ...
    @property
    def facts(self) -> tuple[Fact, ...]: ...


def ladder(found: Stepped) -> dict[str, Any] | None:
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
