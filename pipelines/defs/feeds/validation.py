"""From rows of text to typed rows and bad rows, set-wise in SQL (300,000 trades in seconds).

In: what a reader handed over. Out: the rows of the canonical file, and every row that cannot be
understood with its row, column and reason. Nothing is dropped silently.
"""

# ruff: noqa: S608 - names come from the contract, values are parameters

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import duckdb
import pyarrow as pa

from pipelines.defs.feeds.config import FeedConfig
from pipelines.defs.feeds.contract import Column, Feed
from pipelines.defs.feeds.pseudonyms import IP_SOURCE, pseudonyms
from pipelines.defs.feeds.readers.incoming import FEES, PROGRAM, BadRow, Incoming
from pipelines.defs.feeds.rules_of_rows import DERIVED, ROW_RULES
from pipelines.defs.feeds.typing_sql import REASONS, Typed, typed


@dataclass(frozen=True)
class Validated:
    """`rows` in the order of the file; `repeats` counts rows that stand there twice, equal."""

    rows: pa.Table
    bad_rows: tuple[BadRow, ...]
    repeats: int


def validate(program_id: str, feed: Feed, config: FeedConfig, incoming: Incoming) -> Validated:
    """Type, check and pseudonymise what a reader read."""
    columns = (*feed.columns, *_fee_columns(incoming))
    expressions = {column.name: typed(column, config) for column in columns}
    con = _scratch().cursor()  # tables of its own, in one database per process
    try:
        con.register("incoming", incoming.table)
        con.execute(f"create temp table texts as {_texts_sql(columns, config, incoming)}")
        con.execute(
            f"create temp table typed as {_typed_sql(feed, columns, expressions, program_id)}"
        )
        _check_rows(con, feed)
        _name_networks(con, feed)
        _make_pseudonyms(con, program_id, config, columns)
        con.execute(f"create temp table keyed as {_keyed_sql(feed, columns, config)}")
        return _result(con, feed, columns, incoming)
    finally:
        con.close()


@cache
def _scratch() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute("set TimeZone = 'UTC'; set threads = 2")
    return con


def _fee_columns(incoming: Incoming) -> tuple[Column, ...]:
    names = (name for name in incoming.table.column_names if name.startswith(FEES))
    return tuple(Column(name, "decimal") for name in sorted(names))


def _texts_sql(columns: tuple[Column, ...], config: FeedConfig, incoming: Incoming) -> str:
    defaults = {
        "currency_code": config.currency,
        "quote_currency_code": config.quote_currency,
        "rate_set": config.rate_set,
    }
    there = set(incoming.table.column_names)
    picked = []
    for column in (*columns, Column(PROGRAM)):
        text = f"nullif(trim(\"{column.name}\"), '')" if column.name in there else "null::varchar"
        default = defaults.get(column.name, column.default)
        if default is not None:
            text = f"coalesce({text}, '{default.replace(chr(39), chr(39) * 2)}')"
        picked.append(f'{text} as "{column.name}"')
    return f"select file_row, {', '.join(picked)} from incoming"


def _typed_sql(
    feed: Feed, columns: tuple[Column, ...], expressions: dict[str, Typed], program_id: str
) -> str:
    parts = "".join(
        f", {sql} as {name}" for e in expressions.values() for name, sql in e.parts.items()
    )
    values = [f'{expressions[c.name].value} as "{c.name}"' for c in columns]
    values += ['right("account_id", 3) as account_id_tail'] * ("account_id" in expressions)
    if feed.happened:
        values.append(f"{_source_day(expressions[feed.happened])} as source_day")
    doubts = [e.ambiguous for e in expressions.values() if e.ambiguous]
    problems = ", ".join(_problem(column, expressions[column.name]) for column in columns)
    other = f"case when {PROGRAM} <> '{program_id}' then '{PROGRAM}|other_program' end"
    return (
        f"select file_row, {', '.join(values)}, "
        f"coalesce({' or '.join(doubts) or 'false'}, false) as is_time_ambiguous, "
        f"coalesce({other}, {problems}) as problem from (select *{parts} from texts)"
    )


def _source_day(happened: Typed) -> str:
    """The day as the source wrote it: what a file that restates a day is compared by."""
    return f"({next(reversed(happened.parts), happened.value)})::date"


def _problem(column: Column, expression: Typed) -> str:
    problem = f"'{column.name}|' || ({expression.problem})"
    if column.required:
        missing = f"'{column.name}|missing_required'"
        return f'case when "{column.name}" is null then {missing} else {problem} end'
    return problem


def _check_rows(con: duckdb.DuckDBPyConnection, feed: Feed) -> None:
    broken = " ".join(
        f"when {rule.broken} then '{rule.column}|#{number}'"
        for number, rule in enumerate(ROW_RULES.get(feed.name, ()))
    )
    if broken:
        con.execute(f"update typed set problem = case {broken} end where problem is null")


def _name_networks(con: duckdb.DuckDBPyConnection, feed: Feed) -> None:
    """The kind of network of each click, while its address is still there to be looked up.

    What the source says itself goes first. By a file of the operator's: nobody is asked.
    """
    if feed.name != "clicks":
        return
    lacking = con.execute(
        "select distinct ip_hash from typed "
        "where network_class is null and regexp_matches(ip_hash, '[.:]')"
    ).fetchall()
    if not lacking:
        return
    from pipelines.lib import portal_gateway

    found = portal_gateway.network_classes([address for (address,) in lacking])
    if found:
        con.register("known", pa.table({"address": list(found), "kind": list(found.values())}))
        con.execute(
            "update typed set network_class = known.kind from known "
            "where typed.network_class is null and typed.ip_hash = known.address"
        )
        con.unregister("known")


def _make_pseudonyms(
    con: duckdb.DuckDBPyConnection,
    program_id: str,
    config: FeedConfig,
    columns: tuple[Column, ...],
) -> None:
    for column in columns:
        if column.kind != "person" and column.name not in config.pseudonymise:
            continue
        name = column.name
        natives = [
            row[0]
            for row in con.execute(
                f'select distinct "{name}" from typed where "{name}" is not null'
            ).fetchall()
        ]
        if not natives:
            continue
        source = IP_SOURCE if name == "ip_hash" else config.source
        made = pseudonyms(program_id, natives, source)
        con.register("made", pa.table({"native": list(made), "pseudonym": list(made.values())}))
        con.execute(
            f'update typed set "{name}" = made.pseudonym from made where "{name}" = made.native'
        )
        con.unregister("made")


def _keyed_sql(feed: Feed, columns: tuple[Column, ...], config: FeedConfig) -> str:
    parts = ", ".join(f"coalesce(\"{name}\"::varchar, '')" for name in feed.key)
    payload = ", ".join(f'coalesce("{c.name}"::varchar, chr(30))' for c in columns)
    key = f"case when \"{feed.key[0]}\" is not null then '{config.source}:' || "
    derived = "".join(f", {sql} as {name}" for name, sql in DERIVED.get(feed.name, {}).items())
    return (
        f"select *{derived}, {key} concat_ws('/', {parts}) end as record_key, "
        f"sha256(concat_ws(chr(31), {payload})) as content_hash from typed"
    )


_NUMBERED = """
create temp table numbered as
select
    *,
    row_number() over (partition by record_key order by file_row) as place_no,
    first_value(content_hash) over (partition by record_key order by file_row) as first_hash,
from keyed
where problem is null
"""


def _result(
    con: duckdb.DuckDBPyConnection,
    feed: Feed,
    columns: tuple[Column, ...],
    incoming: Incoming,
) -> Validated:
    con.execute(_NUMBERED)
    names = [c.name for c in columns] + list(DERIVED.get(feed.name, {}))
    picked = ", ".join(f'"{name}"' for name in names)
    if feed.happened:
        picked += ", source_day"
        picked += ", is_time_ambiguous" if feed.column(feed.happened).kind == "timestamp" else ""
    rows = con.execute(
        f"select record_key, content_hash, file_row, {picked} from numbered "
        "where place_no = 1 order by file_row"
    ).to_arrow_table()
    found = con.execute(
        "select file_row, problem, record_key from keyed where problem is not null "
        "union all select file_row, '|duplicate_with_other_content', record_key from numbered "
        "where place_no > 1 and content_hash <> first_hash"
    ).fetchall()
    bad = [_bad_row(feed, incoming, *row) for row in found]
    bad += incoming.bad_rows
    repeats = con.execute(
        "select count(*) from numbered where place_no > 1 and content_hash = first_hash"
    ).fetchone()
    return Validated(
        rows, tuple(sorted(bad, key=lambda row: row.file_row)), repeats[0] if repeats else 0
    )


def _bad_row(
    feed: Feed, incoming: Incoming, file_row: int, problem: str, record_key: str | None
) -> BadRow:
    column, _, reason = problem.partition("|")
    title = incoming.titles.get(column, column) or None
    if reason.startswith("#"):
        rule = ROW_RULES[feed.name][int(reason[1:])]
        return BadRow(file_row, title, rule.reason_code, f"{title}: {rule.message}", record_key)
    if reason == "duplicate_with_other_content":
        message = "an earlier row of this file has the same key and other content; send one of them"
    elif reason == "other_program":
        message = f"{title}: the row names another program than the folder it lies in"
    else:
        message = f"{title}: {REASONS[reason]}"
        choices = next((c.choices for c in feed.columns if c.name == column), ())
        message += f" ({', '.join(choices)})" if reason == "unknown_choice" else ""
    return BadRow(file_row, title, reason, message, record_key)
