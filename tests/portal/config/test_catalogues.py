"""Translations: eight catalogues, placeholders agree, German and Arabic miss nothing of ours."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client

from portal.config import catalogues


def test_there_is_a_catalogue_for_each_language_offered(settings):
    from django.utils.translation import to_locale

    offered = {to_locale(code) for code, _name in settings.LANGUAGES}
    assert offered == set(catalogues.LOCALES)
    assert all(catalogues.path_of(locale).exists() for locale in catalogues.LOCALES)


@pytest.mark.parametrize("locale", catalogues.LOCALES)
def test_placeholders_agree(locale):
    assert [p for p in catalogues.problems(locale) if "not translated" not in p] == []


def test_words_of_templates_are_found():
    source = BytesIO(
        b'{% translate "Sign in" %}{% blocktranslate count n=x %}one{% plural %}many'
        b"{% endblocktranslate %}"
    )
    found = [row[2] for row in catalogues.from_template(source, catalogues.KEYWORDS, [], {})]
    assert "Sign in" in found
    assert ("one", "many") in [row[:2] for row in found if isinstance(row, tuple)]


def test_regression_a_template_may_be_indented_as_it_likes():
    """Regression: the tokenizer of Python refused a template that steps back half-way."""
    source = BytesIO(b"<ul>\n    <li>\n  one {% translate 'Sign in' %}\n      <li>\n   two\n</ul>")
    found = [row[2] for row in catalogues.from_template(source, catalogues.KEYWORDS, [], {})]
    assert found == ["Sign in"]


def test_compiling_twice_writes_once():
    catalogues.compile_messages()
    assert catalogues.compile_messages() == []
    assert catalogues.path_of("de", "mo").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "direction", "words"),
    [("de", "ltr", "Anmelden"), ("ar", "rtl", "تسجيل الدخول"), ("en", "ltr", "Sign in")],
)
def test_the_sign_in_page_speaks(code, direction, words):
    catalogues.compile_messages()
    from django.utils.translation import trans_real

    trans_real._translations.clear()
    page = Client().get("/account/login/", headers={"accept-language": code}).content.decode()
    assert f'lang="{code}" dir="{direction}"' in page
    assert f"<h1>{words}</h1>" in page


@pytest.mark.parametrize("locale", catalogues.COMPLETE)
def test_german_and_arabic_miss_nothing(locale):
    assert catalogues.problems(locale) == []
    assert [m.id for m in catalogues.read(locale) if m.fuzzy] == []


def test_each_word_of_code_and_templates_is_in_the_catalogues():
    written = {(m.id, m.context) for m in catalogues.template() if m.id}
    kept = {(m.id, m.context) for m in catalogues.read("de") if m.id}
    assert written - kept == set(), "python -m portal.config.catalogues extract"
