"""The MetaTrader 5 trade history report (XLSX) as terminals export it.

Each closed position is one trade; where it was closed in parts, each closing deal is one, with
its own lots. Balance rows, orders and totals are no trades. Commission is booked negative there
and turned here. Names of people and companies stay in the sealed store. Source: FEEDS, Exports;
COMMISSIONS, Trades.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from pipelines.defs.feeds.config import FeedConfig
from pipelines.defs.feeds.currencies import currency_codes
from pipelines.defs.feeds.opening import UnreadableFile
from pipelines.defs.feeds.readers.incoming import Incoming, text_table
from pipelines.defs.feeds.readers.mt5_blocks import Account, Blocks, Line, find_blocks
from pipelines.defs.feeds.readers.mt5_closes import closing_deals
from pipelines.defs.feeds.readers.xlsx_cells import sheets

COLUMNS = (
    *("trade_id", "account_id", "server", "native_symbol", "side", "lots", "opened_at"),
    *("closed_at", "open_price", "close_price", "commission_amount", "swap_amount"),
    *("profit_amount", "currency_code", "quote_currency_code", "position_id", "deal_reason"),
)
_REASON = re.compile(r"\[(sl|tp|so)\b")
_PAIR = re.compile(r"([A-Z]{3})([A-Z]{3})(?![A-Z])")
_PART = Decimal("0.0001")


def read_mt5_report(config: FeedConfig, data: bytes) -> Incoming:
    """Read a report. Times stay as written; the declared server clock turns them later.

    Raises `UnreadableFile` for a workbook that is no such report.
    """
    blocks = next(
        (b for rows in sheets(data) if (b := find_blocks(rows)).positions is not None), None
    )
    if blocks is None or blocks.account is None or blocks.positions is None:
        raise UnreadableFile(
            "wrong_header",
            "no MetaTrader 5 trade history report: an account line and a Positions block are "
            "missing. In the terminal: History, right click, Report, Open XML; reports of 2016 "
            "builds, which list deals only, are not read",
        )
    rows = [
        (line.file_row, row)
        for position, closes in closing_deals(blocks.positions, blocks.deals)
        for line, row in _trades(blocks, blocks.account, position, closes)
    ]
    columns: dict[str, list[str | None]] = {
        name: [row.get(name) for _, row in rows] for name in COLUMNS
    }
    notes = () if config.declares_clock else (_NO_CLOCK,)
    table = text_table(columns, [file_row for file_row, _ in rows])
    return Incoming("mt5_report", table, notes=notes)


_NO_CLOCK = (
    "no server clock is declared, so times were read as UTC; declare `trades: clock` in "
    "feeds.yaml, e.g. America/New_York +07:00, and replay the file"
)


def _trades(
    blocks: Blocks, account: Account, position: Line, closes: list[Line]
) -> list[tuple[Line, dict[str, str | None]]]:
    whole = {
        "trade_id": f"{_slug(account.server)}{position['position_id']}",
        "account_id": account.login,
        "server": account.server,
        "native_symbol": position["native_symbol"],
        "side": position["side"],
        "lots": position["lots"],
        "opened_at": position["opened_at"],
        "closed_at": position["closed_at"],
        "open_price": position["open_price"],
        "close_price": position["close_price"],
        "commission_amount": _turned(position["commission"]),
        "swap_amount": position["swap"],
        "profit_amount": position["profit"],
        "currency_code": account.currency,
        "quote_currency_code": _quote(position["native_symbol"]),
        "position_id": position["position_id"],
        "deal_reason": _reason(closes[-1]) if closes else None,
    }
    if len(closes) < 2:
        return [(position, whole)]
    return _parts(whole, closes)


def _parts(
    whole: dict[str, str | None], closes: list[Line]
) -> list[tuple[Line, dict[str, str | None]]]:
    """One trade per closing deal; the last keeps the position's identity and the rest of its
    commission, the others have a share by lots."""
    found = []
    commission = _number(whole["commission_amount"])
    lots, rest = _number(whole["lots"]), commission
    for deal in closes:
        last = deal is closes[-1]
        share = None
        if commission is not None and lots:
            volume = _number(deal["volume"]) or Decimal(0)
            share = rest if last else (commission * volume / lots).quantize(_PART)
            rest = (rest or Decimal(0)) - (share or Decimal(0))
        ticket = "" if last else f"-{deal['deal']}"
        part = whole | {
            "trade_id": f"{whole['trade_id']}{ticket}",
            "lots": deal["volume"],
            "closed_at": deal["time"],
            "close_price": deal["price"],
            "commission_amount": None if share is None else f"{share:f}",
            "swap_amount": deal["swap"],
            "profit_amount": deal["profit"],
            "deal_reason": _reason(deal),
        }
        found.append((deal, part))
    return found


def _number(text: str | None) -> Decimal | None:
    try:
        return Decimal(text or "")
    except InvalidOperation:
        return None


def _turned(text: str) -> str:
    """The other sign: what the client paid is positive here."""
    number = _number(text)
    return text if number is None else f"{-number + 0:f}"


def _reason(deal: Line) -> str | None:
    """Why a deal closed: stop loss, take profit or stop out, from its comment."""
    found = _REASON.search(deal["comment"])
    return found[1] if found else None


def _quote(symbol: str) -> str | None:
    """The quote currency of a currency pair, whatever suffix the broker adds."""
    pair = _PAIR.match(symbol)
    return pair[2] if pair and {pair[1], pair[2]} <= currency_codes() else None


def _slug(server: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", server.lower()).strip("-")
    return f"{plain}-" if plain else ""
