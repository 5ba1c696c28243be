"""The what-if calculator: a form of typed facts, the question it makes, the answer in words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from portal.deals.models import Deal
from portal.deals.spans import deal_spans
from portal.web.base import fields
from portal.web.base.tags.numbers import decimal_text
from portal.web.partner import labels
from portal.web.partner.frame import Viewer
from portal.whatif.models import Calculation
from portal.whatif.selectors import calculations_of

SHOWN = 5
# Vertical → names of the facts that can be typed there.
ASKED: dict[str, tuple[str, ...]] = {
    "forex": ("lots_majors", "lots_minors", "lots_metals", "new_clients", "deposit_each"),
    "igaming": ("net_revenue", "new_clients", "deposit_each", "wagered_each"),
    "prop": ("sales", "sale_amount"),
    "software": ("sales", "sale_amount"),
}
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
COUNTS = {"new_clients": 200, "sales": 500}


class WhatIfForm(forms.Form):
    """Facts of one month, as far as the program has them, under one of the partner's deals."""

    def __init__(self, *args: Any, vertical: str, deals: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not any(found.get(name) for name in WORDS):
            raise forms.ValidationError(_("Type at least one number."))
        return found


def deals_today(viewer: Viewer) -> dict[str, tuple[Deal, str, dict[str, str]]]:
    """The partner's deals in force today: deal, plan id and overrides, by deal id."""
    found = {}
    for deal in Deal.objects.filter(partner=viewer.partner).prefetch_related("versions"):
        for span in deal_spans(deal.versions.all()):
            if span.valid_from <= viewer.today <= span.valid_to:
                found[deal.deal_id] = (deal, span.row.plan_id, dict(span.row.overrides))
    return found


def form_of(viewer: Viewer, data: Mapping[str, Any] | None = None) -> WhatIfForm:
    """The form for this program's vertical and this partner's deals."""
    return WhatIfForm(data, vertical=viewer.program.vertical, deals=sorted(deals_today(viewer)))


def question_of(viewer: Viewer, typed: Mapping[str, Any]) -> dict[str, Any]:
    """What is stored: deal, plan, overrides, the month, the typed facts as text."""
    deals = deals_today(viewer)
    deal, plan_id, overrides = deals[typed.get("deal_id") or min(deals)]
    return {
        "deal_id": deal.deal_id,
        "plan_id": plan_id,
        "overrides": overrides,
        "currency_code": deal.currency_code,
        "period_id": f"{viewer.today:%Y-%m}",
        "facts": {name: str(typed[name]) for name in WORDS if typed.get(name)},
    }


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
        "asked": [_asked(name, value) for name, value in question.get("facts", {}).items()],
        "month": labels.month_and_year(question["period_id"]),
        "deal_id": question["deal_id"],
        "total": amount_text(answer.get("total")),
        "currency": code,
        "rows": [_component(row) for row in answer.get("rows", [])],
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
