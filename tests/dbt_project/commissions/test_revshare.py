"""Revenue shares: bases, deductions, steps, carryover and gates; the numbers of COMMISSIONS."""

from __future__ import annotations

from decimal import Decimal

import pytest


@pytest.mark.parametrize(("kind", "amount"), [("slab", 900), ("marginal", 700)])
def test_a_base_of_6000_is_priced_by_its_step_or_by_slices(amounts, kind, amount):
    assert amounts(kind, "period_id", where="exact_amount <> 0") == {"2026-01": amount}


def test_the_slices_of_a_marginal_price_stand_beside_it(query):
    rows = query(
        "select quantity, rate, amount from commissions.com_line_facts "
        "where program_id = 'marginal' and section = 'slice' order by position"
    )
    assert rows[:2] == [(4000, Decimal("0.10"), 400), (2000, Decimal("0.15"), 300)]


@pytest.mark.parametrize(
    ("program", "paid"),
    [
        ("carry_full", {"2026-01": 0, "2026-02": 3000}),
        ("carry_none", {"2026-01": 0, "2026-02": 5000}),
        ("after_carryover", {"2026-01": 0, "2026-02": 1200}),
        ("on_period_base", {"2026-01": 0, "2026-02": 1800}),
        ("commission_level", {"2026-01": 0, "2026-02": 2400}),
        ("carry_expiry", {"2026-01": 0, "2026-02": 0, "2026-03": 0, "2026-04": 50}),
    ],
)
def test_what_is_carried_is_paid_after(amounts, program, paid):
    found = amounts(program, "period_id", where=f"period_id <= '{max(paid)}'")
    assert found == paid


def _carry(query, program: str, period: str) -> dict[str, Decimal]:
    return dict(
        query(
            "select code, amount from commissions.com_line_facts "
            f"where program_id = '{program}' and period_id = '{period}' and section = 'carry'"
        )
    )


def test_a_cap_cuts_the_newest_negative(query):
    assert _carry(query, "carry_cap", "2026-02") == {
        "opening": -250, "closing": -300, "written_off": 70,
    }  # fmt: skip


def test_what_is_not_used_in_time_is_written_off(query):
    assert _carry(query, "carry_expiry", "2026-03") == {"opening": -100, "written_off": 70}
    assert _carry(query, "carry_expiry", "2026-04") == {}


def test_a_commission_carried_is_shown_as_commission(query):
    assert _carry(query, "commission_level", "2026-01") == {"closing": -1200}


def test_each_deal_finds_its_step_on_its_own_events(amounts):
    assert amounts("two_deals", "deal_id", where="period_id = '2026-03'") == {"D1": 300, "D2": 300}


def _bases(query, period: str) -> dict[str, Decimal]:
    return dict(
        query(
            "select subject, amount from commissions.com_line_facts where section = 'client' "
            f"and program_id = 'percentage' and period_id = '{period}'"
        )
    )


def test_a_percentage_is_shared_by_signed_quantity_unless_the_total_is_negative(query):
    assert _bases(query, "2026-01") == {"A": 720, "B": -240}
    assert _bases(query, "2026-02") == {"A": 900, "B": -1000}


def test_each_deduction_is_its_own_number(query):
    rows = query(
        "select code, amount from commissions.com_line_facts where section = 'deduction' "
        "and program_id = 'percentage' and period_id = '2026-01' order by position"
    )
    assert rows == [("gross", 600), ("fees.provider", 120)]


def test_deductions_are_taken_in_the_order_of_their_list(query, amounts):
    rows = query(
        "select code, sum(amount) from commissions.com_line_facts where section = 'deduction' "
        "and program_id = 'ordered_deductions' and period_id = '2026-01' group by 1"
    )
    assert dict(rows) == {
        "gross": 1000, "bonus_cost": 100, "fees.provider": 100, "fees.licence": 40, "fees.tax": 60,
        "fees.payment": 10,
    }  # fmt: skip
    assert amounts("ordered_deductions", "period_id")["2026-01"] == Decimal("345.00")


def test_accounts_net_inside_themselves_only(amounts, query):
    assert amounts("deal_scope", "period_id")["2026-01"] == 500
    assert amounts("client_scope", "period_id")["2026-01"] == 750
    assert _carry(query, "client_scope", "2026-01") == {"closing": -1000}


def test_a_gate_says_what_was_asked_and_found(query):
    rows = query(
        "select period_id, code, asked, found, verdict, amount, unit "
        "from commissions.com_line_facts where program_id = 'gate' and section = 'condition' "
        "and period_id <= '2026-03' order by 1"
    )
    assert {row[1:3] for row in rows} == {("active_clients", "4.0000")}
    assert {row[0]: row[4] for row in rows} == {
        period: "met" if Decimal(found) >= 4 else "not_met"
        for period, _code, _asked, found, *_rest in rows
    }
    assert {"met", "not_met"} <= {row[4] for row in rows}
    assert {row[5:] for row in rows} == {(None, None)}


def test_a_gate_locks_and_the_first_period_that_meets_it_releases(query):
    rows = query(
        "select period_id, line_kind, exact_amount, state from commissions.com_lines "
        "where program_id = 'gate' and period_id <= '2026-03' order by 1, 2"
    )
    assert rows == [
        ("2026-01", "earned", 200, "locked"),
        ("2026-02", "earned", 0, "approved"),
        ("2026-03", "earned", 175, "approved"),
        ("2026-03", "released", 200, "approved"),
    ]


def test_every_base_has_its_own_quantity(amounts):
    found = amounts("bases", "partner_id", "period_id", where="exact_amount <> 0")
    assert found == {
        ("P-net_revenue", "2026-01"): 55, ("P-turnover", "2026-01"): 100,
        ("P-net_deposits", "2026-01"): 20, ("P-net_sales", "2026-01"): 20,
    }  # fmt: skip


def test_a_refund_lowers_net_sales_on_its_own_date(query):
    rows = query(
        "select base_amount from commissions.com_lines "
        "where program_id = 'bases' and partner_id = 'P-net_sales' and period_id = '2026-02'"
    )
    assert rows == [(-50,)]


@pytest.mark.parametrize(
    ("per", "january", "february"),
    # by client: 18 of A's advance are open after January, and take all of its 12 in February
    [("deal", 7, 37), ("client", 25, 25)],
)
def test_an_advance_is_earned_back_before_the_share_is_paid(amounts, per, january, february):
    where = "component_type = 'revshare' and period_id <= '2026-02'"
    assert amounts(f"recoup_{per}", "period_id", where=where) == {
        "2026-01": january, "2026-02": february,
    }  # fmt: skip


def test_the_open_advance_stands_beside_the_line(query):
    rows = query(
        "select code, subject, amount from commissions.com_line_facts where section = 'recoup' "
        "and program_id = 'recoup_client' and period_id = '2026-01' order by position"
    )
    assert rows == [("advance", "A", 30), ("recouped", "A", 12), ("open", "A", 18)]
