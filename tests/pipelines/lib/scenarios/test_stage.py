"""A scenario becomes rows as they were known at a moment; what misses is said with its line."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from commission_rules.schema.scenario.reading import read_text
from pipelines.lib.scenarios.people import Missing
from pipelines.lib.scenarios.stage import stage
from pipelines.lib.scenarios.staged import Staged
from pipelines.lib.scenarios.steps import CLOSE, steps_of

HEAD = """
name: One
plan: {components: [{id: lot, type: per_lot, rate_per_lot: "5"}]}
"""
TAIL = """
expect: [{period: 2026-03, amount: 5}]
"""


def staged(body: str) -> Staged:
    [read] = read_text(HEAD + body + TAIL, "case.yaml")
    found, errors = stage(read, "s1")
    assert found is not None, errors
    return found


def errors_of(body: str) -> list[str]:
    [read] = read_text(HEAD + body + TAIL, "case.yaml")
    _, errors = stage(read, "s1")
    return [str(error) for error in errors]


def rows(found: Staged, table: str, moment: str) -> list[dict[str, Any]]:
    return found.rows(datetime.fromisoformat(moment), {})["raw", table]


def test_what_arrives_later_is_not_known_before() -> None:
    found = staged("""
facts:
  - {fact: 1 lot of EURUSD on 2026-03-05 as t1, recorded: 2026-04-10}
  - {type: amendment, of: t1, recorded: 2026-04-20, set: {lots: 2}}
  - {type: removal, of: t1, recorded: 2026-04-30}
""")
    assert rows(found, "trades", "2026-04-09T00:00:00") == []
    [first] = rows(found, "trades", "2026-04-11T00:00:00")
    assert (str(first["lots"]), first["is_current"], first["file_row"]) == ("1", True, 6)
    _, second = rows(found, "trades", "2026-04-21T00:00:00")
    assert (str(second["lots"]), second["version_no"]) == ("2", 2)
    assert [row["is_removed"] for row in rows(found, "trades", "2026-05-01T00:00:00")] == [
        False, False, True,
    ]  # fmt: skip


def test_a_relation_recorded_later_rules_from_then_on() -> None:
    found = staged("""
partners: [{id: p0, parent: p1}, {id: p1}, {id: p2}]
clients: {c1: {partner: p0}}
relations:
  - {partner: p0, parent: p2, valid_from: 2026-03-10, recorded: 2026-04-10}
facts: [1 lot of EURUSD on 2026-03-05 by c1]
""")
    [before] = rows(found, "portal_relations", "2026-04-01T00:00:00")
    assert before["parent_partner_id"] == "p1"
    after = rows(found, "portal_relations", "2026-04-11T00:00:00")
    assert [(row["parent_partner_id"], str(row["valid_to"])) for row in after] == [
        ("p1", "2026-03-09"), ("p2", "9999-12-31"),
    ]  # fmt: skip


def test_active_clients_are_filled_up_to_the_number_said() -> None:
    found = staged("""
facts:
  - stakes 10 on 2026-03-05 by A
  - 3 active clients in 2026-03
""")
    clients = {row["client_id"] for row in rows(found, "activity", "2026-04-01T12:00:00")}
    assert len(clients) == 3


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("facts: [refund 5 of s9 on 2026-03-05]", "case.yaml:4: no fact has the id s9"),
        (
            "partners: [{id: a}, {id: b}]\nfacts: [1 lot of X on 2026-03-05]",
            "case.yaml:5: the fact has no partner",
        ),
        (
            "facts:\n  - {type: trade, symbol: X, lots: 1, account: a9, on: 2026-03-05}",
            "case.yaml:5: account a9 is nobody's",
        ),
        ("deals: [{partner: p9}]", "case.yaml:4: unknown partner p9"),
        ("deals: [{partner: p0, plan: q}]", "case.yaml:4: there is no plan q"),
        (
            "facts:\n  - stakes 1 in 2026-03 by A\n  - stakes 1 in 2026-03 by B\n"
            "  - 1 active clients in 2026-03",
            "case.yaml:7: 2 clients are active by other facts already",
        ),
        ("facts: [1 lot of X in 2026-W60]", "case.yaml:4: there is no period 2026-W60"),
        (
            "facts:\n  - 1 lot of X on 2026-03-05 as t\n  - 1 lot of X on 2026-03-05 as t",
            "case.yaml:6: the id t is taken",
        ),
        (
            "facts:\n  - 1 lot of X on 2026-03-05 as t\n"
            "  - {type: amendment, of: t, recorded: 2026-04-01, set: {lotz: 2}}",
            "case.yaml:6: unknown key `lotz`",
        ),
    ],
)
def test_what_misses_is_said_with_its_line(body: str, error: str) -> None:
    assert errors_of(body)[0].startswith(error)


@pytest.mark.parametrize(
    ("selector", "what"),
    [
        ("partner: p9", "the scenario has no partner p9"),
        ("component: lots", "the scenario has no component lots"),
        ("event: t9", "the scenario has no event t9"),
        ("client: c9", "the scenario has no client c9"),
        ("deal: D-9", "the scenario has no deal D-9"),
    ],
)
def test_an_expectation_names_what_is_there(selector: str, what: str) -> None:
    text = HEAD + "facts: [1 lot of X on 2026-03-05 by c1 as t1]" + TAIL
    [read] = read_text(text.replace("period: 2026-03", selector), "case.yaml")
    _, errors = stage(read, "s1")
    assert str(errors[0]).startswith(f"case.yaml:5: {what}")


def test_an_error_of_a_plan_stands_where_the_scenario_writes_it() -> None:
    text = (HEAD + "facts: [1 lot of X on 2026-03-05]" + TAIL).replace("rate_per_lot", "rate")
    [read] = read_text(text, "case.yaml")
    _, errors = stage(read, "s1")
    assert str(errors[0]).startswith("case.yaml:3: unknown key `rate`")


def test_a_close_closes_what_is_open_before_it() -> None:
    found = staged("facts: [1 lot of X on 2026-01-05]\ncloses: [2026-03]")
    closes = [step.period_id for step in steps_of(found) if step.kind == CLOSE]
    assert closes == ["2026-01", "2026-02", "2026-03"]


def test_a_period_is_closed_once_and_after_its_end() -> None:
    twice = staged("facts: [1 lot of X on 2026-03-05]\ncloses: [2026-03, 2026-03]")
    early = staged("facts: [1 lot of X on 2026-03-05]\ncloses: [{period: 2026-03, at: 2026-03-31}]")
    with pytest.raises(Missing, match="is closed already"):
        steps_of(twice)
    with pytest.raises(Missing, match="is not over yet"):
        steps_of(early)


def test_a_client_belongs_to_the_partner_that_its_fact_says() -> None:
    found = staged("""
partners: [{id: a}, {id: b}]
facts:
  - 1 lot of EURUSD on 2026-03-05 of b
  - 1 lot of EURUSD on 2026-03-06 by c1 of a
  - 2 active clients in 2026-03 of b
""")
    known = rows(found, "attributions", "2026-04-01T12:00:00")
    assert {row["client_id"]: row["partner_id"] for row in known} == {
        "somebody-b": "b", "c1": "a", "active-b-1": "b",
    }  # fmt: skip


def registrations(body: str) -> list[str]:
    [read] = read_text(ASKS + body + "\nexpect: [{amount: 5}]\n", "case.yaml")
    found, errors = stage(read, "s1")
    assert found is not None, errors
    rows_then = rows(found, "conversions", "2026-05-01T00:00:00")
    return sorted(row["client_id"] for row in rows_then if row["conversion_type"] == "registration")


ASKS = """
name: One
plan:
  components:
    - id: cpa
      type: cpa
      amount: "5"
      conditions: [{metric: first_deposit, at_least: "20", within_days: null, anchor: registration}]
"""


def test_where_nobody_is_registered_everybody_was_long_before() -> None:
    both = "facts: [deposit 20 on 2026-03-03 by a, deposit 20 on 2026-03-03 by b]"
    assert registrations(both) == ["a", "b"]
    assert registrations(f"clients: {{b: {{registered: 2026-03-01}}}}\n{both}") == ["b"]
    one = both.replace("[", "[registration on 2026-03-01 by a, ", 1)
    assert registrations(one) == ["a"]


def test_a_trade_brings_no_quote_currency_where_the_symbol_has_one() -> None:
    found = staged("""
program:
  currency: EUR
  symbols: {aliases: {GOLD_: XAUUSD}, suffixes: [.r], details: {XAUUSD: {quote_currency: USD}}}
facts: [1 lot of GOLD_ on 2026-03-05, 1 lot of XAUUSD.r on 2026-03-05, 1 lot of EURUSD on 2026-03-05]
""")  # noqa: E501
    trades = rows(found, "trades", "2026-04-01T00:00:00")
    assert [row["quote_currency_code"] for row in trades] == [None, None, "EUR"]
