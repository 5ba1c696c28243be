"""The what-if calculator: a form of typed facts, the question it makes, the answer in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from portal.deals.models import Deal
from portal.deals.ranges import Open
from portal.releases.selectors.plans import plan_versions
from portal.web.base import fields
from portal.web.base.tags.numbers import decimal_text
from portal.web.partner import labels
from portal.web.partner.frame import Viewer
from portal.web.partner.open_numbers import number_field, number_meant, number_said
from portal.web.partner.plan_words import number_words, path_words
from portal.whatif.models import Calculation
from portal.whatif.selectors import calculations_of
from portal.whatif.typed import ASKED, COUNTS, InForce, deals_on, open_terms, question_made

SHOWN = 5
WORDS: dict[str, str | Promise] = {
    "lots_majors": lazy("Lots of FX majors"),
    "lots_minors": lazy("Lots of FX minors"),
    "lots_metals": lazy("Lots of metals"),
    "net_revenue": lazy("Net revenue of your clients"),
    "new_clients": lazy("New clients"),
    "deposit_each": lazy("First deposit of each"),
    "wagered_each": lazy("Wagered by each"),
    "sales": lazy("Sales"),
    "sale_amount": lazy("Price of each"),
}
OWN = "own"
FACTS: dict[str, str | Promise] = {
    "typed": lazy("what I type here"),
    OWN: lazy("my own facts of the last closed periods"),
}


@dataclass(frozen=True)
class OwnTerm:
    """A number of the partner's terms that may be tried otherwise, in words."""

    number: Open
    label: str


class WhatIfForm(forms.Form):
    """Facts of one month, as far as the program has them, under one of the partner's deals."""

    def __init__(
        self, *args: Any, vertical: str, deals: list[str], terms: Sequence[OwnTerm] = (),
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.terms = terms
        if len(deals) > 1:
            self.fields["deal_id"] = forms.ChoiceField(
                label=_("Deal"), choices=[(d, d) for d in deals], widget=fields.choice()
            )
        for name in ASKED.get(vertical, ()):
            if name in COUNTS:
                self.fields[name] = forms.IntegerField(
                    label=str(WORDS[name]), min_value=0, max_value=COUNTS[name], required=False,
                    widget=fields.text(inputmode="numeric", autocomplete="off", dir="ltr"),
                )  # fmt: skip
            else:
                self.fields[name] = forms.DecimalField(
                    label=str(WORDS[name]), max_digits=12, decimal_places=2, required=False,
                    min_value=None if name == "net_revenue" else 0,
                    widget=fields.text(inputmode="decimal", autocomplete="off", dir="ltr"),
                )  # fmt: skip

        if terms:
            self.fields["facts_from"] = forms.ChoiceField(
                label=_("On which facts"), choices=list(FACTS.items()), required=False,
                widget=fields.choice(),
            )  # fmt: skip
        for number, term in enumerate(terms):
            self.fields[f"term_{number}"] = number_field(term.number, label=term.label)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("facts_from") == OWN:
            if not self.overrides(found):
                raise forms.ValidationError(_("Change at least one number of your terms."))
        elif not any(found.get(name) for name in WORDS):
            raise forms.ValidationError(_("Type at least one number."))
        return found

    def overrides(self, typed: Mapping[str, Any]) -> dict[str, str]:
        """What the person wants to try instead of its terms, by path."""
        return {
            term.number.path: str(number_meant(term.number, value))
            for number, term in enumerate(self.terms)
            if (value := typed.get(f"term_{number}")) is not None
        }


def deals_today(viewer: Viewer) -> InForce:
    """The partner's deals in force today."""
    return deals_on(viewer.partner, viewer.today)


def form_of(viewer: Viewer, data: Mapping[str, Any] | None = None) -> WhatIfForm:
    """The form for this program's vertical and this partner's deals; with the numbers that the
    plan of the deal asked about (else of the first one) lets negotiate."""
    deals = deals_today(viewer)
    wish = (data or {}).get("deal_id", "")
    terms = own_terms(viewer, deals[wish if wish in deals else min(deals)]) if deals else []
    return WhatIfForm(data, vertical=viewer.program.vertical, deals=sorted(deals), terms=terms)


def own_terms(viewer: Viewer, deal: tuple[Deal, str, dict[str, str]]) -> list[OwnTerm]:
    """Numbers of the deal that may be agreed otherwise, with what holds now and their range."""
    _deal, plan_id, overrides = deal
    numbers = open_terms(plan_versions(viewer.release), plan_id, viewer.today)
    found = []
    for number, what in zip(numbers, number_words(numbers), strict=True):
        now = Decimal(str(overrides.get(number.path, number.standard)))
        label = _("%(what)s: %(now)s now, %(lowest)s to %(highest)s") % {
            "what": what, "now": number_said(number.path, now),
            "lowest": number_said(number.path, number.lowest),
            "highest": number_said(number.path, number.highest),
        }  # fmt: skip
        found.append(OwnTerm(number, label))
    return found


def question_of(viewer: Viewer, form: WhatIfForm) -> dict[str, Any]:
    """What is stored of a filled-in form."""
    typed = form.cleaned_data
    deals = deals_today(viewer)
    return question_made(
        viewer.partner, viewer.today, deals[typed.get("deal_id") or min(deals)],
        facts={name: str(typed[name]) for name in WORDS if typed.get(name)},
        tried=form.overrides(typed), own_facts=typed.get("facts_from") == OWN,
    )  # fmt: skip


def form_context(viewer: Viewer, form: WhatIfForm | None = None) -> dict[str, Any]:
    """The calculator's part of the page: the form and the last answers."""
    return {
        "form": form or form_of(viewer),
        "href": viewer.url("terms_ask"),
        "answers": [answer_row(viewer, c) for c in calculations_of(viewer.partner)[:SHOWN]],
    }


def answer_row(viewer: Viewer, calculation: Calculation) -> dict[str, Any]:
    """A question with its answer, or that it is still being worked on."""
    question, answer = calculation.question, calculation.answer or {}
    code = answer.get("currency_code", question.get("currency_code", ""))
    return {
        "id": str(calculation.calculation_id),
        "href": viewer.url("terms_answer", calculation_id=calculation.calculation_id),
        "page_href": viewer.url("terms"),
        "state": calculation.state,
        "is_waiting": calculation.state in ("asked", "taken"),
        "asked": [
            *(_asked(name, value) for name, value in question.get("facts", {}).items()),
            *(_tried(path, value) for path, value in question.get("tried", {}).items()),
        ],
        "own": _own(answer) if question.get("own_facts") and answer else None,
        "month": labels.month_and_year(question["period_id"]),
        "deal_id": question["deal_id"],
        "total": amount_text(answer.get("total")),
        "currency": code,
        "rows": [_component(row) for row in answer.get("rows", []) if "component_id" in row],
        "unpaid": [
            {
                "word": labels.why_not_label(row["reason_code"]),
                "count": ngettext("%(n)s time", "%(n)s times", row["count"]) % {"n": row["count"]},
            }
            for row in answer.get("unpaid", [])
        ],
        "above": amount_text(answer["above"]) if answer.get("above") else "",
        "failure": calculation.failure,
    }


def _asked(name: str, value: str) -> str:
    number = decimal_text(Decimal(value), None)
    return f"{WORDS.get(name, name)}: {number}"


def _tried(path: str, value: str) -> str:
    """A number that was tried."""
    return f"{path_words(path)}: {number_said(path, Decimal(value))}"


def _own(answer: Mapping[str, Any]) -> dict[str, Any]:
    """What the partner's own closed periods would have given instead."""
    return {
        "periods": [labels.month_and_year(p) if len(p) == 7 else p for p in answer["periods"]],
        "rows": [
            {
                "period": labels.month_and_year(row["period_id"])
                if len(row["period_id"]) == 7
                else row["period_id"],
                "before": amount_text(row["before"]),
                "after": amount_text(row["after"]),
                "difference": amount_text(row["difference"]),
                "currency": row["currency_code"],
            }
            for row in answer["rows"]
        ],
        "not_tried": answer.get("not_tried", ""),
    }


def _component(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": labels.component_label(row["component_id"], row.get("component_type", "")),
        "lines": row.get("lines", 0),
        "amount": amount_text(row["amount"]),
    }


def amount_text(value: str | None) -> str:
    """An amount that came as text, as the locale writes it, with the digits it has."""
    if value is None:
        return ""
    number = Decimal(value)
    return decimal_text(number, max(0, -int(number.as_tuple().exponent)))
