"""Sentences are written as each language writes numbers, money and dates."""

from __future__ import annotations

import importlib
import pkgutil
import re
from datetime import date
from decimal import Decimal

import pytest

import commission_rules.text.components as text_components
import commission_rules.text.parts as text_parts
from commission_rules.compiler import compile_rules
from commission_rules.schema.lookups import Lookups
from commission_rules.schema.plan import FOREVER
from commission_rules.text.plan import plan_sentences
from commission_rules.text.render import validity_sentence
from commission_rules.text.say import LANGUAGES, Say
from commission_rules.text.units import UNITS
from tests.commission_rules.builders import REPO_PLANS

TEMPLATE_NAMES = ("TEMPLATES", "WORDS", "METRICS", "VALIDITY")


def say(language: str) -> Say:
    return Say(language, "EUR", Lookups())


@pytest.mark.parametrize(
    ("language", "money", "percent"),
    [("en", "€1,234.50", "12.5%"), ("de", "1.234,50\xa0€", "12,5\xa0%")],
)
def test_money_and_percent_are_written_by_the_languages_rules(
    language: str, money: str, percent: str
) -> None:
    assert say(language).money(Decimal("1234.50")) == money
    assert say(language).percent(Decimal("0.125")) == percent


def test_no_digit_of_a_rate_is_lost() -> None:
    assert say("en").money(Decimal("0.12345")) == "€0.12345"
    assert say("en").percent(Decimal("0.123456")) == "12.3456%"


def test_arabic_counts_days_in_its_own_plurals() -> None:
    found = [say("ar").counted("day", number) for number in (1, 2, 5, 14)]
    assert found == ["يوم واحد", "يومين", "5 أيام", "14 يومًا"]


def test_a_bounded_and_an_open_version_name_their_days() -> None:
    first, last = date(2026, 3, 1), date(2026, 3, 15)
    assert "from 1 March 2026 to 15 March 2026" in validity_sentence("A", 1, first, last, "en")
    assert "ab 1. März 2026." in validity_sentence("A", 1, first, FOREVER, "de")


@pytest.mark.parametrize("package", [text_components, text_parts])
def test_every_template_is_in_every_language_with_the_same_names_in_it(package: object) -> None:
    for module in pkgutil.iter_modules(package.__path__):  # type: ignore[attr-defined]
        loaded = importlib.import_module(f"{package.__name__}.{module.name}")  # type: ignore[attr-defined]
        for name in TEMPLATE_NAMES:
            templates = getattr(loaded, name, None)
            if templates is None:
                continue
            assert set(templates) == set(LANGUAGES), module.name
            for key, english in templates["en"].items():
                for language in LANGUAGES:
                    other = templates[language][key]
                    assert set(re.findall(r"{\w+}", other)) == set(re.findall(r"{\w+}", english))


def test_every_unit_is_in_every_language() -> None:
    assert {language: set(units) for language, units in UNITS.items()} == {
        language: set(UNITS["en"]) for language in LANGUAGES
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_demo_plans_are_plain_text_without_holes(language: str) -> None:
    compiled = compile_rules(REPO_PLANS)
    for program_id, plan_id in compiled.plans:
        for _, sentence in plan_sentences(compiled, f"{program_id}/{plan_id}", language):
            assert not re.search(r"[{}<>*_`]|None", sentence), sentence
            assert sentence[-1] in ".!"


def test_an_unknown_plan_or_day_says_what_there_is() -> None:
    compiled = compile_rules(REPO_PLANS)
    with pytest.raises(LookupError, match="there are brightspin/cpa_standard"):
        plan_sentences(compiled, "brightspin/cows", "en")
    with pytest.raises(LookupError, match="starts 2022-01-01"):
        plan_sentences(compiled, "brightspin/hybrid", "en", date(2020, 1, 1))
