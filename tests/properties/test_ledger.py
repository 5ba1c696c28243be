"""What closes book, and what is left as differences, is what the oracle's ledger says."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.oracle.engine import compute
from tests.oracle.ledger import Ledger
from tests.properties import programs
from tests.properties.batches import drawn
from tests.properties.booking import DIFFERENCES, ENTRIES, Books, expected, found
from tests.properties.draft import compiled
from tests.properties.test_lines import SEED
from tests.properties.warehouse import Warehouse

FIRST = datetime.fromisoformat("2026-02-10T12:00:00")
SECOND = datetime.fromisoformat("2026-03-20T12:00:00")
DIGITS = {"EUR": 2, "USD": 2, "JPY": 0, "KWD": 3}


KINDS = ("lot_program", "sale_program", "hybrid_program", "event_program")
LATER = ("cpa_program", "share_program", "period_program", "counting_program")


@pytest.mark.parametrize(
    "kind", [*KINDS, *(pytest.param(k, marks=pytest.mark.long) for k in LATER)]
)
def test_entries_and_differences_are_those_of_the_oracle(
    warehouse: Warehouse, tmp_path: Path, kind: str
) -> None:
    """January is closed on what is known in February; late facts arrive; February is closed."""
    drafts = drawn(getattr(programs, kind), 15, SEED)
    early, late = compiled(drafts, phase=1), compiled(drafts, phase=2)
    books = Books(warehouse, tmp_path)
    ledgers = {program_id: Ledger("month") for program_id in drafts}

    books.refresh(early, FIRST)
    books.close(drafts, "2026-01", FIRST)
    for program_id, ledger in ledgers.items():
        ledger.close("2026-01", compute(early[program_id], FIRST).lines, DIGITS)
    for rows in late.values():
        rows["plan", "closes"] = [  # type: ignore[index]
            {"calendar_id": "month", "period_id": "2026-01", "booked_at": FIRST}
        ]
    books.refresh(late, SECOND)
    assert _compared(found(warehouse, ENTRIES), ledgers) == {}
    now = {program_id: compute(late[program_id], SECOND).lines for program_id in drafts}
    pending = {
        program_id: expected(ledger.differences(now[program_id], DIGITS))
        for program_id, ledger in ledgers.items()
    }
    assert _differ(found(warehouse, DIFFERENCES), pending) == {}

    books.close(drafts, "2026-02", SECOND)
    for program_id, ledger in ledgers.items():
        ledger.close("2026-02", now[program_id], DIGITS)
    books.refresh(late, SECOND)
    assert _compared(found(warehouse, ENTRIES), ledgers) == {}
    assert found(warehouse, DIFFERENCES) == {}
    assert _balances(warehouse) == _sums(ledgers)


def _compared(theirs: dict[str, Counter[Any]], ledgers: dict[str, Ledger]) -> dict[str, Any]:
    return _differ(theirs, {name: expected(ledger.entries) for name, ledger in ledgers.items()})


def _differ(theirs: dict[str, Counter[Any]], ours: dict[str, Counter[Any]]) -> dict[str, Any]:
    """What only the warehouse and what only the oracle has, by program."""
    empty: Counter[Any] = Counter()
    return {
        name: (list(theirs.get(name, empty) - own), list(own - theirs.get(name, empty)))
        for name, own in ours.items()
        if theirs.get(name, empty) != own
    }


def _balances(warehouse: Warehouse) -> dict[tuple[str, str, str], int]:
    rows = warehouse.ask(
        "select program_id, partner_id, currency_code, booked_minor "
        "from statements.sta_balances where booked_minor <> 0"
    )
    return {
        (row["program_id"], row["partner_id"], row["currency_code"]): row["booked_minor"]
        for row in rows
    }


def _sums(ledgers: dict[str, Ledger]) -> dict[tuple[str, str, str], int]:
    """A partner's balance in a currency is the sum of its entries."""
    sums: Counter[tuple[str, str, str]] = Counter()
    for program_id, ledger in ledgers.items():
        for entry in ledger.entries:
            line = entry.bookable
            sums[program_id, line.partner_id, line.currency] += entry.minor
    return {key: amount for key, amount in sums.items() if amount}
