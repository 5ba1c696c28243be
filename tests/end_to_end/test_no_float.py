"""No amount, rate or quantity is a float in what was really built: catalogue, SQL, files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.end_to_end.product import Product

FLOATS = ("float", "double", "real", "float4", "float8", "half_float")
# What must not stand in the SQL that the engine was given, and what to write instead.
FORBIDDEN = {
    r"(?<![/*])/(?![/*])": "divide_12: the engine's / gives a double",
    r"\bavg\s*\(": "divide_12 of a sum: avg gives a double",
    r"\b(double|float|real|float4|float8)\b": "a decimal type",
    r"\bround_even\s*\(": "round_half_away",
    r"\b\d+(\.\d+)?e[+-]?\d+\b": "a decimal literal without an exponent",
}


def types_of(catalogue: str, con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str, str]]:
    return con.execute(
        "select schema_name, table_name, column_name, lower(data_type) from duckdb_columns() "
        "where database_name = ? and not internal",
        [catalogue],
    ).fetchall()


def floats_among(columns: list[tuple[str, str, str, str]]) -> list[str]:
    has_float = re.compile(rf"\b({'|'.join(FLOATS)})\b")
    return [f"{s}.{t}.{c} {kind}" for s, t, c, kind in columns if has_float.search(kind)]


def test_no_column_of_the_warehouse_is_a_float(harbour_open: Product) -> None:
    """Every schema, from what arrived to what is published."""
    path = harbour_open.data_dir / "warehouse" / "openbook.duckdb"
    with duckdb.connect(str(path), read_only=True) as con:
        columns = types_of("openbook", con)
    schemas = {"raw", "terms", "staging", "intermediate", "commissions", "statements", "marts"}
    assert schemas | {"publish"} <= {schema for schema, *_ in columns}
    assert floats_among(columns) == []


def test_no_column_of_a_release_or_segment_is_a_float(
    harbour_closed: Product,
) -> None:
    data_dir = harbour_closed.data_dir
    parquet = [*data_dir.glob("releases/*/files/*.parquet"), *data_dir.glob("ledger/**/*.parquet")]
    parquet += [*data_dir.glob("canonical/**/*.parquet"), *data_dir.glob("portal_feed/*.parquet")]
    assert {path.parts[len(data_dir.parts)] for path in parquet} == {
        "releases", "ledger", "canonical", "portal_feed",
    }  # fmt: skip
    hits = [
        f"{path.relative_to(data_dir)}: {field.name} {field.type}"
        for path in parquet
        for field in pq.read_schema(path)
        if pa.types.is_floating(field.type)
    ]
    for path in data_dir.glob("releases/*/files/*.duckdb"):
        with duckdb.connect(str(path), read_only=True) as con:
            hits += floats_among(types_of(path.stem, con))
    assert hits == []


def executed_models(product: Product) -> Iterator[tuple[str, str]]:
    """(name, SQL) of each model as dbt ran it, without comments and texts."""
    top = product.data_dir / "warehouse" / "dbt" / "run" / "openbook" / "models"
    for path in sorted(top.rglob("*.sql")):
        if not any(part.endswith(".yml") for part in path.relative_to(top).parts):
            yield path.stem, without_texts(path)


def without_texts(path: Path) -> str:
    sql = re.sub(r"/\*.*?\*/", " ", path.read_text(), flags=re.DOTALL)
    return re.sub(r"'[^']*'|--[^\n]*", " ", sql)


@pytest.mark.parametrize("pattern", FORBIDDEN, ids=FORBIDDEN.values())
def test_the_sql_of_no_model_leaves_decimals(harbour_open: Product, pattern: str) -> None:
    models = dict(executed_models(harbour_open))
    assert len(models) > 100
    hits = [
        f"{name}: {found[0]!r}"
        for name, sql in models.items()
        if (found := re.search(pattern, sql, re.IGNORECASE))
    ]
    assert hits == []
