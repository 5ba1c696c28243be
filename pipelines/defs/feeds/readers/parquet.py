"""Parquet: whatever types it has become text, decimals with all their digits."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.defs.feeds.config import FeedConfig
from pipelines.defs.feeds.contract import Feed
from pipelines.defs.feeds.opening import UnreadableFile
from pipelines.defs.feeds.readers.incoming import Incoming, our_names


def read_parquet(feed: Feed, config: FeedConfig, data: bytes) -> Incoming:
    """Read a Parquet file; `file_row` is the row's number plus 1, as if there were a header.

    Raises `UnreadableFile` for a damaged file, wrong names, or a column of lists.
    """
    try:
        table = pq.read_table(pa.BufferReader(data))
    except (pa.ArrowInvalid, OSError) as error:
        raise UnreadableFile(
            "bad_archive", f"the Parquet file is damaged or cut off ({error}); send it again"
        ) from error
    while any(pa.types.is_struct(kind) for kind in table.schema.types):
        table = table.flatten()
    names = our_names(feed, config, table.column_names)
    columns = {}
    for title, name in zip(table.column_names, names, strict=True):
        if name:
            columns[name] = _as_text(title, table.column(title))
    rows = pa.array(range(2, table.num_rows + 2), pa.int32())
    titles = {name: title for title, name in zip(table.column_names, names, strict=True) if name}
    return Incoming("parquet", pa.table({"file_row": rows, **columns}), titles=titles)


def _as_text(title: str, column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    try:
        return column.cast(pa.string())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid) as error:
        raise UnreadableFile(
            "wrong_type", f"column {title} of type {column.type} is no single value: {error}"
        ) from error
