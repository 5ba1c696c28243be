"""The cells of a workbook as the text that stands in the file: numbers never pass a float.

A number is written by spreadsheets with up to 17 digits (`3.6400000000000001`); what the person
sees, and what is meant, are the first 15.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Context, InvalidOperation
from typing import Any

from defusedxml import ElementTree

from pipelines.defs.feeds.opening import LARGEST, UnreadableFile

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PLACE = re.compile(r"([A-Z]{1,3})(\d+)")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_DIGITS = Context(prec=15)

Row = tuple[int, dict[int, str]]


def sheets(data: bytes) -> Iterator[list[Row]]:
    """Each worksheet as rows of (row number, {column: text}); empty cells and formulas miss.

    Columns count from 0. Raises `UnreadableFile` for a damaged workbook.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            if sum(entry.file_size for entry in book.infolist()) > LARGEST:
                raise UnreadableFile("too_large", "the workbook opens to more than 4 GiB")
            names = sorted(name for name in book.namelist() if _SHEET.fullmatch(name))
            if not names:
                raise UnreadableFile("unknown_format", "the ZIP file holds no worksheet")
            texts = _shared_texts(book)
            for name in names:
                yield list(_rows(ElementTree.fromstring(book.read(name)), texts))
    except (zipfile.BadZipFile, EOFError, OSError, ElementTree.ParseError, KeyError) as error:
        raise UnreadableFile(
            "bad_archive", f"the workbook is damaged or cut off ({error}); send it again"
        ) from error


def _shared_texts(book: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    root = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    return [_joined(item) for item in root.iter(f"{_NS}si")]


def _joined(item: Any) -> str:
    return "".join(text.text or "" for text in item.iter(f"{_NS}t"))


def _rows(root: Any, texts: list[str]) -> Iterator[Row]:
    for number, row in enumerate(root.iter(f"{_NS}row"), start=1):
        cells = {}
        for place, cell in enumerate(row.iter(f"{_NS}c")):
            found = _PLACE.fullmatch(cell.get("r", ""))
            text = _text(cell, texts)
            if text:
                cells[_column(found[1]) if found else place] = text
        yield int(row.get("r", number)), cells


def _column(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


def _text(cell: Any, texts: list[str]) -> str:
    kind = cell.get("t", "n")
    if cell.find(f"{_NS}f") is not None:
        return ""
    if kind == "inlineStr":
        return _joined(cell).strip()
    value = cell.find(f"{_NS}v")
    if value is None or value.text is None:
        return ""
    if kind == "s":
        return texts[int(value.text)].strip()
    return plain_number(value.text) if kind == "n" else value.text.strip()


def plain_number(text: str) -> str:
    """A number's digits without exponent: `1E-05` -> `0.00001`, 15 significant digits."""
    try:
        return f"{_DIGITS.create_decimal(text).normalize():f}"
    except InvalidOperation:
        return text
