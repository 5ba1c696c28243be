"""Carryover: caps, expiry, scopes, changes of words (COMMISSIONS, Carryover; RULINGS)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from commission_rules.compiler import RuleErrors
from tests.commission_rules.builders import cpa, revshare, version
from tests.dbt_project.agreed import Agreed, computed, paid, rows_of
from tests.dbt_project.cases.periods import NO_CARRY, base, carryover, facts, share
from tests.dbt_project.formulas import wrong_formulas

AS_OF = datetime(2029, 3, 20)  # noqa: DTZ001 - UTC without zone, as the warehouse has it


def _monthly(program_id: str, amounts: list[int], **component: Any) -> Agreed:
    program = share(program_id, **{"share": "1", **component})
    for month, amount in enumerate(amounts, 1):
        base(program, "A", month, amount)
    return program


def _long_expiry() -> Agreed:
    """Usable in the 30 periods that follow January 2026: July 2028 is the last one."""
    program = share("long_expiry", share="1", carryover=carryover(expires_after="30"))
    program.more_years(2029)
    base(program, "A", "2026-01", -1000)
    for month, amount in (("2028-07", 400), ("2028-08", 300)):
        base(program, "A", month, amount)
    return program


def _versions(program_id: str, before: dict[str, Any], after: dict[str, Any], day: str) -> Agreed:
    """A plan whose second version changes the share from a day on."""
    program = Agreed(program_id)
    program.partner("P0")
    first = version(revshare(**before), valid_to=None)
    second = version(revshare(**after), valid_from=day, recorded_on="2026-01-15")
    program.agree("P0", versions=[{**first, "valid_to": _day_before(day)}, second])
    program.client("A", "P0")
    for month, amount in ((1, -1000), (2, 300), (3, 300)):
        base(program, "A", month, amount)
    return program


def _day_before(day: str) -> str:
    return {"2026-02-01": "2026-01-31", "2026-02-10": "2026-02-09"}[day]


def _brand() -> Agreed:
    """A brand's carryover survives a change of deal, a deal's does not."""
    program = Agreed("brand")
    for partner, scope in (("B", "brand"), ("D", "deal")):
        program.partner(partner)
        component = revshare(share="1", carryover=carryover(scope=scope))
        program.agree(partner, component, deal_id=f"{partner}1", until="2026-01-31")
        program.agree(partner, component, deal_id=f"{partner}2", since="2026-02-01")
        program.client(f"c{partner}", partner)
        base(program, f"c{partner}", 1, -1000)
        base(program, f"c{partner}", 2, 1500)
    return program


def _products() -> Agreed:
    program = share("by_product", share=[{"product": "casino", "value": "0.5"}, {"value": "0.1"}],
                    carryover=carryover(scope="product"))  # fmt: skip
    base(program, "A", 1, -1000)
    base(program, "A", 1, 500, "sports")
    base(program, "A", 2, 1500)
    return program


def _capped() -> Agreed:
    """At most 500 a period and 800 in the life of the deal."""
    caps = [{"per": "deal", "window": "life", "amount": "800"},
            {"per": "deal", "window": "period", "amount": "500"}]  # fmt: skip
    return _monthly("capped", [600, 200, 300, 50], carryover=NO_CARRY, caps=caps)


def _recoup() -> Agreed:
    """CPA 30 for A only; share A 12, B 25: 7.00, and in February all of it."""
    program = Agreed("recoup")
    program.partner("P0")
    condition = {"metric": "first_deposit", "at_least": "10"}
    program.agree(
        "P0", cpa(amount="30", conditions=[condition]),
        revshare(share="0.10", carryover=NO_CARRY, recoup={"from": "cpa", "per": "deal"}),
    )  # fmt: skip
    program.client("A", "P0")
    program.client("B", "P0")
    program.conversion("deposit", "d1", "A", "2026-01-05 10:00:00", 10)
    for month in (1, 2):
        base(program, "A", month, 120)
        base(program, "B", month, 250)
    return program


@pytest.fixture(scope="module")
def found():
    once = {"share": "1", "carryover": carryover()}
    return computed(
        [
            _long_expiry(), _brand(), _products(), _capped(), _recoup(),
            _monthly("capped_carry", [-250, -120], share="0.25", carryover=carryover(cap="300")),
            _monthly("short_expiry", [-100, 0, 30, 50], carryover=carryover(expires_after="2")),
            # the older -200 expires first, then the cap cuts the newest
            _monthly("both", [-200, -150, -100, 20, 400],
                     carryover=carryover(cap="300", expires_after="2")),
            _monthly("cap_by_commission", [-2000, 3000], share="0.25",
                     carryover=carryover(level="commission", cap="300")),
            _versions("same_words", once, {**once, "share": "0.5"}, "2026-02-01"),
            _versions("other_level", once,
                      {"share": "1", "carryover": carryover(level="commission")}, "2026-02-01"),
            _versions("new_cap", once, {"share": "1", "carryover": carryover(cap="500")},
                      "2026-02-01"),
        ],
        AS_OF,
    )  # fmt: skip


def _carry(found, program: str, period: str) -> dict[str, Decimal]:
    return dict(facts(found, program, "carry", period, "code", "amount"))


def test_after_every_period_at_most_the_cap_is_carried_the_newest_is_cut(found):
    assert _carry(found, "capped_carry", "2026-02") == {
        "opening": -250, "closing": -300, "written_off": 70,
    }  # fmt: skip


def test_a_negative_is_usable_in_the_n_periods_that_follow(found):
    assert _carry(found, "short_expiry", "2026-03") == {"opening": -100, "written_off": 70}
    assert paid(found, "short_expiry") == {"2026-04": 50}


def test_an_expiry_may_be_longer_than_two_years(found):
    assert _carry(found, "long_expiry", "2028-07") == {"opening": -1000, "written_off": 600}
    assert paid(found, "long_expiry") == {"2028-08": 300}


def test_what_expires_is_written_off_before_the_cap_is_applied(found):
    # February carries 200 and 100 of 150; March loses the 200 and keeps 100 and 100
    assert _carry(found, "both", "2026-02") == {
        "opening": -200, "closing": -300, "written_off": 50,
    }  # fmt: skip
    assert _carry(found, "both", "2026-03") == {
        "opening": -300, "closing": -200, "written_off": 200,
    }  # fmt: skip
    # April uses 20 of February's, whose rest of 80 expires
    assert _carry(found, "both", "2026-04") == {
        "opening": -200, "closing": -100, "written_off": 80,
    }  # fmt: skip
    assert paid(found, "both") == {"2026-05": 300}


def test_a_cap_is_in_the_unit_of_the_level(found):
    # -500 of commission, cut to -300
    assert paid(found, "cap_by_commission") == {"2026-02": 450}


def test_a_brands_carryover_survives_a_change_of_deal(found):
    assert paid(found, "brand", "partner_id") == {"B": 500, "D": 1500}


def test_each_product_is_its_own_account_at_its_own_rate(found):
    assert paid(found, "by_product") == {"2026-01": 50, "2026-02": 250}


def test_a_version_with_the_same_words_goes_on_with_what_is_carried(found):
    assert paid(found, "same_words") == {}
    assert _carry(found, "same_words", "2026-03")["opening"] == -700


def test_a_change_of_level_starts_with_nothing_carried(found):
    assert paid(found, "other_level") == {"2026-02": 300, "2026-03": 300}


def test_a_new_cap_applies_from_its_first_period_on(found):
    # February: -1000 + 300 = -700, cut to -500
    assert _carry(found, "new_cap", "2026-02") == {
        "opening": -1000, "closing": -500, "written_off": 200,
    }  # fmt: skip


def test_a_period_and_a_life_cap_per_deal(found):
    rows = found.ask(
        "select exact_amount, reason_code from commissions.com_lines "
        "where program_id = 'capped' and period_id <= '2026-04' order by period_id"
    )
    assert [tuple(row.values()) for row in rows] == [
        (500, "capped"), (200, None), (100, "capped"), (0, "capped"),
    ]  # fmt: skip


def test_an_advance_is_earned_back_before_the_share_is_paid(found):
    share_alone = "component_type = 'revshare'"
    assert paid(found, "recoup", "period_id", where=share_alone) == {
        "2026-01": 7, "2026-02": 37,
    }  # fmt: skip
    assert facts(found, "recoup", "recoup", "2026-01", "code", "amount") == [
        ("advance", 30), ("recouped", 30), ("open", 0),
    ]  # fmt: skip


def test_a_share_does_not_change_inside_a_period():
    once = {"share": "1", "carryover": carryover()}
    with pytest.raises(RuleErrors, match="inside a period"):
        rows_of([_versions("inside", once, {**once, "share": "0.5"}, "2026-02-10")])


@pytest.mark.parametrize(
    ("component", "message"),
    [
        ({"share": [{"product": "slots", "value": "0.3"}]}, "needs carryover scope product"),
        ({"share": [{"country": "DE", "value": "0.3"}]}, "needs carryover scope client"),
        (
            {
                "carryover": carryover(scope="product"),
                "deductions": [{"code": "fees.pay", "share": "0.02", "of": "withdrawals"}],
            },
            "has no product",
        ),
        (
            {
                "carryover": carryover(scope="client"),
                "tiers": {"kind": "marginal", "metric": "base",
                          "steps": [{"from": "0", "share": "0.1"}]},
            },
            "marginal steps cannot be found",
        ),
        ({"carryover": carryover(scope="record")}, "never carried"),
        ({"caps": [{"per": "client", "amount": "5"}]}, "priced by period"),
    ],
)  # fmt: skip
def test_what_scopes_cannot_carry_is_refused(component, message):
    with pytest.raises(RuleErrors, match=message):
        rows_of([share("refused", **component)])


def test_the_printed_formula_gives_the_amount(found):
    assert wrong_formulas(found) == []
