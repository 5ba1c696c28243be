"""The ledger's columns, their types, and the text of a row that is hashed.

The order is part of the ledger's format: a segment's hashes follow it (docs/reference/ledger.md).
"""

from __future__ import annotations

COLUMNS: dict[str, str] = {
    "entry_id": "varchar",
    "program_id": "varchar",
    "calendar_id": "varchar",
    "period_id": "varchar",
    "origin_period_id": "varchar",
    "partner_id": "varchar",
    "deal_id": "varchar",
    "line_id": "varchar",
    "adjustment_id": "varchar",
    "component_id": "varchar",
    "component_type": "varchar",
    "level": "smallint",
    "entry_kind": "varchar",
    "reason_code": "varchar",
    "currency_code": "varchar",
    "exact_amount": "decimal(38,12)",
    "amount_minor": "bigint",
    "memo_minor": "bigint",
    "payable_from": "date",
    "event_on": "date",
    "client_id": "varchar",
    "client_ref": "varchar",
    "event_record_key": "varchar",
    "event_ref": "varchar",
    "plan_id": "varchar",
    "plan_version_no": "integer",
    "line_digest": "varchar",
    "booked_at": "timestamp",
    "statement_id": "varchar",
    "entry_no": "integer",
}
# A partner never sees these: its row's hash takes their references, the segment's hash both.
PRIVATE = ("client_id", "event_record_key")
FORMAT = "openbook-ledger-1"
SEPARATOR = "chr(31)"
NOTHING = "chr(30)"


def _text_of(column: str) -> str:
    if COLUMNS[column] == "timestamp":
        return f"strftime({column}, '%Y-%m-%dT%H:%M:%S.%fZ')"
    return column if COLUMNS[column] == "varchar" else f"cast({column} as varchar)"


def row_hash_sql() -> str:
    """SQL for a row's hash: sha256 of its columns in order, null written as one character.

    All but the private ones, so that whoever holds the published entry can recompute it.
    """
    texts = ", ".join(
        f"coalesce({_text_of(name)}, {NOTHING})" for name in COLUMNS if name not in PRIVATE
    )
    return f"sha256(concat_ws({SEPARATOR}, {texts}))"


def create_sql(table: str) -> str:
    """SQL that makes a table of the ledger's rows."""
    body = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    return f"create table if not exists {table} ({body}, row_hash varchar)"


def references_sql() -> tuple[str, str]:
    """SQL for `client_ref` and `event_ref` of a row: what its partner may see of both.

    The same rule as the macros `client_ref` and `event_ref` of the dbt project.
    """
    client = (
        "case when level = 0 then 'C-' || upper(left(client_id, 6)) "
        "else 'C-' || upper(left(md5(partner_id || client_id), 6)) end"
    )
    event = (
        "split_part(event_record_key, ':', 1) || ':' "
        "|| left(md5(partner_id || '|' || event_record_key), 12)"
    )
    return client, event


def content_hash_sql(rows: str) -> str:
    """SQL for a segment's hash (parameters: program, calendar, period, previous or '').

    Over the statements' digests in order, each over its ordered row hashes; over a digest of the
    private columns; and over the segment before. So a statement's digest is seen to be in the
    chain without the rows of other partners.
    """
    private = f" || {SEPARATOR} || ".join(f"coalesce({name}, {NOTHING})" for name in PRIVATE)
    return f"""
        with
        statements as (
            select
                statement_id || ' '
                || sha256(string_agg(row_hash, '' order by entry_no)) || ' '
                || sha256(string_agg({private}, chr(10) order by entry_no)) as digests,
                min(entry_no) as first_entry_no,
            from {rows}
            group by statement_id
        )
        select sha256(concat_ws(
            {SEPARATOR}, '{FORMAT}', ?, ?, ?, ?,
            coalesce(string_agg(digests, chr(10) order by first_entry_no), '')
        ))
        from statements
    """  # noqa: S608
