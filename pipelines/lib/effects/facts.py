# ruff: noqa: S608 - schema, table and column names are our own
"""The facts of one partner's tree, copied from the warehouse into a memory of the same shape."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.lib.errors import OpenbookError
from pipelines.lib.lock import warehouse_lock
from pipelines.lib.scenarios.tables import create_tables
from pipelines.lib.warehouse import rows
from pipelines.settings import settings

if TYPE_CHECKING:
    from pipelines.lib.scenarios.warehouse import Memory

# Tables of facts, and how a row is known to be of the tree's clients.
OF_CLIENTS = ("conversions", "activity", "attributions", "accounts")
WHOLE = (
    "portal_programs", "portal_partners", "portal_relations", "portal_periods", "portal_links",
    "portal_reviews", "portal_adjustments",
)  # fmt: skip
WAIT_SECONDS = 120


class NoFacts(OpenbookError):
    """There is no warehouse to take facts from, or it does not know the partner."""


def load_tree(memory: Memory, program_id: str, partner_id: str) -> list[dict[str, Any]]:
    """Fill the memory with the program's settings and the tree's facts; the tree's deals.

    The warehouse is read under its lock, for as long as the copy takes. Raises `NoFacts`, and
    `WarehouseBusy` when a build does not end in time.
    """
    path = settings().warehouse
    create_tables(memory.con)
    with warehouse_lock(WAIT_SECONDS):
        if not Path(path).exists():
            raise NoFacts("nothing was loaded yet: run `openbook refresh`, then ask again")
        memory.con.execute(f"attach '{path}' as published (read_only)")
        try:
            return _copied(memory, program_id, partner_id)
        finally:
            memory.con.execute("detach published")


def _copied(memory: Memory, program_id: str, partner_id: str) -> list[dict[str, Any]]:
    con, values = memory.con, {"program": program_id}
    known = rows(
        con, "select partner_id from published.raw.portal_partners where program_id = $program",
        values,
    )  # fmt: skip
    if partner_id not in {row["partner_id"] for row in known}:
        raise NoFacts(
            f"{partner_id} is not in the warehouse yet, so it has no facts; "
            "it is after the next refresh"
        )
    tree = _tree(con, program_id, partner_id)
    con.execute("create or replace temp table tree (partner_id varchar)")
    con.executemany("insert into tree values (?)", [[one] for one in sorted(tree)])
    con.execute(_CLIENTS, values)
    for table in WHOLE:
        _copy(con, table, "kept.program_id = $program", values)
    _copy(con, "fx_rates", "true", {})
    for table in OF_CLIENTS:
        _copy(con, table, _of_records(table, "client_id in (from tree_clients)"), values)
    accounts = "client_id in (from tree_clients) or account_id in (from tree_accounts)"
    con.execute(
        "create or replace temp table tree_accounts as "
        "select distinct account_id from warehouse.raw.accounts"
    )
    _copy(con, "trades", _of_records("trades", accounts), values)
    _copy(
        con, "activity_fees",
        "kept.record_key in (select record_key from warehouse.raw.activity) "
        "and kept.program_id = $program", values,
    )  # fmt: skip
    _copy(
        con, "clicks",
        "kept.program_id = $program and (kept.program_id, kept.link_code) in (select program_id, "
        "link_code from published.raw.portal_links where partner_id in (from tree))", values,
    )  # fmt: skip
    return rows(
        con,
        "select * from published.raw.portal_deals where program_id = $program "
        "and partner_id in (from tree) order by all",
        values,
    )


_CLIENTS = """
create or replace temp table tree_clients as
select client_id from published.intermediate.int_attributions__resolved
where program_id = $program and partner_id in (from tree) and client_id is not null
union
select unnest(string_split(own_client_ids, ',')) from published.raw.portal_partners
where program_id = $program and partner_id in (from tree) and own_client_ids <> ''
"""


def _tree(con: Any, program_id: str, partner_id: str) -> Collection[str]:
    """Everybody who was ever above or below, however far: money of one can move another's."""
    found = con.execute(
        """
        with recursive edges as (
            select partner_id as one, parent_partner_id as other
            from published.raw.portal_relations
            where program_id = $program and parent_partner_id is not null
            union
            select parent_partner_id, partner_id from published.raw.portal_relations
            where program_id = $program and parent_partner_id is not null
        ),
        tree as (
            select $partner as partner_id
            union
            select edges.other from tree inner join edges on edges.one = tree.partner_id
        )
        select partner_id from tree
        """,
        {"program": program_id, "partner": partner_id},
    ).fetchall()
    return {str(name) for (name,) in found}


def _of_records(table: str, is_of_tree: str) -> str:
    """All versions of a record of which any is the tree's: a removal names nobody."""
    return (
        "kept.program_id = $program and kept.record_key in (select record_key "
        f"from published.raw.{table} where program_id = $program and ({is_of_tree}))"
    )


def _copy(con: Any, table: str, condition: str, values: dict[str, Any]) -> None:
    """Rows by the columns that both sides have."""
    both = con.execute(
        "select column_name from duckdb_columns() where schema_name = 'raw' and table_name = ? "
        "and database_name in ('published', 'warehouse') group by 1 having count(*) = 2",
        [table],
    ).fetchall()
    names = ", ".join(f'"{name}"' for (name,) in both)
    if names:
        con.execute(
            f"insert into warehouse.raw.{table} ({names}) "
            f"select {names} from published.raw.{table} as kept where {condition}",
            values,
        )
