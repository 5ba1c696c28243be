"""The small pure parts: safe cells, running totals, shares, the bar, the next freeze."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from portal.releases.money import Currency
from portal.releases.money_out import next_freeze
from portal.web.partner import labels
from portal.web.partner.balance import blocks
from portal.web.partner.csv_export import cell, money_rows
from portal.web.partner.days import per_mille, running
from portal.web.partner.overview_parts import _adjusted
from portal.web.partner.unpaid_words import condition_text, time_text
from portal.web.partner.why_rule import marked


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd", "-2+3", "@sum(a)", "\t=1", "\r=1", "|calc", "%0A", "\n=1"]
)
def test_a_text_that_a_spreadsheet_would_run_is_defused(text: str) -> None:
    assert cell(text).startswith("'")
    assert not {"\t", "\r", "\n"} & set(cell(text))


def test_numbers_stay_numbers_and_floats_are_refused() -> None:
    assert cell(Decimal("-3.30")) == "-3.30"
    assert cell(Decimal("1E+3")) == "1000"
    assert cell(None) == ""
    with pytest.raises(TypeError):
        cell(0.1)


@pytest.mark.parametrize(
    ("code", "digits", "minor", "amount"),
    [("USD", 2, -330, "-3.30"), ("JPY", 0, 5, "5"), ("KWD", 3, 1, "0.001")],
)
def test_an_export_has_the_currency_s_digits(
    code: str, digits: int, minor: int, amount: str
) -> None:
    (row,) = money_rows([[{"amount_minor": minor}]], Currency(code, digits, code))
    assert cell(row["amount"]) == amount


@pytest.mark.parametrize(
    "amounts", [[1, 1, 1], [947680, 191205, -330], [-5, -5], [7], [10, -3, 2, 1], [1] * 7]
)
def test_shares_add_to_a_hundred(amounts: list[int]) -> None:
    assert sum(per_mille(amounts)) == 1000


def test_shares_of_nothing_are_nothing() -> None:
    assert per_mille([5, -5]) == [0, 0]
    assert per_mille([]) == []


def test_what_is_dated_ahead_counts_on_the_present_day() -> None:
    amounts = {date(2026, 10, 2): 100, date(2026, 10, 31): 900}
    found = running(amounts, date(2026, 10, 1), date(2026, 10, 31), date(2026, 10, 28))
    assert [r.total for r in (found[0], found[1], found[-1])] == [0, 100, 1000]
    assert len(found) == 28


def test_the_bar_is_whole_and_each_part_can_be_seen() -> None:
    found = blocks([("a", False, 1), ("b", True, 999999), ("c", False, 0), ("d", False, -5)])
    assert [b.css for b in found] == ["a", "b"]
    assert found[0].width >= 4
    assert found[-1].x + found[-1].width == 1000
    assert blocks([("a", False, 0)]) == []


@pytest.mark.parametrize(
    ("today", "freezes"),
    [("2026-10-28", "2026-11-05"), ("2026-11-05", "2026-11-05"), ("2026-12-06", "2027-01-05")],
)
def test_the_next_freeze_is_the_next_payment_day(today: str, freezes: str) -> None:
    assert next_freeze(5, date.fromisoformat(today)) == date.fromisoformat(freezes)


def test_facts_are_said_in_words() -> None:
    assert condition_text("lots >= 2.0000") == "lots closed of at least 2.00"
    assert time_text("94") == "1 min 34 s"
    assert time_text("180") == "3 min"


def test_a_number_is_marked_once_and_never_inside_another() -> None:
    text = marked("It is 11.75 of 111.75 and 1.755.", [("11.75", "c"), ("1.75", "d")])
    assert str(text).count("<mark>") == 1
    assert '<i class="ref">c</i> <mark>11.75</mark> of 111.75' in str(text)
    assert marked("Nothing here.", [("11.75", "c")]) is None


def test_a_sentence_of_the_rules_is_escaped() -> None:
    text = marked("<script>11.75</script>", [("11.75", "c")])
    assert "<script>" not in str(text)


def test_days_of_two_years_name_both():
    first, last = date(2025, 9, 1), date(2026, 10, 31)
    assert labels.days_label(first, last) == "1 September 2025 – 31 October 2026"
    assert labels.month_and_year("2025-10") == "October 2025"
    assert labels.month_and_year("2026-W40") == "2026-W40"


def test_a_rate_s_source_stands_without_the_name_of_its_set():
    assert labels.rate_source("ecb ECB reference rates") == "ECB reference rates"
    assert labels.rate_source("ecb") == "ecb"
    assert labels.rate_source(None) == ""


def test_countries_have_names():
    assert labels.country_label("ZA") == "South Africa"
    assert labels.country_label("??") == "??"


def test_a_line_of_totals_ends_at_the_period_s_own_figure():
    days = running({date(2026, 9, 1): 100, date(2026, 9, 2): 50}, date(2026, 9, 1),
                   date(2026, 9, 3), date(2026, 9, 3))  # fmt: skip
    more = [r.total for r in _adjusted(days, 170)]
    less = [r.total for r in _adjusted(days, 120)]
    assert more == [120, 170, 170], "what was taken for earlier periods comes with the first day"
    assert less == [100, 150, 120], "what was found after the close is missing from the last"
    assert _adjusted([], 5) == []
