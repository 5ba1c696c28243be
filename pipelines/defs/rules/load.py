# ruff: noqa: S608 - table and column names are our own
"""Write the compiler's tables, typed; the whole schema each time: it is small."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from commission_rules.compiler.errors import RuleError
from pipelines.defs.rules.columns import KEY, TABLES
from pipelines.lib.warehouse import rows, table_exists

Rows = Sequence[Mapping[str, Any]]
# What numbers the rows of a component, where it may have several.
NUMBERS = ("row_no", "step_no", "position", "chain_length", "distance", "cap_no", "filter_kind",
           "filter_value")  # fmt: skip
SIMPLE = {
    "varchar": pa.string(),
    "integer": pa.int32(),
    "smallint": pa.int16(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "boolean": pa.bool_(),
}


def ensure_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Make schema `terms` with its tables where they are missing."""
    con.execute("create schema if not exists terms")
    for name, columns in TABLES.items():
        body = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
        con.execute(f"create table if not exists terms.{name} ({body})")


def load(
    con: duckdb.DuckDBPyConnection, tables: Mapping[str, Rows], keep: Collection[str] = ()
) -> None:
    """Replace schema `terms` by what the compiler resolved.

    `tables` maps a name of section 4 to its rows; missing columns are null, a missing table is
    empty. Programs in `keep` keep the terms that they had. Raises `ValueError` for a table or
    column that the contract does not have.
    """
    unknown = set(tables) - set(TABLES)
    if unknown:
        raise ValueError(f"terms has no table {sorted(unknown)}; add it to rules/columns.py")
    for name in TABLES:
        refuse_double_keys(name, tables.get(name, ()))
    con.execute("begin")
    try:
        con.execute("create schema if not exists terms")
        for name, columns in TABLES.items():
            con.register("compiled_rows", arrow_of(name, columns, tables.get(name, ())))
            shape = ", ".join(f'"{c}"::{kind} as "{c}"' for c, kind in columns.items())
            con.execute(
                f"create or replace temp table new_terms as select {shape} from compiled_rows"
            )
            if keep and table_exists(con, "terms", name):
                con.execute(
                    f"insert into new_terms by name select columns(c -> c in $names) "
                    f"from terms.{name} where program_id in (select unnest($keep))",
                    {"names": list(columns), "keep": list(keep)},
                )
            con.execute(f"create or replace table terms.{name} as from new_terms")
            con.unregister("compiled_rows")
        con.execute("commit")
    except Exception:
        con.execute("rollback")
        raise


def refuse_double_keys(name: str, rows: Rows) -> None:
    """Raise `ValueError` when two rows of a component's table have one key: joins by it would
    multiply lines, and money with them."""
    columns = [one for one in (*KEY, *NUMBERS) if one in TABLES[name]]
    if not set(KEY) <= set(TABLES[name]) or name == "sentences":
        return
    if name == "deal_components":
        columns = list(KEY)
    seen: set[tuple[Any, ...]] = set()
    for row in rows:
        key = tuple(row.get(column) for column in columns)
        if key in seen:
            named = ", ".join(
                f"{column} {value}" for column, value in zip(columns, key, strict=True)
            )
            raise ValueError(
                f"terms.{name} has two rows with the key {named}; nothing was loaded - give one "
                f"of the two components another id in its plan"
            )
        seen.add(key)


def arrow_of(name: str, columns: Mapping[str, str], rows: Rows) -> pa.Table:
    """Rows of one table as Arrow, in the contract's order and types; refuses unknown columns."""
    unknown = {key for row in rows for key in row} - set(columns)
    if unknown:
        raise ValueError(
            f"terms.{name} has no column {sorted(unknown)}; add it to rules/columns.py"
        )
    schema = pa.schema([(column, _arrow_type(kind)) for column, kind in columns.items()])
    return pa.Table.from_pylist([dict(row) for row in rows], schema=schema)


def _arrow_type(kind: str) -> pa.DataType:
    decimal = re.fullmatch(r"decimal\((\d+),(\d+)\)", kind)
    return pa.decimal128(int(decimal[1]), int(decimal[2])) if decimal else SIMPLE[kind]


def recorded_versions(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The plan versions of the terms in use; none before the first load."""
    if not table_exists(con, "terms", "plan_versions"):
        return []
    return rows(con, "select * from terms.plan_versions order by all")


def sound_terms(
    plans: Path, deals: Rows, recorded: Rows, today: date
) -> tuple[dict[str, list[dict[str, Any]]], str, list[RuleError]]:
    """As `compiled_terms`, without the programs that have a refused deal or an edited version of a
    plan that was in force by `today`, and what is refused.

    Raises the compiler's `RuleErrors` when a plan does not compile.
    """
    from commission_rules.compiler import compile_rules, edited_versions, resolve_sound

    compiled = compile_rules(plans)
    edited = edited_versions(compiled, recorded, today)
    tables, errors = resolve_sound(compiled, [_plain(row) for row in deals])
    refused = {error.program_id for error in edited}
    tables = {
        name: [row for row in found if row["program_id"] not in refused]
        for name, found in tables.items()
    }
    return tables, str(compiled.rules_hash), [*edited, *errors]


def compiled_terms(plans: Path, deals: Rows) -> tuple[dict[str, list[dict[str, Any]]], str]:
    """The tables of schema `terms` for these plans and the portal's dated deals; the rules hash.

    Raises the compiler's `RuleErrors`, which list file, line and what to do.
    """
    from commission_rules.compiler import compile_rules, resolve

    compiled = compile_rules(plans)
    return resolve(compiled, [_plain(row) for row in deals]), str(compiled.rules_hash)


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A deal row without zones: the warehouse keeps UTC without one."""
    return {
        key: value.astimezone(UTC).replace(tzinfo=None)
        if isinstance(value, datetime) and value.tzinfo
        else value
        for key, value in row.items()
    }
