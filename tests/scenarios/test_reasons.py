"""Scenarios know the reasons that readers are told, and the manual lists them."""

from __future__ import annotations

from pathlib import Path

from commission_rules.schema.scenario.reasons import OF_ENTRIES, OF_EVENTS, OF_LINES, REASONS
from portal.releases import reasons as sentences

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "reference" / "scenarios.md"


def test_every_reason_with_a_sentence_may_be_expected_and_no_other() -> None:
    assert set(OF_EVENTS) == set(sentences.UNPAID)
    assert set(OF_ENTRIES) == set(sentences.CHANGE)
    # a line of 0 without a rate of the partner's own has the sentence of an event
    assert set(OF_LINES) == {*sentences.LINE, "no_rate"}


def test_the_manual_lists_them() -> None:
    told = MANUAL.read_text(encoding="utf-8").partition("## Reasons")[2]
    assert [code for code in REASONS if f"`{code}`" not in told] == []
