# ruff: noqa: S608 - schema, table and column names come from the catalogue
"""One hash for the content of a table, computed in SQL: equal rows, equal hash, whatever the file.

sha256 over the ordered digests of the rows' texts. A row's text names nothing but its values, each
preceded by its length so that no two rows share a text; null is written as `~`.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb


def row_text(columns: Sequence[str]) -> str:
    """The SQL expression of a row's text over `columns`, in that order."""
    parts = [
        f"coalesce(length(\"{name}\"::varchar) || ':' || \"{name}\"::varchar, '~')"
        for name in columns
    ]
    return " || ".join(parts) if parts else "''"


def aggregate(columns: Sequence[str]) -> str:
    """The SQL aggregate that hashes a set of rows; `0` rows give the hash of the empty text."""
    row = f"md5({row_text(columns)})"
    return f"sha256(coalesce(string_agg({row}, '' order by {row}), ''))"


def of_query(con: duckdb.DuckDBPyConnection, sql: str) -> str:
    """The content hash of what `sql` returns."""
    columns = [str(row[0]) for row in con.execute(f"describe {sql}").fetchall()]
    found = con.execute(f"select {aggregate(columns)} from ({sql}) as t").fetchone()
    return str(found[0]) if found else ""
