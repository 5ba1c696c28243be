"""What the Links page reads: clicks and what came of them, by link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb

from portal.releases.reader import Release


@dataclass(frozen=True, slots=True)
class LinkCounts:
    """What a link brought between two days."""

    clicks: int = 0
    registrations: int = 0
    first_deposits: int = 0
    sales: int = 0
    last_day: date | None = None


def link_counts(
    release: Release, partner_id: str, *, from_day: date, to_day: date
) -> dict[str, LinkCounts]:
    """{link_code: counts} of one partner, both days included. 1 query.

    A release made before links were counted has no such table: nothing is known of it.
    """
    try:
        rows = release.rows(
            "select link_code, sum(clicks)::bigint as clicks,"
            " sum(registrations)::bigint as registrations,"
            " sum(first_deposits)::bigint as first_deposits, sum(sales)::bigint as sales,"
            " max(day) as last_day from pub_portal__link_days where partner_id = $partner"
            " and day between $from_day::date and $to_day::date group by link_code",
            partner=partner_id, from_day=from_day, to_day=to_day,
        )  # fmt: skip
    except duckdb.CatalogException:
        return {}
    return {row.pop("link_code"): LinkCounts(**row) for row in rows}
