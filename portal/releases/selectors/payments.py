"""What the Payments page reads from a release: balances, and the statements that make them up."""

from __future__ import annotations

from dataclasses import dataclass

from portal.payouts.money import Rates
from portal.releases.money import Money
from portal.releases.reader import Release
from portal.releases.selectors.overview import Balance, balance_of, held_open_of


@dataclass(frozen=True, slots=True)
class Closed:
    """One statement's total, for the sum that becomes a payment."""

    calendar_id: str
    period_id: str
    total: Money


@dataclass(frozen=True, slots=True)
class Standing:
    """One partner's balance in one currency."""

    currency_code: str
    balance: Balance
    held_open: Money
    statements: tuple[Closed, ...]


def rates_of(release: Release) -> Rates:
    """The release's exchange rates, for a threshold; the freeze converts at its own day's."""
    return Rates(
        {"currency_code": code, "rate_on": rate.rate_on, "units_per_eur": rate.units_per_eur,
         "source": rate.source}
        for code, rate in release.display_rates.items()
    )  # fmt: skip


_BALANCES = """
select
    (select list(b order by b.booked_minor desc) from pub_portal__balances as b
     where b.partner_id = $partner) as balances,
    (select list(p) from pub_portal__partner_periods as p
     where p.partner_id = $partner and p.held_minor <> 0) as periods,
    (select list(s order by s.ends_on desc) from pub_portal__statements as s
     where s.partner_id = $partner) as statements
"""


def standing_list(release: Release, partner_id: str) -> tuple[Standing, ...]:
    """Balances of one partner, one a currency, the largest first. 1 query."""
    row = release.row(_BALANCES, partner=partner_id)
    balances = row["balances"] or []
    return tuple(
        Standing(
            currency_code=balance["currency_code"],
            balance=balance_of(release, balances, balance["currency_code"]),
            held_open=held_open_of(release, row["periods"] or [], balance["currency_code"]),
            statements=tuple(
                Closed(
                    calendar_id=s["calendar_id"], period_id=s["period_id"],
                    total=release.money(s["total_minor"], s["currency_code"]),
                )
                for s in row["statements"] or []
                if s["currency_code"] == balance["currency_code"]
            ),
        )
        for balance in balances
    )  # fmt: skip
