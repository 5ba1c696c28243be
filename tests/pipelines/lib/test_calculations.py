"""Calculation requests: the question as a scenario, and the engine's own answer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pipelines.lib import calculations
from pipelines.lib.calculations import answer_of, facts_of, scenario_of


def question(**facts: str) -> dict[str, Any]:
    return {"deal_id": "D-1", "plan_id": "ib_standard", "overrides": {}, "period_id": "2026-10",
            "currency_code": "USD", "facts": facts}  # fmt: skip


def asked(above: list[dict[str, Any]] | None = None, **facts: str) -> dict[str, Any]:
    return {"calculation_id": "c", "program_id": "larkspur", "partner_id": "P-1",
            "kind": "what_if", "question": question(**facts), "above": above or []}  # fmt: skip


def test_typed_numbers_become_facts_of_the_month() -> None:
    assert facts_of({"lots_metals": "2.5"}, "2026-10", "USD") == [
        "2.5 lots of XAUUSD in 2026-10 by regular of me"
    ]
    facts = facts_of({"new_clients": "2", "deposit_each": "50"}, "2026-10", "EUR")
    assert facts == [
        "registration in 2026-10 by new1 of me", "deposit 50 EUR in 2026-10 by new1 of me",
        "registration in 2026-10 by new2 of me", "deposit 50 EUR in 2026-10 by new2 of me",
    ]  # fmt: skip
    assert len(facts_of({"sales": "3", "sale_amount": "20"}, "2026-10", "EUR")) == 3


def test_those_above_stand_above_in_their_order() -> None:
    above = [{"plan_id": "ib_standard", "overrides": {}, "share": None},
             {"plan_id": "ib_pro", "overrides": {}, "share": None}]  # fmt: skip
    partners = scenario_of(asked(above, lots_majors="1"))["partners"]
    assert [(p["id"], p.get("parent")) for p in partners] == [
        ("above2", None), ("above1", "above2"), ("me", "above1"),
    ]  # fmt: skip


def test_the_real_engine_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """100 lots of majors at 6.00 are 600.00; the partner above, at 7.00, earns 100.00 on top."""
    rate = {"components.rebate.rate_per_lot[symbol_group=majors]": "7.00"}
    above = [{"plan_id": "ib_standard", "overrides": rate, "share": None}]
    told: dict[str, Any] = {}
    monkeypatch.setattr(calculations.portal_gateway, "calculations_take",
                        lambda limit: [asked(above, lots_majors="100")])  # fmt: skip
    monkeypatch.setattr(calculations.portal_gateway, "calculation_answer",
                        lambda _id, answer: told.update(answer))  # fmt: skip
    monkeypatch.setattr(calculations.portal_gateway, "calculation_fail",
                        lambda _id, failure: pytest.fail(failure))  # fmt: skip
    assert calculations.answer_calculations() == 1
    assert Decimal(told["total"]) == 600
    assert Decimal(told["above"]) == 100
    assert [row["component_id"] for row in told["rows"]] == ["rebate"]


def test_a_question_that_cannot_be_run_is_told_why(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    wrong = asked(lots_majors="1")
    wrong["question"]["plan_id"] = "no_such_plan"
    monkeypatch.setattr(calculations.portal_gateway, "calculations_take", lambda limit: [wrong])
    monkeypatch.setattr(calculations.portal_gateway, "calculation_fail",
                        lambda _id, failure: told.append(failure))  # fmt: skip
    assert calculations.answer_calculations() == 1
    assert "no_such_plan" in told[0]


def test_locked_lines_are_in_no_total() -> None:
    class Found:
        components = ({"deal_id": "D", "currency_digits": 2},)
        unpaid = ({"reason_code": "holding_time"}, {"reason_code": "holding_time"})
        lines = tuple(
            {"partner_id": "me", "deal_id": "D", "component_id": "c", "component_type": "cpa",
             "state": state, "amount_minor": 4000, "currency_code": "EUR"}
            for state in ("pending", "locked")
        )  # fmt: skip

    answer = answer_of(question(), Found())
    assert answer["total"] == "40.00"
    assert answer["unpaid"] == [{"reason_code": "holding_time", "count": 2}]


@pytest.mark.parametrize("refusal", ["", "The rules refuse these terms: no such step."])
def test_the_effect_of_a_deal_is_asked_of_real_facts(
    monkeypatch: pytest.MonkeyPatch, refusal: str
) -> None:
    from pipelines.lib import effects
    from pipelines.lib.effects.run import Refused

    def effect_of(program_id: str, found: dict[str, Any]) -> dict[str, Any]:
        if refusal:
            raise Refused(refusal)
        return {"rows": [], "asked": [program_id, found["deal_id"]]}

    told: list[Any] = []
    monkeypatch.setattr(effects, "effect_of", effect_of)
    effect = {**asked(), "kind": "deal_effect"}
    monkeypatch.setattr(calculations.portal_gateway, "calculations_take", lambda limit: [effect])
    monkeypatch.setattr(calculations.portal_gateway, "calculation_answer",
                        lambda _id, answer: told.append(answer["asked"]))  # fmt: skip
    monkeypatch.setattr(calculations.portal_gateway, "calculation_fail",
                        lambda _id, failure: told.append(failure))  # fmt: skip
    assert calculations.answer_calculations() == 1
    assert told == [refusal or ["larkspur", "D-1"]]


def test_own_facts_are_answered_by_the_effect_and_nobody_elses_row_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [{"partner_id": who, "period_id": "2026-09", "difference": "1.00"}
            for who in ("P-0", "P-1")]  # fmt: skip
    effect = {"periods": ["2026-09"], "rows": rows, "not_tried": "", "totals": [{"d": "2.00"}],
              "is_branch": True}  # fmt: skip
    one = asked()
    one["question"]["own_facts"] = True
    told: dict[str, Any] = {}
    monkeypatch.setattr("pipelines.lib.effects.effect_of", lambda program, question: effect)
    monkeypatch.setattr(calculations.portal_gateway, "calculations_take", lambda limit: [one])
    monkeypatch.setattr(calculations.portal_gateway, "calculation_answer",
                        lambda _id, answer: told.update(answer))  # fmt: skip
    assert calculations.answer_calculations() == 1
    assert told == {"periods": ["2026-09"], "rows": [rows[1]], "not_tried": ""}
