"""The style sheets: colours only in the tokens, logical properties only, nothing fetched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from portal.web.base.tags.components import STYLE_SHEETS

FOLDER = settings.WEB / "base" / "static" / "openbook" / "css"
SHEETS = sorted(FOLDER.glob("*.css"))
TEMPLATES = sorted((settings.WEB / "base" / "templates").rglob("*.html"))


def words(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)


def test_every_sheet_is_linked_once():
    assert sorted(f"{name}.css" for name in STYLE_SHEETS) == [sheet.name for sheet in SHEETS]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda p: p.name)
def test_no_sheet_fetches_anything(sheet):
    assert not re.search(r"@import|url\(", words(sheet))


@pytest.mark.parametrize(
    "sheet", [s for s in SHEETS if s.name != "tokens.css"], ids=lambda p: p.name
)
def test_colours_are_named_in_the_tokens_alone(sheet):
    assert not re.search(r"#[0-9a-f]{3,8}\b(?!\w)|rgba?\(|hsla?\(", words(sheet), re.I)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda p: p.name)
def test_properties_are_logical(sheet):
    physical = re.findall(
        r"[{;]\s*((?:(?:margin|padding|border)-)?(?:left|right|top|bottom):"
        r"|text-align: (?:left|right))",
        words(sheet),
    )
    assert physical == []


def test_each_colour_has_a_light_and_a_dark_value():
    tokens = words(FOLDER / "tokens.css")
    plain = [
        line
        for line in re.findall(r"--[\w-]+:\s*[^;]+;", tokens)
        if re.search(r"#[0-9a-f]{6}", line) and "light-dark(" not in line
    ]
    assert plain == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: p.name)
def test_templates_have_no_inline_style_or_script(template):
    text = template.read_text()
    assert not re.search(r"\sstyle=|<style|<script(?![^>]*src=)|\son\w+=|javascript:", text)
