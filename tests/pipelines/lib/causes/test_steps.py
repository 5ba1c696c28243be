"""Which causes are told apart, and in which order they are let in."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from pipelines.lib.causes.past import ProductPast
from pipelines.lib.causes.states import State
from pipelines.lib.causes.steps import MOST_STEPS, REASONS, Case, lay_steps
from tests.fixtures.warehouse import DBT_PROJECT

DAY = date(2026, 4, 10)
DEAL = {
    "program_id": "larkspur", "deal_id": "D-1", "deal_version_no": 1, "partner_id": "P-1",
    "brand": None, "plan_id": "ib_standard", "currency_code": "USD", "calendar_id": "month",
    "valid_from": date(2026, 1, 1), "valid_to": date(9999, 12, 31), "overrides": "{}",
    "recorded_at": datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None),
}  # fmt: skip


def case() -> Case:
    seen = datetime(2026, 4, 1, 6, tzinfo=UTC).replace(tzinfo=None)
    return Case("p", "month", seen, date(2026, 3, 31), "Asia/Tokyo", "ecb")


def fact(key: str, reason: str, on: date = DAY) -> dict[str, object]:
    return {"record_key": key, "reason_code": reason, "cause_on": on}


def test_the_models_rank_reasons_as_steps_do() -> None:
    model = DBT_PROJECT / "models" / "statements" / "sta_difference_causes.sql"
    ranked = re.findall(r"when '(\w+)' then (\d)", model.read_text(encoding="utf-8"))
    # what is not named comes last
    assert [name for name, _ in sorted(ranked, key=lambda one: one[1])] == list(REASONS[:-1])


def test_causes_stand_in_the_order_of_the_list() -> None:
    one = case()
    facts = [fact("r", "refund"), fact("a", "event_amended"), fact("l", "late_event")]
    lay_steps(one, facts, {"rate_late": DAY, "rule_corrected": DAY})
    assert [step.reason for step in one.steps] == [
        "late_event", "event_amended", "refund", "rule_corrected", "rate_late",
    ]  # fmt: skip
    assert one.step_of == {"l": 0, "a": 1, "r": 2}


def test_facts_of_one_reason_are_one_cause_unless_their_age_decides() -> None:
    facts = [fact("b", "refund"), fact("a", "refund"), fact("c", "refund", DAY - timedelta(1))]
    together, apart = case(), case()
    lay_steps(together, facts, {})
    lay_steps(apart, facts, {}, most=MOST_STEPS)
    assert [step.record_key for step in together.steps] == [None]
    assert [step.record_key for step in apart.steps] == ["c", "a", "b"]


def test_too_many_facts_go_by_their_day_then_by_their_reason() -> None:
    few_days, many_days = case(), case()
    many = range(MOST_STEPS + 1)
    lay_steps(few_days, [fact(f"r{n}", "refund", DAY + timedelta(n % 2)) for n in many], {},
              most=MOST_STEPS)  # fmt: skip
    lay_steps(many_days, [fact(f"r{n}", "refund", DAY + timedelta(n)) for n in many], {},
              most=MOST_STEPS)  # fmt: skip
    assert [step.on for step in few_days.steps] == [DAY, DAY + timedelta(1)]
    assert len(many_days.steps) == 1


def test_people_are_let_in_with_the_last_record_of_their_reason() -> None:
    one = case()
    lay_steps(
        one, [fact("m", "attribution_changed")], {"attribution_changed": DAY}, most=MOST_STEPS
    )
    assert len(one.steps) == 1


def test_a_state_lacks_the_causes_that_come_after_it() -> None:
    one = case()
    lay_steps(one, [fact("r", "refund")], {"rate_late": DAY, "rule_corrected": DAY})
    state = State(one, 1, None, None)
    assert [reason for reason in REASONS if state.lacks(reason)] == ["rate_late"]


def test_the_day_of_a_close_is_that_of_the_program() -> None:
    evening = case()
    evening.seen_at = datetime(2026, 4, 1, 20, tzinfo=UTC).replace(tzinfo=None)
    assert evening.seen_on == date(2026, 4, 2)


def test_rules_are_those_that_were_recorded_by_a_day() -> None:
    """The larkspur plan of metals was corrected on 10 April."""
    past = ProductPast()
    before = past.terms("larkspur", date(2026, 4, 9), [DEAL])["plan_versions"]
    after = past.terms("larkspur", None, [DEAL])["plan_versions"]
    assert {row["program_id"] for row in after} == {"larkspur"}
    named = [row for row in after if row["plan_id"] == "ib_standard"]
    assert len([row for row in before if row["plan_id"] == "ib_standard"]) == len(named) - sum(
        row["recorded_on"] > date(2026, 4, 9) for row in named
    )
    assert len(before) < len(after)
