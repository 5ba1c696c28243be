"""The other five languages: a program may offer them; what is not translated yet is English."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from babel.messages import Catalog
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext, ngettext

from portal.branding.services import brand_draft, brand_publish
from portal.config import catalogues
from portal.web.base.tags.numbers import day, number
from tests.portal.payouts.world import OPERATOR as BY
from tests.portal.payouts.world import make_program

OTHERS = ("es", "fr", "pt-br", "ja", "zh-hans")
CORE = ("Overview", "Reports", "Commissions", "Statements", "Payments", "Sign in", "Save")


@pytest.mark.parametrize("code", OTHERS)
def test_the_ways_through_the_portal_are_translated(code: str) -> None:
    catalogues.compile_messages()
    words = {m.id: m.string for m in catalogues.read(translation.to_locale(code))}
    assert [word for word in CORE if not words[word]] == []


@pytest.mark.parametrize("code", OTHERS)
def test_numbers_and_days_follow_the_language(code: str) -> None:
    with translation.override("en"):
        english = day(date(2026, 11, 4), "long")
    with translation.override(code):
        assert day(date(2026, 11, 4), "long") != english
        assert "1" in number(Decimal("1234.5"))


@pytest.mark.parametrize("code", OTHERS)
def test_what_is_not_translated_is_english_and_counts_by_the_language_s_own_rule(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A word of a catalogue is served, a missing one falls back, plurals have as many forms as
    the language."""
    locale = translation.to_locale(code)
    made = Catalog(locale=locale, charset="utf-8")
    forms = tuple(f"forma {n} %(n)s" for n in range(made.num_plurals))
    made.add("Clip", "Clip de prueba")
    made.add(("%(n)s clip", "%(n)s clips"), forms)
    folder = tmp_path / locale / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "django.mo").open("wb") as file:
        from babel.messages import mofile

        mofile.write_mo(file, made)
    monkeypatch.setattr(settings, "LOCALE_PATHS", [tmp_path])
    from django.utils.translation import trans_real

    monkeypatch.setattr(trans_real, "_translations", {})
    with translation.override(code):
        assert gettext("Clip") == "Clip de prueba"
        assert gettext("A sentence nobody has translated") == "A sentence nobody has translated"
        assert ngettext("%(n)s clip", "%(n)s clips", 5) == forms[-1]


def test_the_offered_languages_are_those_that_are_held_complete() -> None:
    assert set(settings.OFFERED_LANGUAGES) == {"en", *catalogues.COMPLETE}


@pytest.mark.django_db
@pytest.mark.parametrize("code", OTHERS)
def test_whose_browser_asks_for_one_reads_english_that_says_so(code: str) -> None:
    page = Client().get("/account/login/", headers={"accept-language": code}).content.decode()
    assert '<html lang="en" dir="ltr"' in page
    assert f'value="{code}"' not in page


@pytest.mark.django_db
@pytest.mark.parametrize("code", OTHERS)
def test_a_program_that_offers_one_says_that_it_is_in_part(code: str, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["partners.larkspur.example"]
    make_program()
    draft = brand_draft(
        by=BY, program_id="larkspur", reason="more readers", product_name="Larkspur",
        languages=["en", code],
        default_language="en", domain="partners.larkspur.example",
    )  # fmt: skip
    brand_publish(by=BY, brand=draft)
    asked = {"host": "partners.larkspur.example", "accept-language": code}
    page = Client().get("/account/login/", headers=asked).content.decode()
    assert f'<html lang="{code}" dir="ltr"' in page
    assert f'value="{code}"' in page
    with translation.override(code):
        assert gettext("in part, else English") in page
