"""Batches: many random programs in one warehouse, and the smallest one that fails."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from random import Random

from tests.properties.comparing import differences
from tests.properties.draft import Draft, compiled, is_accepted
from tests.properties.warehouse import Warehouse

Maker = Callable[[Random], Draft]
AS_OF = datetime.fromisoformat("2026-06-02T12:00:00")


def drawn(make: Maker, count: int, first_seed: int) -> dict[str, Draft]:
    """`count` drafts that the compiler accepts, by their program ids, which name their seeds."""
    found: dict[str, Draft] = {}
    number = first_seed
    while len(found) < count:
        draft = make(Random(number))
        if is_accepted(draft):
            found[f"s{number}"] = draft
        number += 1
    return found


def check(warehouse: Warehouse, drafts: dict[str, Draft]) -> dict[str, list[str]]:
    """Build the drafts as programs of one warehouse; what differs, by program."""
    rows = compiled(drafts)
    warehouse.fill(rows.values())
    warehouse.build(AS_OF)
    return differences(warehouse, rows, AS_OF)
