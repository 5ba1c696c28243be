"""Whatever the ledger holds: every cent is paid, carried, held, waiting or reserved, and once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.partners.models import Partner
from portal.payouts.balances import balances_of
from portal.payouts.models import PayoutMethod
from portal.payouts.money import Rates, convert
from portal.payouts.plan import Paid, plan_of
from portal.reviews.holds import Hold
from tests.portal.payouts.world import RATES, entry

ON = date(2026, 12, 4)
NOW = datetime(2026, 12, 4, 6, tzinfo=UTC)
NAMES = ("P-1", "P-2", "P-3")
HOLDS = [
    Hold("R-1", "client", "c1", None, ON, "held"),
    Hold("R-2", "line", "l1", date(2026, 11, 1), None, "rejected"),
]


def people() -> dict[str, Partner]:
    """One paid in euro, one with a threshold, one suspended."""
    common = {"identity_verified_on": ON, "payout_currency_code": "EUR"}
    return {
        "P-1": Partner(pk=1, partner_id="P-1", status="active", threshold_minor=0, **common),
        "P-2": Partner(pk=2, partner_id="P-2", status="active", threshold_minor=5_000, **common),
        "P-3": Partner(pk=3, partner_id="P-3", status="suspended", threshold_minor=0, **common),
    }


def methods() -> dict[int, PayoutMethod]:
    return {
        number: PayoutMethod(
            kind="sepa", state="active", usable_from=NOW - timedelta(days=1), changed_at=NOW
        )
        for number in (1, 2, 3)
    }


entries = st.lists(
    st.builds(
        entry,
        st.integers(-50_000, 50_000),
        st.sampled_from(NAMES),
        currency_code=st.sampled_from(("USD", "GBP", "EUR")),
        payable_from=st.sampled_from((ON - timedelta(days=9), ON, ON + timedelta(days=1))),
        event_on=st.sampled_from((date(2026, 10, 31), date(2026, 11, 1))),
        client_id=st.sampled_from((None, "c1", "c2")),
        line_id=st.sampled_from((None, "l1", "l2")),
    ),
    max_size=30,
)
reservations = st.dictionaries(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(("USD", "GBP", "EUR"))),
    st.integers(1, 40_000),
    max_size=4,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=entries, reserved=reservations)
def test_what_is_paid_carried_held_waiting_and_reserved_adds_up_to_the_ledger(
    rows: list[dict[str, Any]], reserved: dict[tuple[str, str], int]
) -> None:
    balances = balances_of(rows, HOLDS, ON)
    plan = plan_of(
        balances=balances,
        reserved=reserved,
        partners=people(),
        methods=methods(),
        rates=Rates(RATES),
        program_currency="USD",
        on=ON,
        now=NOW,
    )
    for key in {*balances, *reserved}:
        ledger = sum(
            row["amount_minor"] for row in rows if (row["partner_id"], row["currency_code"]) == key
        )
        mine = [*plan.payments, *plan.carried]
        told = sum(x.amount_minor for x in mine if (x.partner.partner_id, x.currency_code) == key)
        waiting = balances[key].waiting_minor if key in balances else 0
        assert told + waiting + reserved.get(key, 0) == ledger
    assert len({(p.partner.partner_id, p.currency_code) for p in plan.payments}) == len(
        plan.payments
    )
    for paid in plan.payments:
        assert_payable(paid)


def assert_payable(paid: Paid) -> None:
    assert paid.partner.status == "active"
    assert paid.amount_minor > 0
    assert paid.payout_minor >= max(paid.partner.threshold_minor, 1)
    assert paid.payout_minor == convert(
        paid.amount_minor, paid.currency_code, "EUR", paid.rate.value
    )


def test_a_held_client_s_part_of_a_period_line_is_not_paid() -> None:
    """Regression: a period's line names no client, and all of it was paid."""
    row = entry(10_000, "P-1", line_id="period-line", client_id=None, event_on=ON, payable_from=ON)
    parts = [
        {"line_id": "period-line", "client_id": "c1", "event_on": ON, "part_minor": 4_000},
        {"line_id": "period-line", "client_id": "c2", "event_on": ON, "part_minor": 6_000},
    ]
    (balance,) = balances_of([row], HOLDS, ON, parts).values()
    assert (balance.cleared_minor, balance.held) == (6_000, {HOLDS[0]: 4_000})


def test_what_a_rejected_client_leaves_in_a_period_line_is_not_paid() -> None:
    """Regression: between the verdict and the reversal the part of the client was paid."""
    rejected = Hold("R-3", "client", "c1", None, None, "rejected")
    row = entry(10_000, "P-1", line_id="period-line", client_id=None, event_on=ON, payable_from=ON)
    parts = [{"line_id": "period-line", "client_id": None, "event_on": ON, "part_minor": 4_000}]
    (balance,) = balances_of([row], [rejected], ON, parts).values()
    assert (balance.cleared_minor, balance.held) == (6_000, {rejected: 4_000})
