"""Which deals closed which position: the report says it nowhere, so it is found.

A closing deal has the position's symbol, the other side, and a time inside the position's life;
the last one stands at the position's closing time, and the volumes add up to the position's.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from pipelines.defs.feeds.readers.mt5_blocks import Line

MOST_PARTS, LOOKED_AT = 8, 16  # so that a netting account of thousands of deals ends soon
_OTHER_SIDE = {"buy": "sell", "sell": "buy"}
_CLOSING = {"out", "out by", "in/out"}


def closing_deals(positions: list[Line], deals: list[Line]) -> Iterator[tuple[Line, list[Line]]]:
    """Each position with its closing deals in order; an empty list where they are not found."""
    free = [deal for deal in deals if deal["direction"] in _CLOSING]
    found: dict[int, list[Line]] = {}
    for position in positions:  # whole closes first: what they take is no part of another
        whole = next((deal for deal in free if _closes_whole(position, deal)), None)
        if whole is not None:
            found[position.file_row] = [whole]
            free.remove(whole)
    for position in positions:
        if position.file_row not in found:
            parts = _parts(position, free)
            found[position.file_row] = parts
            free = [deal for deal in free if deal not in parts]
    for position in positions:
        yield position, found[position.file_row]


def _may_close(position: Line, deal: Line) -> bool:
    return (
        deal["symbol"] == position["native_symbol"]
        and deal["type"] == _OTHER_SIDE.get(position["side"])
        and position["opened_at"] <= deal["time"] <= position["closed_at"]
    )


def _closes_whole(position: Line, deal: Line) -> bool:
    return (
        _may_close(position, deal)
        and deal["time"] == position["closed_at"]
        and _volume(deal["volume"]) == _volume(position["lots"])
        and _volume(deal["price"]) == _volume(position["close_price"])
    )


def _parts(position: Line, free: list[Line]) -> list[Line]:
    """The deals that together close the position, or nothing."""
    may = [deal for deal in free if _may_close(position, deal)][-LOOKED_AT:]
    last = [deal for deal in may if deal["time"] == position["closed_at"]]
    size = _volume(position["lots"])
    for end in reversed(last):
        missing = size - _volume(end["volume"])
        chosen = _adding_up([deal for deal in may if deal is not end], missing, MOST_PARTS)
        if chosen is not None:
            return [*chosen, end]
    return []


def _adding_up(deals: list[Line], missing: Decimal, most: int) -> list[Line] | None:
    if missing == 0:
        return []
    if missing < 0 or most == 0:
        return None
    for place, deal in enumerate(deals):
        rest = _adding_up(deals[place + 1 :], missing - _volume(deal["volume"]), most - 1)
        if rest is not None:
            return [deal, *rest]
    return None


def _volume(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal(-1)
