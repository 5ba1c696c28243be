"""Answering calculation requests of the portal: each becomes a scenario of its own.

A question of the portal (deal, plan, overrides, typed facts of a month) is run by the same runner
as `openbook scenario run`: real models, a scratch warehouse in memory, nothing booked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pipelines.lib import portal_gateway
from pipelines.lib.errors import OpenbookError

if TYPE_CHECKING:
    from pipelines.lib.scenarios.run import Outcome

ME = "me"
DEAL_EFFECT = "deal_effect"
SYMBOLS = {"lots_majors": "EURUSD", "lots_minors": "EURNOK", "lots_metals": "XAUUSD"}
Question = Mapping[str, Any]


def answer_calculations(limit: int = 10) -> int:
    """Take open questions and answer them together; returns how many were taken."""
    taken = portal_gateway.calculations_take(limit)
    for asked in taken:
        if _is_on_real_facts(asked):
            _answer_effect(asked)
    questions = [asked for asked in taken if not _is_on_real_facts(asked)]
    if not questions:
        return len(taken)
    try:
        outcomes = _run([scenario_of(question) for question in questions])
    except OpenbookError as error:
        for question in questions:
            portal_gateway.calculation_fail(question["calculation_id"], str(error))
        return len(taken)
    for question, outcome in zip(questions, outcomes, strict=True):
        if outcome.errors or outcome.found is None:
            said = " ".join(f"{error.what} – {error.todo}." for error in outcome.errors[:2])
            failure = said or "The engine gave no answer; ask again."
            portal_gateway.calculation_fail(question["calculation_id"], failure)
        else:
            answer = answer_of(question["question"], outcome.found)
            portal_gateway.calculation_answer(question["calculation_id"], answer)
    return len(taken)


def _is_on_real_facts(asked: Question) -> bool:
    return asked["kind"] == DEAL_EFFECT or bool(asked["question"].get("own_facts"))


def own_part(answer: Mapping[str, Any], partner_id: str) -> dict[str, Any]:
    """Of an effect what the partner itself may read: its own rows. What others would earn is not
    told, nor that they would earn anything."""
    return {
        "periods": answer["periods"],
        "rows": [row for row in answer["rows"] if row["partner_id"] == partner_id],
        "not_tried": answer["not_tried"],
    }


def _answer_effect(asked: Question) -> None:
    """Whose money a proposed deal would move: on real facts, not on typed ones."""
    from pipelines.lib.effects import effect_of

    try:
        answer = effect_of(asked["program_id"], asked["question"])
    except OpenbookError as error:
        portal_gateway.calculation_fail(asked["calculation_id"], str(error))
    else:
        if asked["kind"] != DEAL_EFFECT:
            answer = own_part(answer, asked["partner_id"])
        portal_gateway.calculation_answer(asked["calculation_id"], answer)


def warm_up() -> None:
    """Compile the project's SQL now and run it on nothing, so that the first question does not
    wait for that, nor for what is loaded on first use."""
    from pipelines.lib import clock
    from pipelines.lib.scenarios.tables import create_tables
    from pipelines.lib.scenarios.warehouse import Memory

    memory = Memory()
    create_tables(memory.con)
    memory.build_lines(clock.now().replace(tzinfo=None))


def scenario_of(asked: Question) -> dict[str, Any]:
    """A question as a scenario: the partner, those above it with their own terms, typed facts.

    `asked`: program_id, question {deal_id, plan_id, overrides, period_id, currency_code, facts},
    above [{plan_id, overrides, share}], the direct parent first; a `share` is what the one above
    passes to that partner.
    """
    question, above = asked["question"], asked.get("above") or []
    period_id = question["period_id"]
    plans = {"own": _plan(asked["program_id"], question["plan_id"])}
    partners: list[dict[str, Any]] = []
    for number, upline in reversed(list(enumerate(above, start=1))):
        plans[f"above{number}"] = _plan(asked["program_id"], upline["plan_id"])
        partners.append(
            _partner(f"above{number}", number + 1 if number < len(above) else 0, upline)
        )
    mine = {**question, "share": asked.get("share")}
    partners.append(_partner(ME, 1 if above else 0, mine))
    return {
        "name": f"what if {asked['calculation_id']}",
        "plans": plans,
        "partners": partners,
        "facts": facts_of(question["facts"], period_id, question["currency_code"]),
        "expect": [{"partner": ME, "amount": "0"}],
    }


def facts_of(typed: Mapping[str, str], period_id: str, currency_code: str) -> list[str]:
    """Typed numbers as short facts of docs/reference/scenarios.md, all of partner `me`."""
    facts = [
        f"{typed[name]} lots of {symbol} in {period_id} by regular of {ME}"
        for name, symbol in SYMBOLS.items()
        if name in typed
    ]
    if "net_revenue" in typed:
        amount = f"{typed['net_revenue']} {currency_code}"
        facts.append(f"casino net revenue {amount} in {period_id} by regular of {ME}")
    for number in range(1, int(typed.get("new_clients", "0")) + 1):
        client = f"new{number}"
        facts.append(f"registration in {period_id} by {client} of {ME}")
        for name, fact in (("deposit_each", "deposit"), ("wagered_each", "stakes")):
            if name in typed:
                facts.append(
                    f"{fact} {typed[name]} {currency_code} in {period_id} by {client} of {ME}"
                )
    for number in range(1, int(typed.get("sales", "0")) + 1):
        price = typed.get("sale_amount", "0")
        facts.append(f"sale {price} {currency_code} in {period_id} by buyer{number} of {ME}")
    return facts


def answer_of(question: Question, found: Any) -> dict[str, Any]:
    """What the engine gave, as JSON: total and components of the partner, what earned nothing,
    and what those above would earn. Amounts are text in the deal's currency."""
    digits = {row["deal_id"]: row["currency_digits"] for row in found.components}
    own: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    above = Decimal(0)
    code = question["currency_code"]
    for line in found.lines:
        if line["state"] == "locked":
            continue
        amount = Decimal(line["amount_minor"]).scaleb(-digits.get(line["deal_id"], 2))
        if line["partner_id"] == ME:
            own[line["component_id"], line["component_type"]].append(amount)
            code = line["currency_code"]
        elif line["amount_minor"]:
            above += amount
    unpaid: dict[str, int] = defaultdict(int)
    for event in found.unpaid:
        unpaid[event["reason_code"]] += 1
    rows: list[dict[str, Any]] = [
        {"component_id": component, "component_type": kind, "lines": len(amounts),
         "amount": str(sum(amounts, Decimal(0)))}
        for (component, kind), amounts in sorted(own.items())
    ]  # fmt: skip
    total = sum((Decimal(row["amount"]) for row in rows), Decimal(0).scaleb(-2))
    return {
        "currency_code": code,
        "total": str(total),
        "rows": rows,
        "unpaid": [{"reason_code": k, "count": n} for k, n in sorted(unpaid.items())],
        "above": str(above) if above else "",
    }


def _run(scenarios: Sequence[dict[str, Any]]) -> list[Outcome]:
    from commission_rules.schema.scenario.reading import Source, validated
    from pipelines.lib.scenarios.run import run_scenarios

    return run_scenarios([validated(one, Source(one["name"], "")) for one in scenarios])


def _plan(program_id: str, plan_id: str) -> str:
    return plan_id if "/" in plan_id else f"{program_id}/{plan_id}"


def _partner(name: str, parent: int, terms: Question) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": name,
        "plan": "own" if name == ME else name,
        "overrides": dict(terms.get("overrides") or {}),
    }
    if parent:
        found["parent"] = f"above{parent}"
    if parent and terms.get("share"):
        found["share"] = terms["share"]
    return found
