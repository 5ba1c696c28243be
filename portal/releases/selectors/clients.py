"""What the Clients page reads: own clients, how far each has come, what each still lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from portal.releases.reader import Release, Row

ACTIVE_WITHIN = timedelta(days=30)
SHOWN = 50
STATES = ("registered", "verified", "deposited", "active", "dormant", "left")
SUBS = ("sub1", "sub2", "sub3", "sub4", "sub5")
EXPORT_COLUMNS = (
    "client_ref", "state", "registered_on", "verified_on", "deposited_on", "first_active_on",
    "last_active_on", "active_days", "qualified_on", "account_tail", "link_code", "country",
    "brand", *SUBS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a CPA and where the client stands; amounts in `currency_code`."""

    component_id: str
    position: int
    metric: str
    threshold: Decimal | None
    value: Decimal | None
    currency_code: str
    is_met: bool
    until_on: date | None


@dataclass(frozen=True, slots=True)
class OwnClient:
    """One client of the partner; days in the program's zone."""

    client_ref: str
    state: str
    attributed_to: date
    registered_on: date | None
    verified_on: date | None
    deposited_on: date | None
    last_active_on: date | None
    active_days: int
    qualified_on: date | None
    account_tail: str
    link_code: str
    country: str
    subs: tuple[str, ...]
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class ClientsPage:
    """A page of clients, and how many there are in each state before the filter."""

    clients: tuple[OwnClient, ...]
    counts: dict[str, int]
    links: tuple[str, ...]
    total: int
    has_next: bool


# Active: within 30 days before the release; dormant: was active, and no more. What it did last
# decides, so each client is in one state.
_STATE = """
    case
        when attributed_to < $today then 'left'
        when last_active_on >= $active_since then 'active'
        when last_active_on is not null then 'dormant'
        when deposited_on is not null then 'deposited'
        when verified_on is not null then 'verified'
        else 'registered'
    end
"""
_OWN = f"""
    select *, {_STATE} as state from pub_portal__clients where partner_id = $partner
"""  # noqa: S608  constants of this file
_NARROW = """
    ($state = '' or state = $state)
    and ($link = '' or link_code = $link)
    and ($seek = '' or client_ref ilike $like or account_tail = $seek
        or $seek in (sub1, sub2, sub3, sub4, sub5))
"""
_PAGE = f"""
with own as materialized ({_OWN}),
shown as (
    select * from own where {_NARROW}
    order by registered_on desc nulls last, client_ref
    limit {SHOWN + 1} offset $skip
)
select
    (select list(s order by s.registered_on desc nulls last, s.client_ref) from shown as s)
        as clients,
    (select list(c) from (select state, count(*) as n from own group by state) as c) as counts,
    (select list(distinct link_code order by link_code) from own where link_code is not null)
        as links,
    (select count(*) from own where {_NARROW}) as total,
    (select list(q order by q.component_id, q.position) from pub_portal__client_conditions as q
     where q.partner_id = $partner and q.client_ref in (select client_ref from shown)) as conditions
"""  # noqa: S608


def clients_page(
    release: Release, partner_id: str, *, state: str = "", link: str = "", seek: str = "",
    page: int = 1,
) -> ClientsPage:  # fmt: skip
    """One page of the partner's clients, the newest first. `seek` is a pseudonym or its beginning,
    three digits of an account, or a sub-id. 1 query.
    """
    row = release.row(
        _PAGE, **_moments(release), partner=partner_id, state=state, link=link, seek=seek,
        like=_prefix(seek), skip=(page - 1) * SHOWN,
    )  # fmt: skip
    conditions: dict[str, list[Condition]] = {}
    for found in row["conditions"] or []:
        conditions.setdefault(found["client_ref"], []).append(_condition(found))
    rows = row["clients"] or []
    return ClientsPage(
        clients=tuple(_client(c, conditions.get(c["client_ref"], [])) for c in rows[:SHOWN]),
        counts={c["state"]: c["n"] for c in row["counts"] or []},
        links=tuple(row["links"] or ()),
        total=row["total"],
        has_next=len(rows) > SHOWN,
    )


def clients_export(release: Release, partner_id: str) -> Iterator[list[Row]]:
    """All clients of the partner in batches, for an export. 1 query."""
    return release.batches(
        f"select {', '.join(EXPORT_COLUMNS)} from ({_OWN})",  # noqa: S608
        partner=partner_id, **_moments(release),
    )  # fmt: skip


def client_is_own(release: Release, partner_id: str, client_ref: str) -> bool:
    """Whether the partner has, or had, such a client. 1 query."""
    found = release.rows(
        "select 1 from pub_portal__clients where partner_id = $partner and client_ref = $ref",
        partner=partner_id, ref=client_ref,
    )  # fmt: skip
    return bool(found)


def _moments(release: Release) -> dict[str, Any]:
    today = release.manifest.as_of.date()
    return {"today": today, "active_since": today - ACTIVE_WITHIN}


def _prefix(seek: str) -> str:
    kept = seek.replace("\\", "").replace("%", "").replace("_", "")
    return f"{kept}%" if kept else "-"


def _condition(row: Row) -> Condition:
    return Condition(
        component_id=row["component_id"], position=row["position"], metric=row["metric"],
        threshold=row["threshold"], value=row["value"], currency_code=row["currency_code"] or "",
        is_met=row["is_met"], until_on=row["until_on"],
    )  # fmt: skip


def _client(row: Row, conditions: list[Condition]) -> OwnClient:
    return OwnClient(
        client_ref=row["client_ref"], state=row["state"], attributed_to=row["attributed_to"],
        registered_on=row["registered_on"], verified_on=row["verified_on"],
        deposited_on=row["deposited_on"], last_active_on=row["last_active_on"],
        active_days=row["active_days"], qualified_on=row["qualified_on"],
        account_tail=row["account_tail"] or "", link_code=row["link_code"] or "",
        country=row["country"] or "", subs=tuple(row[name] for name in SUBS if row[name]),
        conditions=tuple(conditions),
    )  # fmt: skip
