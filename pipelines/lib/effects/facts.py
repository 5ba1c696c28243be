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


def load_tree(
    memory: Memory, program_id: str, partner_id: str
) -> tuple[list[dict[str, Any]], bool]:
    """Fill the memory with the program's settings and the tree's facts.

    Returns the tree's deals, and whether the facts are those of the partner's own branch alone.

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


def _copied(memory: Memory, program_id: str, partner_id: str) -> tuple[list[dict[str, Any]], bool]:
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
    _name(con, "tree", _tree(con, program_id, partner_id))
    above = _reached(con, program_id, partner_id, _ABOVE)
    is_apart = _stands_apart(con, program_id, above - {partner_id})
    _name(con, "earning", _reached(con, program_id, partner_id, _BELOW) if is_apart else None)
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
    deals = rows(
        con,
        "select * from published.raw.portal_deals where program_id = $program "
        "and partner_id in (from tree) order by all",
        values,
    )
    return deals, is_apart


_CLIENTS = """
create or replace temp table tree_clients as
select client_id from published.intermediate.int_attributions__resolved
where program_id = $program and partner_id in (from earning) and client_id is not null
union
select unnest(string_split(own_client_ids, ',')) from published.raw.portal_partners
where program_id = $program and partner_id in (from earning) and own_client_ids <> ''
"""


_STEPPED = ("deal_steps", "deal_caps", "deal_conditions", "deal_step_conditions", "deal_edges")
_ABOVE = "select partner_id as one, parent_partner_id as other"
_BELOW = "select parent_partner_id as one, partner_id as other"


def _tree(con: Any, program_id: str, partner_id: str) -> set[str]:
    """Everybody who was ever above or below, however far: money of one can move another's."""
    both = f"{_ABOVE} from related union {_BELOW} from related"
    return _reached(con, program_id, partner_id, both, is_whole=True)


def _reached(
    con: Any, program_id: str, partner_id: str, edges: str, *, is_whole: bool = False
) -> set[str]:
    """The partner and all that its relations of any day lead to."""
    found = con.execute(
        f"""
        with recursive related as (
            select partner_id, parent_partner_id from published.raw.portal_relations
            where program_id = $program and parent_partner_id is not null
        ),
        edges as ({edges if is_whole else edges + " from related"}),
        reached as (
            select $partner as partner_id
            union
            select edges.other from reached inner join edges on edges.one = reached.partner_id
        )
        select partner_id from reached
        """,
        {"program": program_id, "partner": partner_id},
    ).fetchall()
    return {str(name) for (name,) in found}


def _stands_apart(con: Any, program_id: str, above: Collection[str]) -> bool:
    """Whether nobody above earns by what others below it do: by steps, caps or conditions.

    Then what other branches did moves nothing here, and their facts are not needed.
    """
    known = {str(name) for (name,) in con.execute(
        "select table_name from duckdb_tables() "
        "where database_name = 'published' and schema_name = 'terms'"
    ).fetchall()}  # fmt: skip
    for table in (name for name in _STEPPED if name in known):
        row = con.execute(
            f"""
            select count(*) from published.terms.{table} as terms
            where terms.program_id = $program and terms.deal_id in (
                select deal_id from published.raw.portal_deals
                where program_id = $program and list_contains($above, partner_id)
            )
            """,
            {"program": program_id, "above": sorted(above)},
        ).fetchone()
        if row and row[0]:
            return False
    return True


def _name(con: Any, table: str, partners: Collection[str] | None) -> None:
    """Keep names in a table; None: those of the whole tree."""
    con.execute(f"create or replace temp table {table} (partner_id varchar)")
    if partners is None:
        con.execute(f"insert into {table} from tree")
    else:
        con.executemany(f"insert into {table} values (?)", [[one] for one in sorted(partners)])


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
