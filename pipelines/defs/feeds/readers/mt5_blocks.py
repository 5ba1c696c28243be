"""Where the blocks of a MetaTrader 5 report are, found by how they are built.

One sheet holds Positions, Orders, Deals and more below each other; titles and headers are
translated, cell values stay English. Positions is the block whose header says two titles twice
(open and close time, open and close price); Deals is the one whose rows say in or out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.defs.feeds.readers.xlsx_cells import Row

TIME = re.compile(r"\d{4}\.\d{2}\.\d{2} \d{2}:\d{2}(:\d{2})?")
_ACCOUNT = re.compile(r"(?P<login>\S+)\s*[(\[](?P<said>[^()\[\]]*,.*)[)\]]")
_DIRECTIONS = {"in", "out", "in/out", "out by"}
_POSITION = (
    *("opened_at", "position_id", "native_symbol", "side", "lots", "open_price", "stop", "target"),
    *("closed_at", "close_price", "commission", "swap", "profit"),
)
_DEAL = ("time", "deal", "symbol", "type", "direction", "volume", "price", "order")
_DEAL_END = ("commission", "fee", "swap", "profit", "balance", "comment")
_THIN = str.maketrans("", "", " \u00a0\u2009\u202f")


@dataclass(frozen=True)
class Account:
    """The line `Account:`; `said` in its brackets: currency, server, kind, margin mode."""

    login: str
    currency: str
    server: str


@dataclass(frozen=True)
class Line:
    """A row of a block under our names; numbers without thin spaces."""

    file_row: int
    values: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


@dataclass(frozen=True)
class Blocks:
    """`positions` is None where the report has no such block (builds of 2016)."""

    account: Account | None
    positions: list[Line] | None
    deals: list[Line]


def find_blocks(rows: list[Row]) -> Blocks:
    """The account line, and the rows of Positions and Deals."""
    account, positions, deals = None, None, []
    for place, (_, cells) in enumerate(rows):
        if len(cells) == 2 and account is None:
            account = _account(list(cells.values())[1])
        if len(cells) < 10 or TIME.fullmatch(min(cells.items())[1]):
            continue
        columns, titles = sorted(cells), [cells[column] for column in sorted(cells)]
        body = _body(rows[place + 1 :])
        if _says_two_twice(titles):
            positions = [_line(row, dict(zip(columns, _POSITION, strict=False))) for row in body]
        elif any(row[1].get(columns[4]) in _DIRECTIONS for row in body):
            deals = [
                _line(row, dict(zip(columns, _deal_names(len(titles)), strict=False)))
                for row in body
            ]
    return Blocks(account, positions, deals)


def _says_two_twice(titles: list[str]) -> bool:
    """Time and price stand twice, in this order, in a header of 13 titles or more."""
    twice = [t for t in dict.fromkeys(titles) if titles.count(t) == 2]
    return len(titles) >= 13 and len(twice) == 2 and titles[0] == twice[0] == titles[8]


def _deal_names(width: int) -> tuple[str, ...]:
    """14 titles; builds without `Fee` have 13."""
    end = _DEAL_END if width - len(_DEAL) >= len(_DEAL_END) else ("commission", *_DEAL_END[2:])
    return (*_DEAL, *end)


def _body(rows: list[Row]) -> list[Row]:
    """The rows below a header: as long as they begin with a time."""
    body = []
    for row in rows:
        if not row[1] or not TIME.fullmatch(row[1].get(0, "")):
            break
        body.append(row)
    return body


def _line(row: Row, names: dict[int, str]) -> Line:
    number, cells = row
    values = {name: cells.get(column, "") for column, name in names.items()}
    for name, text in values.items():
        if text and text.translate(_THIN).replace(".", "").lstrip("-+").isdigit():
            values[name] = text.translate(_THIN)
    return Line(number, values)


def _account(text: str) -> Account | None:
    found = _ACCOUNT.fullmatch(text)
    if not found:
        return None
    currency, *rest = (part.strip() for part in found["said"].split(","))
    kinds = {"demo", "real", "contest", "hedge", "netting", "exchange"}
    server = ", ".join(part for part in rest if part.lower() not in kinds)
    return Account(found["login"], currency, server)
