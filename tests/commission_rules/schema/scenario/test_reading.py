"""A scenario file that is wrong says where and what to do."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from commission_rules.schema.scenario.reading import Read, read_text

GOOD = """
name: One
plan:
  components:
    - {id: lot, type: per_lot, rate_per_lot: "5"}
facts:
  - 1 lot of EURUSD on 2026-03-05
expect:
  - {period: 2026-03, amount: 5.10}
"""


def said(text: str) -> list[str]:
    reads = read_text(text, "case.yaml")
    return [str(error) for read in reads for error in read.errors]


def only(text: str) -> Read:
    [read] = read_text(text, "case.yaml")
    return read


def test_a_file_holds_one_scenario_or_a_list_of_them() -> None:
    assert only(GOOD).scenario is not None
    listed = "\n".join(f"{'- ' if n == 0 else '  '}{x}" for n, x in enumerate(GOOD.split("\n")[1:]))
    assert len(read_text(listed + "\n" + listed, "case.yaml")) == 2


def test_a_number_is_read_as_it_is_written() -> None:
    scenario = only(GOOD.replace("5.10", "0.1000000000000000055")).scenario
    assert scenario is not None
    assert scenario.expect[0].amount == Decimal("0.1000000000000000055")


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        (
            "amount",
            "ammount",
            "case.yaml:9: unknown key `ammount` – remove it, or correct its "
            "spelling: perhaps `amount`",
        ),
        ("facts:", "fakts:", "case.yaml:6: unknown key `fakts`"),
        ("1 lot of", "1 heap of", "case.yaml:7: "),
        ("on 2026-03-05", "", "case.yaml:7: "),
        ("2026-03, amount: 5.10", "2026-3, amount: 5.10", "case.yaml:9: "),
        ("5.10", "five", "case.yaml:9: `amount`: `five` is not a decimal number"),
        (", amount: 5.10", "", "case.yaml:9: "),
        (
            "amount: 5.10",
            "reason: holding_tme",
            "case.yaml:9: `reason`: there is no reason `holding_tme` – perhaps holding_time",
        ),
        (
            "amount: 5.10",
            "reason: nonsense",
            "case.yaml:9: `reason`: there is no reason "
            "`nonsense` – write one of account_type_excluded, ",
        ),
        ("name: One\n", "name: One\nname: Two\n", "case.yaml:3: `name` is written twice"),
        ("expect:\n  - {period: 2026-03, amount: 5.10}", "", "case.yaml:2: "),
        ("plan:\n", "plan: [\n", "case.yaml:"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(old: str, new: str, error: str) -> None:
    assert any(text.startswith(error) for text in said(GOOD.replace(old, new)))


def test_a_short_form_may_have_more_keys_but_says_nothing_twice() -> None:
    short = "1 lot of EURUSD on 2026-03-05"
    assert said(GOOD.replace(short, "{fact: " + short + ", recorded: 2026-04-01}")) == []
    twice = said(GOOD.replace(short, "{fact: " + short + ", symbol: GBPUSD}"))
    assert "`symbol` is said twice" in twice[0]


def test_partners_and_clients_may_be_written_shortly() -> None:
    scenario = only(GOOD + "partners: [p0, {id: p1, parent: p0}]\nclients: {c1: p0}\n").scenario
    assert scenario is not None
    assert [(one.id, one.parent) for one in scenario.partners] == [("p0", None), ("p1", "p0")]
    assert scenario.clients["c1"].partner == "p0"


def test_an_expectation_says_something() -> None:
    assert "nothing is expected here" in said(GOOD.replace(", amount: 5.10", ""))[0]


def test_the_example_of_the_manual_is_a_scenario() -> None:
    docs = Path(__file__).resolve().parents[4] / "docs" / "reference" / "scenarios.md"
    example = docs.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    assert only(example).errors == ()
