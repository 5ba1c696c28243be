"""A report's lines as XLSX and Parquet: cells are never formulas, amounts never floats of ours."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
from django.http import HttpResponse

from portal.releases.reader import Row
from portal.web.partner.csv_export import safe_text

XLSX_MOST = 5_000  # a larger one takes seconds of a worker that pages wait for
PARQUET_MOST = 500_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARQUET = "application/vnd.apache.parquet"


class TooLarge(Exception):
    """More rows than such a file may have."""


def xlsx_response(name: str, columns: Iterable[str], rows: Iterable[Row]) -> HttpResponse:
    """A workbook of one sheet. Raises TooLarge over 5,000 rows."""
    heads = _heads(columns)
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False,
    })  # fmt: skip
    sheet = book.add_worksheet()
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, heads)
    for number, row in enumerate(_limited(rows, XLSX_MOST), start=1):
        for column, head in enumerate(heads):
            _write(sheet, number, column, row.get(head), days)
    sheet.freeze_panes(1, 0)
    book.close()
    return _download(name, XLSX, buffer.getvalue())


def parquet_response(name: str, columns: Iterable[str], rows: Iterable[Row]) -> HttpResponse:
    """A Parquet file with exact decimals. Raises TooLarge over 500,000 rows."""
    heads = _heads(columns)
    found: dict[str, list[Any]] = {head: [] for head in heads}
    for row in _limited(rows, PARQUET_MOST):
        for head in heads:
            found[head].append(row.get(head))
    table = pa.table({head: _array(values) for head, values in found.items()})
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return _download(name, PARQUET, buffer.getvalue())


def _write(sheet: Any, row: int, column: int, value: Any, days: Any) -> None:
    if isinstance(value, bool) or value is None:
        sheet.write_string(row, column, "" if value is None else str(value).lower())
    elif isinstance(value, Decimal | int):
        sheet.write_number(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, days)
    else:
        sheet.write_string(row, column, safe_text(str(value)))


def _array(values: list[Any]) -> pa.Array:
    if any(isinstance(value, Decimal) for value in values):
        return pa.array(values)
    if any(isinstance(value, str) for value in values):
        return pa.array(values, pa.string())
    return pa.array(values) if any(v is not None for v in values) else pa.nulls(len(values))


def _limited(rows: Iterable[Row], most: int) -> Iterator[Row]:
    for number, row in enumerate(rows):
        if number >= most:
            raise TooLarge
        yield row


def _heads(columns: Iterable[str]) -> list[str]:
    return ["amount" if column == "amount_minor" else column for column in columns]


def _download(name: str, kind: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
