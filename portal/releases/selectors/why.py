# ruff: noqa: S608 - names in a statement are constants of this file; values are bound
"""What the Why page reads: a line or an unpaid event with all that explains it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from portal.releases.lines import (
    FACT_COLUMNS,
    LINE_COLUMNS,
    Fact,
    Line,
    Version,
    fact_of,
    line_of,
)
from portal.releases.money import Money
from portal.releases.reader import Release, Row
from portal.releases.selectors.commissions import UNPAID_COLUMNS, Unpaid
from portal.releases.sentences import shown


@dataclass(frozen=True, slots=True)
class Entry:
    """One booking of the line, or the difference that the next close will book (`is_pending`)."""

    kind: str
    period_id: str
    reason_code: str | None
    amount: Money
    payable_from: date | None
    booked_at: datetime | None
    statement_id: str
    is_pending: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """The agreed rule: its sentences, and the file of the plan version that is executed."""

    plan_id: str
    version_no: int
    valid_from: date | None
    reference: str
    source_text: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """Everything that explains one line."""

    line: Line
    facts: tuple[Fact, ...]
    versions: tuple[Version, ...]
    entries: tuple[Entry, ...]
    rule: Rule
    next_line_id: str
    previous_line_id: str


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Everything that explains why an event paid nothing."""

    event: Unpaid
    rule: Rule


_RULES = """
    (
        select list(t order by t.position)
        from pub_portal__terms as t
        where
            t.partner_id = $partner and t.deal_id = $deal and t.language in ($language, 'en')
            and (t.component_id = $component or t.component_id is null)
            and $on_day between t.valid_from and t.valid_to
    ) as terms,
    (
        select list(v)
        from pub_portal__plan_versions as v
        where v.plan_id = $plan and v.version_no = $version
    ) as versions
"""


def _found_in(release: Release, table: str, period_id: str) -> tuple[str, dict[str, list[str]]]:
    """A table's rows of one period, or a table without rows when the release has no such file."""
    files = release.files(table, [period_id])
    name = table.removeprefix("pub_portal__")
    return (f"read_parquet(${name})", {name: files}) if files else ("", {})


def line_period(release: Release, partner_id: str, line_id: str) -> str | None:
    """The period in which a partner's line stands, when only its id is known. 1 query."""
    files = release.files("pub_portal__lines")
    if not files:
        return None
    rows = release.rows(
        "select period_id from read_parquet($files) where partner_id = $partner"
        " and line_id = $line limit 1",
        files=files, partner=partner_id, line=line_id,
    )  # fmt: skip
    return rows[0]["period_id"] if rows else None


def why_get(
    release: Release, partner_id: str, *, period_id: str, line_id: str, language: str = "en"
) -> Why | None:
    """One line of one partner with all that explains it; None when it has no such line. 2 queries.

    `period_id` is the line's own: its file is the only one that is read.
    """
    lines, values = _found_in(release, "pub_portal__lines", period_id)
    if not lines:
        return None
    facts, more = _found_in(release, "pub_portal__line_facts", period_id)
    versions, most = _found_in(release, "pub_portal__line_versions", period_id)
    only = "where x.partner_id = $partner and x.line_id = $line"
    pick_facts = f"(select list(x order by x.section, x.position) from {facts} as x {only})"
    pick_versions = f"(select list(x order by x.version_no) from {versions} as x {only})"
    rows = release.rows(
        f"""
        with own as (select * from {lines} where partner_id = $partner),
        this as (select * from own where line_id = $line),
        near as (
            select own.line_id, own.event_on,
                (own.event_on, own.line_id) > (this.event_on, this.line_id) as later
            from own inner join this
                on own.component_id = this.component_id and own.level = this.level
                and own.symbol_group is not distinct from this.symbol_group
            where own.line_id <> this.line_id
        )
        select {LINE_COLUMNS},
            {pick_facts if facts else "null"} as facts,
            {pick_versions if versions else "null"} as versions,
            (select min_by(line_id, event_on::varchar || line_id) from near where later)
                as next_line_id,
            (select max_by(line_id, event_on::varchar || line_id) from near where not later)
                as previous_line_id
        from this
        """,
        partner=partner_id, line=line_id, **values, **more, **most,
    )  # fmt: skip
    if not rows:
        return None
    row = rows[0]
    found_facts, found_versions = row.pop("facts") or [], row.pop("versions") or []
    next_id, previous_id = row.pop("next_line_id") or "", row.pop("previous_line_id") or ""
    line = line_of(release, row)
    agreed = release.row(
        f"""
        select {_RULES},
            (
                select list(e order by e.entry_no) from pub_portal__entries as e
                where e.partner_id = $partner and e.line_id = $line
            ) as entries,
            (
                select list(d) from pub_portal__differences as d
                where d.partner_id = $partner and d.line_id = $line
            ) as differences
        """,
        partner=partner_id, line=line_id, deal=line.deal_id, component=line.component_id,
        on_day=line.event_on, plan=line.plan_id, version=line.plan_version_no, language=language,
    )  # fmt: skip
    return Why(
        line=line,
        facts=tuple(fact_of({c: f[c] for c in _FACTS}) for f in found_facts),
        versions=tuple(Version(**{c: v[c] for c in _VERSIONS}) for v in found_versions),
        entries=_entries(release, agreed),
        rule=_rule(agreed, line.plan_id, line.plan_version_no, language),
        next_line_id=next_id,
        previous_line_id=previous_id,
    )


_FACTS = [name.strip() for name in FACT_COLUMNS.split(",")]
_VERSIONS = ("version_no", "recorded_at", "quantity", "base_amount", "file_name", "file_row",
             "change_code")  # fmt: skip


def why_not_get(
    release: Release, partner_id: str, *, period_id: str, event_id: str, language: str = "en"
) -> WhyNot | None:
    """Why an event of the partner's own client paid nothing. 2 queries."""
    events, values = _found_in(release, "pub_portal__unpaid_events", period_id)
    if not events:
        return None
    rows = release.rows(
        f"select {UNPAID_COLUMNS} from {events} where partner_id = $partner"
        " and md5(event_record_key || '/' || component_id) = $event",
        partner=partner_id, event=event_id, **values,
    )  # fmt: skip
    if not rows:
        return None
    event = Unpaid(**rows[0])
    plans = release.row(
        f"""
        with plan as (
            select plan_id, plan_version_no from pub_portal__terms
            where partner_id = $partner and deal_id = $deal
                and $on_day between valid_from and valid_to
            limit 1
        )
        select {_RULES.replace("$plan", "(select plan_id from plan)")
            .replace("$version", "(select plan_version_no from plan)")},
            (select plan_id from plan) as plan_id, (select plan_version_no from plan) as version_no
        """,
        partner=partner_id, deal=event.deal_id, component=event.component_id,
        on_day=event.event_on, language=language,
    )  # fmt: skip
    rule = _rule(plans, plans["plan_id"] or "", plans["version_no"] or 0, language)
    return WhyNot(event, rule)


def _entries(release: Release, agreed: Row) -> tuple[Entry, ...]:
    booked = [
        Entry(
            kind=row["entry_kind"], period_id=row["period_id"], reason_code=row["reason_code"],
            amount=release.money(row["amount_minor"], row["currency_code"]),
            payable_from=row["payable_from"], booked_at=row["booked_at"],
            statement_id=row["statement_id"],
        )
        for row in agreed["entries"] or []
    ]  # fmt: skip
    pending = [
        Entry(
            kind="difference", period_id="", reason_code=row["reason_code"],
            amount=release.money(row["amount_minor"], row["currency_code"]),
            payable_from=None, booked_at=None, statement_id="", is_pending=True,
        )
        for row in agreed["differences"] or []
    ]  # fmt: skip
    return tuple(booked + pending)


def _rule(agreed: Row, plan_id: str, version_no: int, language: str) -> Rule:
    terms: list[Row] = agreed["terms"] or []
    own = [row for row in terms if row["language"] == language] or terms
    version: Row = (agreed["versions"] or [{}])[0]
    return Rule(
        plan_id=plan_id, version_no=version_no, valid_from=version.get("valid_from"),
        reference=version.get("reference") or "", source_text=version.get("source_text") or "",
        sentences=tuple(shown(row["sentence"]) for row in own if row["component_id"])
        or tuple(shown(row["sentence"]) for row in own),
    )  # fmt: skip


def total_of(entries: tuple[Entry, ...]) -> int:
    """The sum of bookings, pending ones included, in minor units."""
    return sum(entry.amount.minor for entry in entries)


__all__ = ["Entry", "Rule", "Why", "WhyNot", "line_period", "total_of", "why_get", "why_not_get"]
