"""CSV as other systems write it: any usual delimiter, UTF-8 (or as declared), with a header."""

from __future__ import annotations

import codecs
import csv
from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from pipelines.defs.feeds.config import FeedConfig
from pipelines.defs.feeds.contract import Feed
from pipelines.defs.feeds.opening import UnreadableFile
from pipelines.defs.feeds.readers.incoming import BadRow, Incoming, our_names

DELIMITERS = ",;\t|"


def read_delimited(feed: Feed, config: FeedConfig, data: bytes) -> Incoming:
    """Read a CSV file. A row with another number of fields than the header is a bad row.

    Raises `UnreadableFile` for a wrong encoding or header.
    """
    text = decode(data, config.encoding)
    first = text.split("\n", 1)[0].rstrip("\r")
    delimiter = config.delimiter or max(DELIMITERS, key=first.count)
    header = next(csv.reader([first], delimiter=delimiter), [])
    names = our_names(feed, config, header)
    table, bad = _split(text.encode(), delimiter, len(header))
    columns = {
        name: table.column(str(place)) for place, name in enumerate(names) if name is not None
    }
    titles = {name: title for name, title in zip(names, header, strict=True) if name}
    rows = table.column("file_row")
    return Incoming("csv", pa.table({"file_row": rows, **columns}), bad, titles=titles)


def _split(data: bytes, delimiter: str, width: int) -> tuple[pa.Table, tuple[BadRow, ...]]:
    """All rows after the header as text, blank ones left out, with their numbers."""
    bad: list[BadRow] = []

    def refuse(row: pyarrow.csv.InvalidRow) -> str:
        bad.append(
            BadRow(
                row.number,
                None,
                "wrong_field_count",
                f"has {row.actual_columns} fields, the header has {width}; "
                "check quotes and delimiter",
            )
        )
        return "skip"

    titles = [str(place) for place in range(width)]
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(data),
            pyarrow.csv.ReadOptions(
                use_threads=False,
                column_names=titles,
                block_size=min(max(len(data) + 1, 1 << 20), (1 << 31) - 1),
            ),
            pyarrow.csv.ParseOptions(
                delimiter=delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=refuse,
            ),
            pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(titles, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as error:
        raise UnreadableFile(
            "not_csv", f"the file cannot be split into rows ({error}); check its quotes"
        ) from error
    refused = {row.file_row for row in bad}
    numbers = [n for n in range(1, table.num_rows + len(bad) + 1) if n not in refused]
    table = table.append_column("file_row", pa.array(numbers, pa.int32())).slice(1)
    filled = reduce(pc.or_, (pc.not_equal(table.column(title), "") for title in titles))
    return table.filter(filled), tuple(bad)


def decode(data: bytes, encoding: str) -> str:
    """Text from bytes; a byte order mark rules over what is declared.

    Raises `UnreadableFile` with the place of the first wrong byte.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif data.startswith(codecs.BOM_UTF8):
        encoding = "utf-8-sig"
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        line = data[: getattr(error, "start", 0)].count(b"\n") + 1
        raise UnreadableFile(
            "wrong_encoding",
            f"not {encoding}: {error} (line {line}); send UTF-8, or declare `encoding` in "
            "feeds.yaml, e.g. windows-1252",
        ) from error
    if "\x00" in text:
        raise UnreadableFile(
            "wrong_encoding", "the text holds zero bytes: it is not text, or UTF-16 without a mark"
        )
    return text
