"""What cannot be right is an error with its line and what to do, and never a silent 0."""

from __future__ import annotations

import pytest

from commission_rules.schema.scenario.reading import read_text
from pipelines.lib.scenarios.run import run_scenarios
from pipelines.lib.scenarios.tell import in_words

PLAN = """name: A case
plan:
  components:
    - {id: sale, type: sale_share, sales: all, share: "0.10"}
"""
SALE = PLAN + "facts:\n  - sale 100 on 2026-03-02 as s1\n"
SHARE = """name: A case
plan:
  components:
    - id: share
      type: revshare
      base: ngr
      share: "0.20"
      deductions: [{code: fees.tax, share: "0.10", of: gross}]
      carryover: {policy: none, level: base, scope: deal}
facts:
  - gross 100 in 2026-03 by c1
"""
CASES = {
    "an empty file": ("", 1, "there is no scenario in it"),
    "comments alone": ("# nothing\n", 1, "there is no scenario in it"),
    "an unknown key": (SALE + "fakts: []\nexpect: [{amount: 10}]\n", 7, "unknown key `fakts`"),
    "an unknown value": (SALE + "expect:\n  - {ammount: 10}\n", 8, "unknown key `ammount`"),
    "nothing expected": (SALE, 1, "nothing or two things are expected"),
    "an empty expectation": (SALE + "expect:\n  - {period: 2026-03}\n", 8, "write `amount`"),
    "no such day": (PLAN + "facts:\n  - sale 1 on 2026-02-30\nexpect: [{amount: 0}]\n", 6,
                    "`2026-02-30` is not a day"),
    "no such month": (PLAN + "facts:\n  - sale 1 in 2026-13\nexpect: [{amount: 0}]\n", 6,
                      "there is no period 2026-13"),
    "no such week": (PLAN + "facts:\n  - sale 1 in 2025-W53\nexpect: [{amount: 0}]\n", 6,
                     "there is no period 2025-W53"),
    "a year far off": (PLAN + "facts:\n  - sale 1 on 9999-12-31\nexpect: [{amount: 0}]\n", 6,
                       "outside of 2000 to 2099"),
    "no such hour": (
        PLAN + "facts:\n  - sale 1 on 2026-03-02 at 25:00\nexpect: [{amount: 0}]\n", 6,
        "no day or time of the calendar"),
    "a float in a plan": (SALE.replace('"0.10"', "0.10") + "expect: [{amount: 10}]\n", 4,
                          "0.10 is not a quoted decimal"),
    "an exponent": (PLAN + "facts:\n  - {type: sale, amount: 1e2, on: 2026-03-02}\n"
                    "expect: [{amount: 0}]\n", 6, "`1e2` is not a decimal number"),
    "a number wider than a feed's": (
        PLAN + "facts:\n  - sale 100000000000000 on 2026-03-02\nexpect: [{amount: 0}]\n", 6,
        "is too large"),
    "a comma in a number": (PLAN + "facts:\n  - sale 1,000 on 2026-03-02\nexpect: [{amount: 0}]\n",
                            6, "`sale 1,000` is not a fact"),
    "a partner misspelt in a fact": (
        PLAN + "facts:\n  - sale 1 on 2026-03-02 of po\nexpect: [{amount: 0}]\n", 6,
        "unknown partner po"),
    "a partner where a product stands": (
        PLAN + "facts:\n  - p0 deposits 60 in 2026-03\nexpect: [{amount: 0}]\n", 6,
        "p0 stands where a product stands"),
    "a client where a product stands": (
        PLAN + "facts:\n  - sale 9 on 2026-03-02 by anna\n  - anna deposits 60 in 2026-03\n"
        "expect: [{amount: 0}]\n", 7, "anna stands where a product stands"),
    "a partner misspelt in an expectation": (SALE + "expect:\n  - {partner: po, amount: 0}\n", 8,
                                             "the scenario has no partner po"),
    "a component misspelt": (SALE + "expect:\n  - {component: sales, amount: 0}\n", 8,
                             "the scenario has no component sales"),
    "an event misspelt": (SALE + "expect:\n  - {event: s2, amount: 0}\n", 8,
                          "the scenario has no event s2"),
    "a deduction misspelt": (SHARE + "expect:\n  - {deductions: {fees.taxes: 0}}\n", 13,
                             "the scenario has no deduction fees.taxes"),
    "a client misspelt": (SHARE + "expect:\n  - {client_bases: {c2: 0}}\n", 13,
                          "the scenario has no client c2"),
    "a period of another calendar": (SALE + "expect:\n  - {period: 2026-W10, amount: 0}\n", 8,
                                     "no plan has periods like 2026-W10"),
    "an id with a space": (SALE + "expect:\n  - {partner: p 0, amount: 0}\n", 8,
                           "`p 0` is not an id"),
    "one id twice": (SALE + "  - sale 100 on 2026-03-03 as s1\nexpect: [{amount: 10}]\n", 7,
                     "the id s1 is taken"),
    "a refund of nothing": (SALE + "  - refund 5 of s2 on 2026-03-03\nexpect: [{amount: 10}]\n", 7,
                            "no fact has the id s2"),
    "an amendment of a key that is not": (
        SALE + "  - {type: amendment, of: s1, recorded: 2026-03-05, set: {amonut: 5}}\n"
        "expect: [{amount: 10}]\n", 7, "unknown key `amonut`"),
    "a currency that is not": (
        PLAN + "facts:\n  - sale 100 XXQ on 2026-03-02\nexpect: [{amount: 10}]\n", 6,
        "unknown currency XXQ"),
    "a plan that is not": ("name: A case\nplan: brightspin/hybird\nexpect: [{amount: 0}]\n", 2,
                           "there is no plan brightspin/hybird"),
    "partners in a circle": (
        PLAN + "partners: [{id: a, parent: b}, {id: b, parent: a}]\n"
        "facts:\n  - sale 1 on 2026-03-02 of a\nexpect: [{amount: 0}]\n", 5, "a cycle from"),
    "a close before the end": (SALE + "closes: [{period: 2026-03, at: 2026-03-30}]\n"
                               "expect: [{amount: 10}]\n", 7, "2026-03 is not over yet"),
    "negative lots": (
        PLAN + "facts:\n  - {type: trade, symbol: EURUSD, lots: -1, on: 2026-03-02}\n"
        "expect: [{amount: 0}]\n", 6, "`-1` is below 0"),
    "a trade that closes before it opens": (
        PLAN + "facts:\n  - {type: trade, symbol: EURUSD, lots: 1, opened_at: 2026-03-03, "
        "on: 2026-03-02}\nexpect: [{amount: 0}]\n", 6, "the trade closes before it opens"),
    "a tab": (PLAN + "facts:\n\t- sale 1 on 2026-03-02\n", 6, "cannot start any token"),
    "two documents": (SALE + "expect: [{amount: 10}]\n---\nname: b\n", 8, "another document"),
    "text in place of a scenario": ("- hello\n", 1, "a scenario is a mapping"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(CASES))
def test_it_is_an_error_with_its_line_and_what_to_do(name: str) -> None:
    text, line, words = CASES[name]
    outcomes = run_scenarios(read_text(text, "case.yaml"))
    assert [outcome.state for outcome in outcomes] == ["error"]
    [error, *_] = outcomes[0].errors
    assert str(error).startswith(f"case.yaml:{line}: "), str(error)
    assert words in str(error)
    assert " – " in str(error)


def test_two_scenarios_of_one_name_in_a_file_are_told_apart_by_an_error() -> None:
    one = "- name: same\n  plan: {components: []}\n  refused: x\n"
    _, second = read_text(one + one, "case.yaml")
    [error] = second.errors
    assert str(error).startswith("case.yaml:4: line 1 has a scenario called `same` already")


def test_carriage_returns_and_a_byte_order_mark_are_read() -> None:
    text = SALE + "expect:\n  - {amount: 10.00}\n"
    for written in (text.replace("\n", "\r\n"), "\ufeff" + text):
        [read] = read_text(written, "case.yaml")
        assert read.errors == ()
        assert read.scenario is not None


def test_errors_are_printed_with_a_count() -> None:
    said = list(in_words(run_scenarios(read_text("", "case.yaml"))))
    assert said[-1] == "1 scenario(s): 0 passed, 0 failed, 1 could not run"
