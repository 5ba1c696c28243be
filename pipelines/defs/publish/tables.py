# ruff: noqa: S608 - table and column names come from the warehouse's own catalogue
"""Which tables of schema `publish` go into which file of a release."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

DETAIL = (
    "pub_portal__lines",
    "pub_portal__line_facts",
    "pub_portal__line_versions",
    "pub_portal__unpaid_events",
)
# In this order rows are sorted, as far as a table has the columns: the portal asks by partner.
SORTED_BY = (
    "partner_id",
    "calendar_id",
    "period_id",
    "event_on",
    "day",
    "entry_no",
    "line_id",
    "section",
    "position",
)


@dataclass(frozen=True)
class Table:
    """One table of schema `publish` with its columns in order."""

    name: str
    columns: tuple[str, ...]
    types: tuple[str, ...]

    @property
    def shape(self) -> str:
        """Columns and types as one text: part of the content, also of an empty table's."""
        return ", ".join(
            f"{name} {kind}" for name, kind in zip(self.columns, self.types, strict=True)
        )

    @property
    def file(self) -> str:
        """The kind of file it goes to: serving, dashboards or detail."""
        if self.name in DETAIL:
            return "detail"
        return "dashboards" if self.name.startswith("pub_dashboards__") else "serving"

    @property
    def is_divided(self) -> bool:
        """Whether it is published in one file per period."""
        return self.file == "detail" and "period_id" in self.columns

    @property
    def minor_columns(self) -> tuple[str, ...]:
        """Columns whose sums the manifest states, by currency."""
        if "currency_code" not in self.columns:
            return ()
        return tuple(name for name in self.columns if name.endswith("_minor"))

    def rows_sql(self, program_id: str, period_id: str | None = None) -> str:
        """Its rows of one program (and period), every tie broken: the same rows, the same order."""
        first = [name for name in SORTED_BY if name in self.columns]
        order = [*first, *(name for name in self.columns if name not in first)]
        where = f"program_id = '{program_id}'"
        if period_id is not None:
            where += f" and period_id = '{period_id}'"
        # Types that hold no order (structs) do not occur: contracts allow scalars only.
        keys = ", ".join(f'"{name}" nulls first' for name in order)
        return f"select * from publish.{self.name} where {where} order by {keys}"


def publish_tables(con: duckdb.DuckDBPyConnection) -> list[Table]:
    """The tables of schema `publish`, by name."""
    found = con.execute(
        "select table_name, list(column_name order by ordinal_position), "
        "list(data_type order by ordinal_position) "
        "from information_schema.columns where table_schema = 'publish' "
        "and table_name like 'pub\\_%' escape '\\' group by 1 order by 1"
    ).fetchall()
    return [Table(str(name), tuple(columns), tuple(types)) for name, columns, types in found]
