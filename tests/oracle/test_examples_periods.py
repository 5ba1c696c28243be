"""Period components give the numbers of COMMISSIONS and RULINGS."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.oracle.bases import bases_of
from tests.oracle.metrics import Moment, facts_in
from tests.oracle.period_terms import in_period
from tests.oracle.reading import read
from tests.oracle.story import NOW, Spec, Story, dec, lot, share, steps

TWO_STEPS = steps(("0", "0.10"), ("4000", "0.15"))
TO_10000 = steps(("0", "0.20"), ("10000", "0.30"))


def _tiers(table: list[Spec], kind: str = "slab", metric: str = "base", **more: Any) -> Spec:
    return {"kind": kind, "metric": metric, "steps": table, **more}


def _base(story: Story, client: str, month: int, base: int, product: str = "casino") -> None:
    story.activity(client, f"2026-{month:02}-10", product=product,
                   stakes=max(base, 0), payouts=max(-base, 0))  # fmt: skip


def _story(*components: Spec, clients: str = "AB", **version: Any) -> Story:
    story = Story()
    story.plan("plan", *components, **version)
    story.partner("P0")
    story.agree("P0", "plan")
    for client in clients:
        story.client(client, "P0")
    return story


def _monthly(component: Spec, *bases: int) -> dict[Any, Decimal]:
    story = _story(component)
    for month, base in enumerate(bases, 1):
        _base(story, "A", month, base)
    return {str(k)[-2:]: amount for k, amount in story.amounts("period_id").items()}


def test_two_deals_in_one_period_are_computed_alone() -> None:
    story = Story()
    story.plan("plan", share(tiers=_tiers(TWO_STEPS)))
    story.partner("P0")
    story.agree("P0", "plan", until="2026-01-15", deal_id="D1")
    story.agree("P0", "plan", since="2026-01-16", deal_id="D2")
    story.client("A", "P0")
    story.activity("A", "2026-01-15", stakes=3000)
    story.activity("A", "2026-01-16", stakes=3000)
    assert story.amounts("deal_id") == dec(D1="300", D2="300")


@pytest.mark.parametrize(("kind", "amount"), [("slab", 900), ("marginal", 700)])
def test_10_percent_from_0_and_15_from_4000(kind: str, amount: int) -> None:
    assert _monthly(share(tiers=_tiers(TWO_STEPS, kind)), 6000) == {"01": amount}


@pytest.mark.parametrize(("policy", "amount"), [("full", 3000), ("none", 5000)])
def test_minus_8000_then_20000(policy: str, amount: int) -> None:
    assert _monthly(share(policy, share="0.25"), -8000, 20000) == {"02": amount}


@pytest.mark.parametrize(
    ("level", "on", "amount"),
    [("base", "after_carryover", 1200), ("base", "period_base", 1800),
     ("commission", "after_carryover", 2400)],
)  # fmt: skip
def test_minus_6000_then_12000(level: str, on: str, amount: int) -> None:
    component = share("full", level, tiers=_tiers(TO_10000, on=on))
    assert _monthly(component, -6000, 12000) == {"02": amount}


def test_a_negative_base_is_priced_at_the_first_step() -> None:
    table = steps(("0", "0.20"), ("5000", "0.30"))
    component = share("full", "commission", tiers=_tiers(table))
    assert _monthly(component, -1000, 5000) == {"02": 1300}


def test_a_cap_of_300_cuts_the_newest() -> None:
    """Carried -250, then -120: carried -300; +310 is paid on 10."""
    assert _monthly(share("full", share="1", cap="300"), -250, -120, 310) == {"03": 10}


def test_what_expires_after_2_periods() -> None:
    component = share("full", share="1", expires_after="2")
    assert _monthly(component, -100, 0, 30, 50) == {"04": 50}


@pytest.mark.parametrize(("a", "b", "amount"), [(900, -300, 120), (900, -1000, 0)])
def test_a_percentage_of_gross(a: int, b: int, amount: int) -> None:
    fee = {"code": "fees.provider", "share": "0.20", "of": "gross"}
    story = _story(share(share="0.25", deductions=[fee]))
    _base(story, "A", 1, a)
    _base(story, "B", 1, b)
    assert sum(story.amounts("period_id").values(), Decimal(0)) == amount


@pytest.mark.parametrize(("b", "bases"), [(-300, (720, -240)), (-1000, (900, -1000))])
def test_a_client_has_its_own_part_of_a_percentage(b: int, bases: tuple[int, int]) -> None:
    fee = {"code": "fees.provider", "share": "0.20", "of": "gross"}
    story = _story(share(share="1", deductions=[fee]))
    _base(story, "A", 1, 900)
    _base(story, "B", 1, b)
    world = read(story.facts(), NOW)
    period = world.periods[0]
    component = in_period(world, period, ("revshare",))[0]
    facts = facts_in(world, Moment(component, period), period.first, period.last)
    found = {part.client_id: part.base for part in bases_of(world, component, facts)}
    assert found == dict(zip("AB", bases, strict=True))


@pytest.mark.parametrize(("scope", "amount"), [("deal", 500), ("client", 750)])
def test_a_minus_1000_and_b_3000(scope: str, amount: int) -> None:
    story = _story(share("full", "base", scope, share="0.25"))
    _base(story, "A", 1, -1000)
    _base(story, "B", 1, 3000)
    _base(story, "A", 2, 1000)
    assert story.amounts("period_id")["2026-01"] == amount
    assert story.amounts("period_id").get("2026-02", 0) == (0 if scope == "client" else 250)


@pytest.mark.parametrize(("per", "scope", "paid"), [("deal", "deal", 7), ("client", "client", 25)])
def test_a_cpa_of_30_for_a_is_recouped(per: str, scope: str, paid: int) -> None:
    cpa = {"id": "cpa", "type": "cpa", "amount": "30",
           "conditions": [{"metric": "first_deposit", "at_least": "10"}]}  # fmt: skip
    recoup = {"from": "cpa", "per": per}
    story = _story(cpa, share("none", "base", scope, share="1", recoup=recoup))
    story.conversion("deposit", "d1", "A", "2026-01-05 10:00:00", 10)
    _base(story, "A", 1, 12)
    _base(story, "B", 1, 25)
    assert story.amounts("component_id") == {"cpa": 30, "share": paid}


def test_a_gate_of_4_active_clients_locks_and_releases() -> None:
    gate = {"metric": "active_clients", "at_least": "4"}
    story = _story(share("full", share="0.25", gate=gate), clients="ABCD")
    for month, bases in ((1, (800, 0, 0)), (2, (-300, 0)), (3, (1000, 0, 0, 0))):
        for client, base in zip("ABCD", bases, strict=False):
            more = max(base, 0) + 1
            story.activity(client, f"2026-0{month}-10", stakes=more, payouts=more - base)
    assert {(x.period_id, x.kind, x.state, x.exact) for x in story.lines()} == {
        ("2026-01", "earned", "locked", 200),
        ("2026-03", "released", "approved", 200),
        ("2026-03", "earned", "approved", 175),
    }


def test_310_a_month_from_12_march() -> None:
    story = Story()
    story.plan("plan", {"id": "fee", "type": "flat_fee", "amount": "310.00"})
    story.partner("P0")
    story.agree("P0", "plan", since="2026-03-12", until="2026-04-30")
    assert story.amounts("period_id") == {"2026-03": 200, "2026-04": 310}


@pytest.mark.parametrize(("clients", "amount"), [("AB", None), ("ABC", 100), ("ABCD", 250)])
def test_a_bonus_is_the_highest_step_and_never_the_sum(clients: str, amount: int | None) -> None:
    table = steps(("3", "100"), ("4", "250"), key="amount")
    tiers = {"metric": "active_clients", "steps": table}
    story = _story({"id": "bonus", "type": "bonus", "tiers": tiers}, clients="ABCD")
    for client in clients:
        _base(story, client, 1, 10)
    assert story.amounts("period_id") == ({} if amount is None else {"2026-01": amount})


def test_average_3_joined_last_month_with_900() -> None:
    """The average is 300: the step from 300 is reached, the one above 300 is not."""
    table = steps(("0", "0.1"), ("300", "0.2"), (">300", "0.3"))
    tiers = _tiers(table, metric="net_revenue", look_back={"average": "3"})
    assert _monthly(share(tiers=tiers), 900, 100) == {"01": 90, "02": 20}


def test_several_metrics_take_the_highest_step_at_which_all_hold() -> None:
    table = steps(("0", "0.1"), ("1000", "0.2"))
    table[1]["conditions"] = [{"metric": "active_clients", "at_least": "2"}]
    component = share(tiers=_tiers(table))
    assert _monthly(component, 2000) == {"01": 200}
    story = _story(component)
    _base(story, "A", 1, 1500)
    _base(story, "B", 1, 500)
    assert story.amounts("period_id") == {"2026-01": 400}


def test_marginal_above_the_highest_step_that_holds_is_priced_at_that_step() -> None:
    table = steps(("0", "0.1"), ("1000", "0.2"), ("2000", "0.3"))
    table[2]["conditions"] = [{"metric": "active_clients", "at_least": "2"}]
    assert _monthly(share(tiers=_tiers(table, "marginal")), 3000) == {"01": 500}


def test_a_fence_at_10000() -> None:
    """Month 1: X -40000, Y -20000, others +15000; month 2: X +35000, others +2000: 1750."""
    fence = {"threshold": "10000"}
    story = _story(share("none", share="0.25", fence=fence), clients="XYO")
    for client, month, base in (("X", 1, -40000), ("Y", 1, -20000), ("O", 1, 15000),
                                ("X", 2, 35000), ("O", 2, 2000), ("Y", 3, 15001)):  # fmt: skip
        _base(story, client, month, base)
    assert story.amounts("period_id") == {"2026-02": 1750, "2026-03": Decimal("0.25")}


def test_what_the_fence_leaves_follows_the_policy() -> None:
    """Clients -12000 (fenced), -9000, +4000: 12000 are fenced, -5000 is carried."""
    story = _story(share("full", share="0.25", fence={"threshold": "10000"}), clients="ABC")
    for client, month, base in (("A", 1, -12000), ("B", 1, -9000), ("C", 1, 4000), ("C", 2, 6000)):
        _base(story, client, month, base)
    assert story.amounts("period_id") == {"2026-02": 250}


def test_the_network_counts_the_partner_and_all_below_each_client_once() -> None:
    tiers = {"metric": "active_clients", "network": True,
             "steps": steps(("3", "100"), key="amount")}  # fmt: skip
    story = Story()
    story.plan("plan", {"id": "bonus", "type": "bonus", "tiers": tiers})
    story.tree("P0", "P1", "P2")
    for client, partner in (("A", "P0"), ("B", "P0"), ("C", "P1")):
        story.client(client, partner)
        _base(story, client, 1, 10)
        _base(story, client, 1, 10, product="sports")
    assert story.amounts("partner_id") == {"P1": 100, "P2": 100}


def test_commission_of_the_previous_period_prices_the_next() -> None:
    table = steps(("0", "1"), ("10", "2"), key="rate_per_lot")
    tiers = {"kind": "slab", "metric": "commission", "look_back": "previous", "steps": table}
    story = _story({**lot(), "rate_per_lot": None, "tiers": tiers})
    story.account("a1", "A")
    for month in (1, 2, 3):
        story.trade(f"t{month}", "a1", 10, f"2026-0{month}-05 10:00:00")
    assert story.amounts("period_id") == {"2026-01": 10, "2026-02": 20, "2026-03": 20}


def test_the_clients_of_each_version_are_computed_apart() -> None:
    """By registration: A under the first version at 10 %, B under the second at 20 %."""
    story = Story()
    story.plan("plan", share(share="0.10"), applies_by="registration")
    story.plan("plan", share(share="0.20"), applies_by="registration", valid_from="2026-02-01",
               recorded_on="2026-01-20")  # fmt: skip
    story.partner("P0")
    story.agree("P0", "plan")
    for client, at in (("A", "2026-01-05 10:00:00"), ("B", "2026-02-05 10:00:00")):
        story.conversion("registration", f"r-{client}", client, at, partner_code="code-P0")
        _base(story, client, 3, 100)
    assert story.amounts("version_no") == {1: 10, 2: 20}


def test_an_override_on_a_periods_revenue_has_its_own_carryover() -> None:
    above = {"id": "above", "type": "override", "base": "revenue", "of": "ngr", "rates": ["0.10"],
             "carryover": {"policy": "full", "level": "base", "scope": "deal"}}  # fmt: skip
    story = Story()
    story.plan("plan", share("none", share="0.25"))
    story.plan("above", above)
    story.tree("P0", "P1", plans={"P0": "plan", "P1": "above"})
    for month, base in enumerate((-100, 300), 1):
        _base(story, "c1", month, base)
    assert story.amounts("partner_id", "period_id") == {
        ("P0", "2026-02"): 75, ("P1", "2026-02"): 20,
    }  # fmt: skip
