"""What the Overview reads: the period's figures, its days, what earned it, what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from portal.releases.money import Money
from portal.releases.reader import Period, Release, Row
from portal.releases.selectors.choice import Choice, choose
from portal.releases.selectors.overview_brand import BrandWish, brand_detail, brand_figures


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """One partner's period in one currency."""

    clicks: int
    registrations: int
    first_deposits: int
    active_clients: int
    sales: int
    lots: Decimal
    net_revenue: Money
    commission: Money
    locked: Money
    held: Money
    carried: Money
    line_count: int


@dataclass(frozen=True, slots=True)
class Component:
    """What one component earned at one level, for one symbol group and state."""

    component_id: str
    component_type: str
    level: int
    symbol_group: str
    state: str
    quantity: Decimal
    quantity_unit: str | None
    rate: Decimal | None
    rate_unit: str | None
    amount: Money
    line_count: int
    deal_id: str
    example_line_id: str


@dataclass(frozen=True, slots=True)
class Correction:
    """Differences and adjustments that one period takes for an earlier one."""

    origin_period_id: str
    kind: str
    amount: Money
    line_count: int
    example_line_id: str | None


@dataclass(frozen=True, slots=True)
class Balance:
    """Where the money is, before reservations (docs/reference/tables.md, section 7)."""

    pending: Money
    locked: Money
    held: Money
    on_hold: Money
    cleared: Money
    booked: Money


@dataclass(frozen=True, slots=True)
class Change:
    """Something that moved an amount after it was first shown. `changed_at` is UTC."""

    changed_at: datetime
    change_code: str
    component_id: str | None
    period_id: str
    line_count: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that the page shows. Days without any commission are not in `days`."""

    choice: Choice
    before: Period | None
    figures: PeriodFigures
    figures_before: PeriodFigures | None
    days: dict[date, Row]
    totals: tuple[tuple[Period, Money], ...]
    components: tuple[Component, ...]
    corrections: tuple[Correction, ...]
    balance: Balance
    held_open: Money
    changes: tuple[Change, ...]
    brands: tuple[str, ...] = ()  # of its clients


_STANDING = """
select
    (select list(p) from pub_portal__partner_periods as p where p.partner_id = $partner)
        as periods,
    (select list(b) from pub_portal__balances as b where b.partner_id = $partner) as balances,
    (
        select list(distinct brand order by brand) from pub_portal__clients
        where partner_id = $partner and brand <> ''
    ) as brands,
    (
        select list(c order by c.changed_at desc)
        from (
            select * from pub_portal__changes where partner_id = $partner
            order by changed_at desc limit 12
        ) as c
    ) as changes,
    (
        select list(d) from (
            select
                currency_code, origin_period_id, 'difference' as kind,
                sum(amount_minor)::bigint as amount_minor, count(*) as line_count,
                max_by(line_id, abs(amount_minor)) as example_line_id
            from pub_portal__differences
            where partner_id = $partner
            group by all
        ) as d
    ) as pending
"""

_PERIOD = """
select
    (
        select list(d)
        from pub_portal__partner_days as d
        where
            d.partner_id = $partner and d.currency_code = $currency
            and d.day between $from_day and $to_day
    ) as days,
    (
        select list(c)
        from pub_portal__component_periods as c
        where
            c.partner_id = $partner and c.currency_code = $currency
            and c.calendar_id = $calendar and c.period_id = $period
    ) as components,
    (
        select list(e) from (
            select
                origin_period_id, entry_kind as kind, sum(amount_minor)::bigint as amount_minor,
                count(*) as line_count, max_by(line_id, abs(amount_minor)) as example_line_id
            from pub_portal__entries
            where
                partner_id = $partner and currency_code = $currency
                and calendar_id = $calendar and period_id = $period and entry_kind <> 'line'
            group by all
        ) as e
    ) as booked
"""


def overview_get(
    release: Release, partner_id: str, *, period_id: str | None = None,
    currency_code: str | None = None, of_brand: BrandWish | None = None,
) -> Overview | None:  # fmt: skip
    """The Overview of one partner; None when period or currency are not known here. 2 queries.

    `of_brand` narrows commission, days, components and clients; balance and changes are of all.
    """
    standing = release.row(_STANDING, partner=partner_id)
    rows: list[Row] = standing["periods"] or []
    choice = choose(release, rows, period_id, currency_code)
    if choice is None:
        return None
    period, code = choice.period, choice.currency_code
    before = release.period_before(period)
    if of_brand:
        detail = brand_detail(release, partner_id, choice, before, of_brand)
    else:
        detail = release.row(
            _PERIOD, partner=partner_id, currency=code, calendar=period.calendar_id,
            period=period.period_id, to_day=period.ends_on,
            from_day=before.starts_on if before else period.starts_on,
        )  # fmt: skip
    own = {
        (row["calendar_id"], row["period_id"]): row for row in rows if row["currency_code"] == code
    }
    row_before = own.get((before.calendar_id, before.period_id)) if before else None
    row = own.get((period.calendar_id, period.period_id))
    late = [r for r in standing["pending"] or [] if r["currency_code"] == code]
    booked = [] if of_brand else (detail["booked"] or []) + (late if period.is_open else [])
    if of_brand:  # corrections are not told apart by brand; what is carried is one for all
        row = brand_figures(detail, period) | {"carried_minor": (row or {}).get("carried_minor")}
        row_before = brand_figures(detail, before, before=True) if before and row_before else None
    return Overview(
        choice=choice,
        before=before,
        figures=_figures(release, row, code),
        figures_before=_figures(release, row_before, code) if row_before else None,
        days={row["day"]: row for row in detail.get("days") or []},
        totals=() if of_brand else _totals(release, own, period, code),
        components=components_of(release, detail.get("components") or []),
        corrections=tuple(_correction(release, one, code) for one in booked),
        balance=balance_of(release, standing["balances"] or [], code),
        held_open=held_open_of(release, rows, code),
        changes=tuple(
            Change(
                changed_at=row["changed_at"], change_code=row["change_code"],
                component_id=row["component_id"], period_id=row["period_id"],
                line_count=row["line_count"],
                amount=release.money(row["amount_minor"], row["currency_code"]),
            )
            for row in standing["changes"] or []
        ),
        brands=tuple(standing["brands"] or ()),
    )  # fmt: skip


def components_of(release: Release, rows: list[Row]) -> tuple[Component, ...]:
    """Components, the direct ones first, by amount within a level."""
    found = [
        Component(
            component_id=row["component_id"], component_type=row["component_type"],
            level=row["level"], symbol_group=row["symbol_group"] or "", state=row["state"],
            quantity=row["quantity"] or Decimal(0), quantity_unit=row["quantity_unit"],
            rate=row["rate"], rate_unit=row["rate_unit"], line_count=row["line_count"],
            amount=release.money(row["amount_minor"], row["currency_code"]),
            deal_id=row["deal_id"], example_line_id=row["example_line_id"],
        )
        for row in rows
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda c: (c.level, c.component_id, -c.amount.minor)))


def balance_of(release: Release, rows: list[Row], code: str) -> Balance:
    """The balance in one currency; zero when the partner has none in it."""
    row = next((r for r in rows if r["currency_code"] == code), {})
    names = ("pending", "locked", "held", "on_hold", "cleared", "booked")
    return Balance(*(release.money(row.get(f"{name}_minor"), code) for name in names))


def _totals(
    release: Release, own: dict[tuple[str, str], Row], period: Period, code: str
) -> tuple[tuple[Period, Money], ...]:
    """Commission of each period of the calendar up to `period`, oldest first, at most 12."""
    same = [
        p
        for p in release.periods
        if p.calendar_id == period.calendar_id and p.period_no <= period.period_no
    ]
    found = [(p, own.get((p.calendar_id, p.period_id))) for p in same[-12:]]
    while found and found[0][1] is None:
        found.pop(0)
    return tuple(
        (p, release.money(row["commission_minor"] if row else 0, code)) for p, row in found
    )


def held_open_of(release: Release, rows: list[Row], code: str) -> Money:
    """What is under review in open periods: not booked, so the balance counts it as pending."""
    opened = {(p.calendar_id, p.period_id) for p in release.periods if p.is_running}
    held = sum(
        row["held_minor"] or 0
        for row in rows
        if row["currency_code"] == code and (row["calendar_id"], row["period_id"]) in opened
    )
    return release.money(held, code)


def _figures(release: Release, row: Row | None, code: str) -> PeriodFigures:
    found = row or {}

    def count(name: str) -> int:
        return int(found.get(name) or 0)

    def money(name: str) -> Money:
        return release.money(found.get(f"{name}_minor"), code)

    return PeriodFigures(
        clicks=count("clicks"), registrations=count("registrations"),
        first_deposits=count("first_deposits"), active_clients=count("active_clients"),
        sales=count("sales"), lots=found.get("lots") or Decimal(0),
        net_revenue=money("net_revenue"), commission=money("commission"), locked=money("locked"),
        held=money("held"), carried=money("carried"), line_count=count("line_count"),
    )  # fmt: skip


def _correction(release: Release, row: Row, code: str) -> Correction:
    return Correction(
        origin_period_id=row["origin_period_id"], kind=row["kind"],
        amount=release.money(row["amount_minor"], code), line_count=row["line_count"],
        example_line_id=row["example_line_id"],
    )  # fmt: skip
