"""The high-roller fence (COMMISSIONS, Carryover): both examples, products, cents and refusals."""

from __future__ import annotations

from decimal import Decimal

import pytest

from commission_rules.compiler import RuleErrors
from tests.dbt_project.agreed import computed, paid, rows_of
from tests.dbt_project.cases.periods import NO_CARRY, base, carryover, facts, share
from tests.dbt_project.formulas import wrong_formulas

FENCE = {"threshold": "10000"}


def _months():
    """25 %, policy none: X -40000, Y -20000, others +15000; then X +35000, others +2000."""
    program = share("fence", "XYO", fence=FENCE)
    for client, amount in (("X", -40000), ("Y", -20000), ("O", 15000)):
        base(program, client, 1, amount)
    base(program, "X", 2, 35000)
    base(program, "O", 2, 2000)
    return program


def _rest():
    """Clients -12000 (fenced), -9000, +4000: 12000 fenced, -5000 to the policy."""
    program = share("fence_rest", "XYO", fence=FENCE, carryover=carryover())
    for client, amount in (("X", -12000), ("Y", -9000), ("O", 4000)):
        base(program, client, 1, amount)
    base(program, "O", 2, 6000)
    base(program, "X", 3, 20000)
    return program


def _boundary():
    """Exactly minus the threshold is fenced; one unit above is not."""
    program = share("fence_boundary", "XY", fence=FENCE, carryover=carryover())
    base(program, "X", 1, -10000)
    base(program, "Y", 1, -9999)
    return program


def _cents():
    """100.00 missing, three clients with equal negatives: 33.34 for the smaller id."""
    program = share("fence_cents", "XYZO", fence={"threshold": "200"})
    for client in "XYZ":
        base(program, client, 1, -200)
    base(program, "O", 1, 500)
    return program


def _product():
    """Only casino is looked at; what is left nets with sports as usual."""
    program = share("fence_product", "XO", fence={**FENCE, "product": "casino"},
                    carryover=carryover())  # fmt: skip
    base(program, "X", 1, -30000)
    base(program, "O", 1, 10000)
    base(program, "O", 1, 8000, "sports")
    base(program, "X", 1, -500, "sports")
    base(program, "X", 2, 5000, "sports")
    base(program, "X", 3, 25000)
    return program


def _thirds():
    """A base with 12 decimals: all of it is fenced, nothing is left over."""
    rule = {"code": "fees.pay", "share": "0.333333", "of": "deposits"}
    fence = {"threshold": "10"}
    program = share("fence_thirds", "X", fence=fence, base="turnover", deductions=[rule])
    program.rate("2026-01-09", "USD", "1.17130000")
    program.conversion("deposit", "d1", "X", "2026-01-10 10:00:00", "494.07", currency_code="USD")
    return program


@pytest.fixture(scope="module")
def found():
    return computed([_thirds(), _months(), _rest(), _boundary(), _cents(), _product()])


def _fenced(found, program, period, code="fenced"):
    rows = facts(found, program, "fence", period, "code", "subject", "amount")
    return {subject: amount for which, subject, amount in rows if which == code}


def test_what_is_missing_is_fenced_pro_rata_and_the_period_pays_nothing(found):
    assert _fenced(found, "fence", "2026-01") == {"X": 30000, "Y": 15000}
    assert paid(found, "fence", where="period_id = '2026-01'") == {}


def test_a_later_positive_base_of_the_same_client_uses_up_what_is_fenced(found):
    assert paid(found, "fence") == {"2026-02": Decimal("1750.00")}
    assert _fenced(found, "fence", "2026-02", "used") == {"X": 30000, "Y": 0}
    assert _fenced(found, "fence", "2026-02", "closing") == {"X": 0, "Y": 15000}


def test_what_clients_below_the_threshold_lost_follows_the_policy(found):
    assert _fenced(found, "fence_rest", "2026-01") == {"X": 12000}
    carried = facts(found, "fence_rest", "carry", "2026-01", "code", "amount")
    assert carried == [("closing", -5000)]
    # February: 6000 - 5000; March: X has 12000 to use up
    assert paid(found, "fence_rest") == {"2026-02": 250, "2026-03": 2000}


def test_exactly_minus_the_threshold_is_fenced(found):
    assert _fenced(found, "fence_boundary", "2026-01") == {"X": 10000}
    carried = facts(found, "fence_boundary", "carry", "2026-01", "code", "amount")
    assert carried == [("closing", -9999)]


def test_cents_go_by_largest_remainder_ties_to_the_smaller_client(found):
    assert _fenced(found, "fence_cents", "2026-01") == {
        "X": Decimal("33.34"), "Y": Decimal("33.33"), "Z": Decimal("33.33"),
    }  # fmt: skip


def test_a_fence_on_one_product_leaves_that_product_at_zero_or_below(found):
    assert _fenced(found, "fence_product", "2026-01") == {"X": 20000}
    # casino is 0 then; sports 7500; in March 20000 of casino are used up
    assert paid(found, "fence_product") == {"2026-01": 1875, "2026-02": 1250, "2026-03": 1250}


def test_regression_nothing_is_left_of_a_base_with_many_decimals(found):
    """Regression: a part of 1E-11 stayed, because a CASE over two types gave up decimals."""
    (row,) = found.ask(
        "select base_amount, opening_amount from intermediate.int_revshare_accounts__priced "
        "where program_id = 'fence_thirds' and period_id = '2026-01'"
    )
    assert tuple(row.values()) == (0, 0)
    assert paid(found, "fence_thirds") == {}


@pytest.mark.parametrize("scope", ["client", "record"])
def test_a_fence_is_refused_where_clients_are_netted_by_themselves(scope):
    with pytest.raises(RuleErrors, match="fence cannot be kept"):
        rows_of([share("refused", fence=FENCE, carryover={**NO_CARRY, "scope": scope})])


def test_the_printed_formula_gives_the_amount(found):
    assert wrong_formulas(found) == []
