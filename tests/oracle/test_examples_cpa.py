"""CPAs give the numbers of COMMISSIONS and RULINGS."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.oracle.story import Spec, Story, dec, steps


def _cpa(*conditions: Spec, **component: Any) -> Spec:
    amount = {} if {"tiers", "stepped"} & set(component) else {"amount": "40"}
    return {"id": "cpa", "type": "cpa", "conditions": list(conditions), **amount, **component}


def _story(component: Spec, *partners: str) -> Story:
    story = Story()
    story.plan("plan", component)
    for partner_id in partners or ("P0",):
        story.partner(partner_id)
        story.agree(partner_id, "plan")
    return story


def _register(story: Story, client: str, at: str = "2026-05-01 10:00:00", **more: Any) -> None:
    story.conversion("registration", f"reg-{client}", client, at, partner_code="code-P0", **more)


def test_a_window_of_10_days_from_3_may() -> None:
    condition = {"metric": "first_deposit", "at_least": "20", "within_days": "10",
                 "anchor": "registration"}  # fmt: skip
    story = _story(_cpa(condition, hold_days="14"))
    for client, at, amount in (
        ("in", "2026-05-13 23:00:00", 20),
        ("late", "2026-05-14 01:00:00", 20),
        ("small", "2026-05-04 01:00:00", "19.99"),
    ):
        _register(story, client, "2026-05-03 18:00:00")
        story.conversion("deposit", f"d-{client}", client, at, amount)
    assert [(str(line.event_on), str(line.payable_from)) for line in story.lines()] == [
        ("2026-05-13", "2026-05-27")
    ]


def test_two_deposits_of_50_usd_are_90_eur() -> None:
    story = _story(_cpa({"metric": "total_deposits", "at_least": "90"}))
    story.rate("2026-05-01", "USD", "1.00")
    story.rate("2026-05-05", "USD", "1.25")
    _register(story, "c1")
    for name, at in (("d1", "2026-05-02 10:00:00"), ("d2", "2026-05-06 10:00:00")):
        story.conversion("deposit", name, "c1", at, 50, currency_code="USD")
    assert story.amounts("about") == dec(d2="40")


def test_wagered_5_times_the_first_deposit() -> None:
    multiple = {"metric": "wagered", "at_least": {"times": "5", "of": "first_deposit"}}
    story = _story(_cpa({"metric": "first_deposit", "at_least": "10"}, multiple))
    for client, stakes in (("enough", 60), ("short", "59.99")):
        _register(story, client)
        story.conversion("deposit", f"d-{client}", client, "2026-05-02 10:00:00", 20)
        story.activity(client, "2026-05-03", stakes=40)
        story.activity(client, "2026-05-04", stakes=stakes)
    assert story.amounts("client_id") == dec(enough="40")


def test_a_charged_back_deposit_is_as_if_it_had_never_been() -> None:
    story = _story(_cpa({"metric": "net_deposits", "at_least": "50"}))
    for client in ("back", "withdrawn"):
        _register(story, client)
        story.conversion("deposit", f"d-{client}", client, "2026-05-02 10:00:00", 60)
    story.conversion("chargeback", "b1", "back", "2026-06-02 10:00:00", 60, refunds="d-back")
    story.conversion("withdrawal", "w1", "withdrawn", "2026-05-03 10:00:00", 60)
    assert story.amounts("client_id") == dec(withdrawn="40")


def _stepped() -> Spec:
    return _cpa({"metric": "first_deposit", "at_least": "0"},
                stepped={"steps": steps(("50", "20"), ("300", "45"), key="amount")})  # fmt: skip


def test_20_at_50_and_45_at_300_pay_in_event_order() -> None:
    story = _story(_stepped())
    _register(story, "c1")
    for day, (kind, amount) in enumerate(
        (("deposit", 60), ("deposit", 260), ("withdrawal", 200), ("deposit", 250)), 2
    ):
        story.conversion(kind, f"f{day}", "c1", f"2026-05-0{day} 10:00:00", amount)
    assert story.amounts("about") == dec(f2="20", f3="25")


def test_one_fact_that_reaches_two_steps_has_two_lines() -> None:
    story = _story(_stepped())
    _register(story, "c1")
    story.conversion("deposit", "d1", "c1", "2026-05-02 10:00:00", 300)
    assert story.amounts("about", "step_no") == {("d1", 1): 20, ("d1", 2): 25}


@pytest.mark.parametrize(("retroactive", "amounts"), [(True, [30, 30, 30]), (False, [20, 20, 30])])
def test_counting_tiers(retroactive: bool, amounts: list[int]) -> None:
    tiers = {"metric": "qualified_clients", "retroactive": retroactive,
             "steps": steps(("0", "20"), (">2", "30"), key="amount")}  # fmt: skip
    story = _story(_cpa({"metric": "first_deposit", "at_least": "20"}, tiers=tiers))
    for day, client in enumerate(("c", "b", "a"), 2):
        _register(story, client)
        story.conversion("deposit", f"d-{client}", client, f"2026-05-0{day} 10:00:00", 20)
    lines = sorted(story.lines(), key=lambda line: line.event_on)
    assert [line.exact for line in lines] == amounts


@pytest.mark.parametrize(("again", "paid"), [(False, {"P0": 40}), (True, {"P0": 40, "P1": 40})])
def test_a_client_is_paid_for_once(again: bool, paid: dict[str, int]) -> None:
    condition = {"metric": "first_deposit", "at_least": "20"}
    story = _story(_cpa(condition, again_after_move=again), "P0", "P1")
    _register(story, "c1")
    story.conversion("deposit", "d1", "c1", "2026-05-02 10:00:00", 20)
    story.client("c1", "P1", since="2026-06-01")
    story.conversion("deposit", "d2", "c1", "2026-06-02 10:00:00", 20)
    assert story.amounts("partner_id") == paid


def test_the_partner_of_registration_is_paid() -> None:
    condition = {"metric": "first_deposit", "at_least": "20"}
    story = _story(_cpa(condition, cpa_partner="registration"), "P0", "P1")
    _register(story, "c1")
    story.client("c1", "P1", since="2026-05-02")
    story.conversion("deposit", "d1", "c1", "2026-05-02 10:00:00", 20)
    assert story.amounts("partner_id") == {"P0": Decimal(40)}
