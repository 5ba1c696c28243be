"""Sentences of agreed terms keep their currency's sign where it belongs."""

from __future__ import annotations

from portal.releases.sentences import shown


def test_a_dollar_stays_behind_its_letters_in_arabic() -> None:
    assert shown("تكسب 9.00 US$ لكل لوت") == "تكسب 9.00 US$\u200e لكل لوت"


def test_other_scripts_are_left_as_they_are() -> None:
    assert shown("You earn A$9.00 a lot.") == "You earn A$9.00 a lot."
