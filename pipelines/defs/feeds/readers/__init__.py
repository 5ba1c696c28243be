"""Readers: from plain bytes to rows of text under our names.

Which reader takes a file is found in its bytes: a Parquet or ZIP magic, a brace, else text.
"""

from __future__ import annotations

from pipelines.defs.feeds.config import FeedConfig
from pipelines.defs.feeds.contract import Feed
from pipelines.defs.feeds.opening import UnreadableFile
from pipelines.defs.feeds.readers.incoming import Incoming

__all__ = ["Incoming", "read"]


def read(feed: Feed, config: FeedConfig, name: str, data: bytes) -> Incoming:
    """Read one file. Raises `UnreadableFile` when nothing of it can be understood."""
    if data[:4] == b"PAR1":
        from pipelines.defs.feeds.readers.parquet import read_parquet

        return read_parquet(feed, config, data)
    if data[:4] == b"PK\x03\x04":
        return _workbook(feed, config, data)
    if name.lower().endswith((".xlsx", ".parquet")):
        raise UnreadableFile(
            "bad_archive", f"{name} is named like a workbook or Parquet and is none; send it again"
        )
    if data[:64].replace(b"\x00", b"").lstrip(b"\xff\xfe\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise UnreadableFile(
            "unknown_format",
            "HTML and XML are not read; export a MetaTrader 5 report as Open XML (.xlsx)",
        )
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        from pipelines.defs.feeds.readers.ndjson import read_ndjson

        return read_ndjson(feed, config, data)
    from pipelines.defs.feeds.readers.delimited import read_delimited

    return read_delimited(feed, config, data)


def _workbook(feed: Feed, config: FeedConfig, data: bytes) -> Incoming:
    if feed.name != "trades":
        raise UnreadableFile(
            "unknown_format",
            f"a workbook is read as a MetaTrader 5 report in the feed trades, not in {feed.name}; "
            "send CSV, NDJSON or Parquet",
        )
    from pipelines.defs.feeds.readers.mt5_report import read_mt5_report

    return read_mt5_report(config, data)
