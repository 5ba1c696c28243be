"""NDJSON: one object a line. Numbers are kept as the text that stands there, never as floats."""

from __future__ import annotations

import json
from typing import Any

from pipelines.defs.feeds.config import FeedConfig
from pipelines.defs.feeds.contract import Feed
from pipelines.defs.feeds.opening import UnreadableFile
from pipelines.defs.feeds.readers.delimited import decode
from pipelines.defs.feeds.readers.incoming import (
    FEES,
    BadRow,
    Incoming,
    our_names,
    text_table,
)


def read_ndjson(feed: Feed, config: FeedConfig, data: bytes) -> Incoming:
    """Read NDJSON. A line that is no flat object is a bad row; `fees` may hold an object.

    Raises `UnreadableFile` for a wrong encoding, wrong names, or no line at all that is JSON.
    """
    bad: list[BadRow] = []
    objects: list[tuple[int, dict[str, str | None]]] = []
    for number, line in enumerate(decode(data, config.encoding).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            objects.append((number, _flat(json.loads(line, parse_float=str, parse_int=str))))
        except (json.JSONDecodeError, TypeError) as error:
            bad.append(BadRow(number, None, "bad_json", f"not a flat JSON object: {error}"))
    if not objects:
        raise UnreadableFile("bad_json", f"no line is a JSON object; line 1: {bad[0].message}")
    keys = list(dict.fromkeys(key for _, row in objects for key in row))
    names = our_names(feed, config, keys)
    columns = {
        name: [row.get(key) for _, row in objects]
        for key, name in zip(keys, names, strict=True)
        if name
    }
    titles = {name: key for key, name in zip(keys, names, strict=True) if name}
    table = text_table(columns, [number for number, _ in objects])
    return Incoming("ndjson", table, tuple(bad), titles=titles)


def _flat(row: Any) -> dict[str, str | None]:
    if not isinstance(row, dict):
        raise TypeError("the line is not an object")
    flat: dict[str, str | None] = {}
    for key, value in row.items():
        if key + "." == FEES and isinstance(value, dict):
            flat |= {FEES + name: _text(key, amount) for name, amount in value.items()}
        else:
            flat[key] = _text(key, value)
    return flat


def _text(key: str, value: Any) -> str | None:
    if isinstance(value, (dict, list)):
        raise TypeError(f"{key} holds a list or an object")
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)
