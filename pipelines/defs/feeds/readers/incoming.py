"""What every reader hands over: text columns under our names, and the rows it could not split."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from pipelines.defs.feeds.config import FeedConfig
from pipelines.defs.feeds.contract import Feed
from pipelines.defs.feeds.opening import UnreadableFile

FEES = "fees."
_FEE = re.compile(r"fees\.[a-z0-9_]{1,40}")
PROGRAM = "program"


@dataclass(frozen=True)
class BadRow:
    """One row that was not understood. `column` is the file's own name where there is one."""

    file_row: int
    column: str | None
    reason_code: str
    message: str
    record_key: str | None = None


@dataclass(frozen=True)
class Incoming:
    """`table` holds `file_row` (int32, header = 1) and string columns under our names."""

    reader: str
    table: pa.Table
    bad_rows: tuple[BadRow, ...] = ()
    notes: tuple[str, ...] = ()
    titles: dict[str, str] = field(default_factory=dict)  # ours -> theirs, for messages


def our_names(feed: Feed, config: FeedConfig, header: Sequence[str]) -> list[str | None]:
    """For each title of a header our column, or None where the column is left out.

    Raises `UnreadableFile` naming the columns that miss, are unknown or stand there twice.
    """
    theirs = {title.strip().casefold(): ours for ours, title in config.columns.items()}
    known = {other: column.name for column in feed.columns for other in column.other_names}
    known |= {column.name: column.name for column in feed.columns}
    known |= {"program": PROGRAM, "program_id": PROGRAM}
    left_out = {title.strip().casefold() for title in (*config.ignore, *config.personal)}
    mapped = set(config.columns)
    names: list[str | None] = []
    unknown = []
    for title in header:
        plain = title.strip().casefold()
        ours = known.get(theirs[plain]) if plain in theirs else known.get(plain)
        if plain in left_out:
            names.append(None)
        elif ours and (plain in theirs or ours not in mapped):
            names.append(ours)
        elif feed.name == "activity" and _FEE.fullmatch(plain):
            names.append(plain)
        else:
            unknown.append(title.strip() or "(no title)")
            names.append(None)
    _refuse_header(feed, config, [name for name in names if name], unknown)
    return names


def _refuse_header(feed: Feed, config: FeedConfig, names: list[str], unknown: list[str]) -> None:
    missing = [c.name for c in feed.columns if c.required and c.name not in names]
    if feed.one_of and not set(feed.one_of) & set(names):
        missing.append(" or ".join(feed.one_of))
    twice = sorted({name for name in names if names.count(name) > 1})
    said = [
        f"{what}: {', '.join(columns)}"
        for what, columns in (("missing", missing), ("unknown", unknown), ("twice", twice))
        if columns
    ]
    if said:
        raise UnreadableFile(
            "wrong_header",
            f"the header is not that of {feed.name}: {'; '.join(said)}. Map titles under "
            f"`{feed.name}: columns` in feeds.yaml, or name them under `ignore` or `personal`",
        )


def text_table(columns: dict[str, list[str | None]], file_rows: Sequence[int]) -> pa.Table:
    """Lists of text as an Arrow table, with the rows they came from."""
    arrays = {name: pa.array(values, pa.string()) for name, values in columns.items()}
    return pa.table({"file_row": pa.array(file_rows, pa.int32()), **arrays})
