"""The Overview's figures of one brand: from the lines of the period and of the one before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from portal.releases.reader import Period, Release, Row
from portal.releases.selectors.choice import Choice

# What a line has no brand for (a period's component) is the brand's whose deal earned it.
_LINES = """
    select * from read_parquet($files)
    where
        partner_id = $partner and currency_code = $currency and calendar_id = $calendar
        and (brand = $brand or (coalesce(brand, '') = '' and list_contains($deals, deal_id)))
"""
_DETAIL = f"""
with mine as materialized ({_LINES}),
clients as (
    select registered_on, deposited_on from pub_portal__clients
    where partner_id = $partner and brand = $brand
)
select
    (
        select list(d) from (
            select
                event_on as day,
                sum(amount_minor) filter (state <> 'locked')::bigint as commission_minor
            from mine group by all
        ) as d
        where d.commission_minor is not null
    ) as days,
    (
        select list(c) from (
            select
                component_id, component_type, level, symbol_group, state, deal_id, currency_code,
                sum(quantity) as quantity, any_value(quantity_unit) as quantity_unit,
                case when min(rate) = max(rate) then min(rate) end as rate,
                any_value(rate_unit) as rate_unit, sum(amount_minor)::bigint as amount_minor,
                count(*) as line_count, max_by(line_id, amount_minor) as example_line_id
            from mine where period_id = $period group by all
        ) as c
    ) as components,
    (
        select list(s) from (
            select
                period_id,
                coalesce(sum(amount_minor) filter (state <> 'locked'), 0)::bigint
                    as commission_minor,
                coalesce(sum(amount_minor) filter (state = 'locked'), 0)::bigint as locked_minor,
                coalesce(
                    sum(quantity) filter (level = 0 and quantity_unit = 'lots'), 0
                ) as lots,
                count(distinct client_ref) as active_clients, count(*) as line_count
            from mine group by period_id
        ) as s
    ) as sums,
    (
        select list(n) from (
            select
                count(*) filter (registered_on between $from_day and $to_day) as registrations,
                count(*) filter (deposited_on between $from_day and $to_day) as first_deposits,
                count(*) filter (registered_on between $old_from and $old_to)
                    as registrations_before,
                count(*) filter (deposited_on between $old_from and $old_to)
                    as first_deposits_before
            from clients
        ) as n
    ) as counts
"""  # noqa: S608 - constants of this file; values are bound


@dataclass(frozen=True, slots=True)
class BrandWish:
    """A brand, and the partner's deals that are about it alone."""

    brand: str
    deal_ids: Collection[str]


def brand_detail(
    release: Release, partner_id: str, choice: Choice, before: Period | None, wish: BrandWish
) -> Row:
    """Days, components and sums of one brand; corrections are not told apart by brand. 1 query."""
    period = choice.period
    touched = [period.period_id] + ([before.period_id] if before else [])
    files = release.files("pub_portal__lines", touched)
    if not files:
        return {}
    old = before or period
    return release.row(
        _DETAIL, files=files, partner=partner_id, currency=choice.currency_code,
        calendar=period.calendar_id, period=period.period_id, brand=wish.brand,
        deals=list(wish.deal_ids), from_day=period.starts_on, to_day=period.ends_on,
        old_from=old.starts_on, old_to=old.ends_on,
    )  # fmt: skip


def brand_figures(detail: Mapping[str, Any], period: Period, *, before: bool = False) -> Row:
    """A row like those of pub_portal__partner_periods, of the period or of the one before it."""
    sums = [s for s in detail.get("sums") or [] if s["period_id"] == period.period_id]
    found = (detail.get("counts") or [{}])[0]
    tail = "_before" if before else ""
    return (dict(sums[0]) if sums else {}) | {
        name: int(found.get(name + tail) or 0) for name in ("registrations", "first_deposits")
    }
