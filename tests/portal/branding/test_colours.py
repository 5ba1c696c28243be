"""Colours that cannot be read are refused with the pair and what to do; the rest is derived."""

from __future__ import annotations

from decimal import Decimal

import pytest

from portal.branding.colours import PAIRS, TOKENS, completed, contrast, house, mixed
from portal.branding.stylesheets import hash_of, sheet_of
from portal.partners.errors import DomainError

GREEN = {"accent": ("#1f6b3a", "#8fdcae")}


def test_the_house_has_every_token_and_reads_itself() -> None:
    assert set(TOKENS) <= set(house())
    assert {token for pair in PAIRS for token in pair[:2]} <= set(house())
    assert completed({"accent": house()["accent"]})


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [("#000000", "#ffffff", "21"), ("#777777", "#ffffff", "4.48"), ("#123456", "#123456", "1")],
)
def test_contrast_is_that_of_the_standard(one: str, other: str, wanted: str) -> None:
    assert contrast(one, other).quantize(Decimal("0.01")) == Decimal(wanted)
    assert contrast(one, other) == contrast(other, one)


def test_one_accent_gives_the_others() -> None:
    made = completed(GREEN)
    assert set(made) == {"accent", "accent-2", "accent-soft", "on-accent"}
    assert made["accent"] == GREEN["accent"]
    assert made["on-accent"][0] == "#ffffff"


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        ({"accent": ("#8fdcae", "#8fdcae")}, "contrast", "light look accent #8fdcae on paper"),
        ({"accent": ("#1f6b3a", "#1f6b3a")}, "contrast", "dark look accent #1f6b3a on paper"),
        ({"ink-3": ("#bbbbbb", "#93959d")}, "contrast", "ink-3 #bbbbbb on paper"),
        ({"control": ("#dddddd", "#74767e")}, "contrast", "at least 3 is needed"),
        ({"paper": ("#000000", "#131417")}, "contrast", "on paper #000000"),
        ({"accent": ("green", "#8fdcae")}, "bad_colour", "“green” is no colour"),
        ({"accent": ("#1f6b3a;} *{", "#8fdcae")}, "bad_colour", "is no colour"),
        ({"good": ("#1f6b3a", "#8fdcae")}, "unknown_token", "no colour “good”"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    given: dict[str, tuple[str, str]], code: str, said: str
) -> None:
    with pytest.raises(DomainError) as refused:
        completed(given)
    assert refused.value.code == code
    assert said in str(refused.value)


def test_a_sheet_says_each_token_once_and_is_named_by_its_content() -> None:
    sheet = sheet_of(completed(GREEN | {"ink-2": ("#44454a", "#c0c1c6")}))
    assert sheet.count("--accent: light-dark(#1f6b3a, #8fdcae);") == 1
    assert "prefers-contrast: more" in sheet.split("--ink-2")[0]
    assert hash_of(sheet) != hash_of(sheet + " ")
    assert (sheet_of({}), hash_of("")) == ("", "")


def test_a_mix_lies_between() -> None:
    assert mixed("#000000", "#ffffff", 50) == "#808080"
    assert mixed("#102030", "#ffffff", 100) == "#102030"
