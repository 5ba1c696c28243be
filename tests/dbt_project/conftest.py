"""One small warehouse for all worked examples: each example is a program of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import pytest

from tests.dbt_project.cases import attribution, cpa, per_lot, revshare, sale_share
from tests.fixtures.once import once
from tests.fixtures.warehouse import create_tables, run_dbt

CASES: tuple[ModuleType, ...] = (attribution, cpa, per_lot, revshare, sale_share)
MODELS = ("currencies", "staging", "intermediate", "commissions")

Query = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture(scope="session")
def examples(shared: Path) -> Path:
    """The warehouse file, built by dbt with every model of the commissions half. Only to be read.

    Changed by a copy: `shutil.copy`.
    """
    return once(shared, "examples", _build) / "warehouse.duckdb"


def _build(folder: Path) -> None:
    path = folder / "warehouse.duckdb"
    with duckdb.connect(str(path)) as con:
        create_tables(con)
        for case in CASES:
            for program in case.programs():
                program.write(con)
    run_dbt(path, "build", "--exclude-resource-type", "test", "unit_test", "--select", *MODELS)


@pytest.fixture(scope="session")
def query(examples: Path) -> Iterator[Query]:
    """Ask the warehouse; rows come back as tuples."""
    with duckdb.connect(str(examples), read_only=True) as con:
        yield lambda sql: con.execute(sql).fetchall()


@pytest.fixture(scope="session")
def amounts(query: Query) -> Callable[..., dict[Any, Decimal]]:
    """Exact amounts of a program's lines, by one or several columns of the line."""

    def by(program_id: str, *columns: str, where: str = "true") -> dict[Any, Decimal]:
        names = ", ".join(columns)
        rows = query(
            f"select {names}, sum(exact_amount) from commissions.com_lines "
            f"where program_id = '{program_id}' and {where} group by {names}"
        )
        return {row[0] if len(columns) == 1 else row[:-1]: row[-1] for row in rows}

    return by


@pytest.fixture(scope="session")
def reasons(query: Query) -> Callable[[str], dict[str, str]]:
    """Why events of a program earned nothing, by the event's native id."""

    def by(program_id: str) -> dict[str, str]:
        rows = query(
            "select replace(event_record_key, 'test:', ''), reason_code "
            f"from commissions.com_unpaid_events where program_id = '{program_id}'"
        )
        return dict(rows)

    return by
