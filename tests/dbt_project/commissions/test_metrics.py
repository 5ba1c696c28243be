"""What steps and gates count: filters, own accounts, networks, active clients, several metrics."""

from __future__ import annotations

from decimal import Decimal

import pytest

from commission_rules.compiler import RuleErrors
from tests.commission_rules.builders import bonus, carryover, cpa, revshare
from tests.dbt_project.agreed import Agreed, computed, paid, rows_of
from tests.dbt_project.cases.periods import NO_CARRY, base, share
from tests.dbt_project.formulas import wrong_formulas

TEN_AND_TWENTY = [{"from": "0", "share": "0.10"}, {"from": "2", "share": "0.20"}]


def _by(metric: str, steps=None, **changes):
    return {"kind": "slab", "metric": metric, "steps": steps or TEN_AND_TWENTY, **changes}


def _network() -> Agreed:
    """P0 alone has one active client, with all below it two; P1 moves away in March."""
    program = Agreed("network")
    for partner in ("P0", "P1", "P9"):
        program.partner(partner)
    program.relation("P1", "P0", valid_to="2026-02-28")
    program.relation("P1", "P9", since="2026-03-01")
    program.agree("P0", revshare(carryover=NO_CARRY, tiers=_by("active_clients", network=True)))
    program.client("A", "P0")
    program.client("B", "P1")
    for month in (2, 3):
        base(program, "A", month, 100)
        base(program, "B", month, 700)
    return program


def _active_when() -> Agreed:
    """Active is who deposits 50; exactly the minimum is enough."""
    program = Agreed("active_when")
    program.partner("P0")
    program.agree(
        "P0", revshare(carryover=NO_CARRY, tiers=_by("active_clients")),
        active_when={"metric": "deposits", "at_least": "50"},
    )  # fmt: skip
    for client, deposit in (("A", 50), ("B", "49.99"), ("C", 80)):
        program.client(client, "P0")
        program.conversion("deposit", f"d{client}", client, "2026-01-05 10:00:00", deposit)
        base(program, client, 1, 100)
        base(program, client, 2, 100)
    return program


def _lots() -> Agreed:
    """Lots count in a gate; a demo account's do not."""
    program = share("gate_lots", gate={"metric": "lots", "at_least": "3"})
    program.symbol("EURUSD")
    program.account("x1", "A")
    program.account("x2", "A", "demo")
    base(program, "A", 1, 1000)
    base(program, "A", 2, 1000)
    program.trade("t1", "x1", 2, "2026-01-11 10:00:00")
    program.trade("t2", "x2", 9, "2026-01-11 10:00:00")
    program.trade("t3", "x1", 3, "2026-02-11 10:00:00")
    return program


def _products() -> Agreed:
    """Only casino counts: for the base, for the turnover that finds the step, for who is active."""
    steps = [{"from": "0", "share": "0.10"}, {"above": "1000", "share": "0.20"}]
    program = share("products", products=["casino"], tiers=_by("turnover", steps))
    for month, casino in ((1, 1000), (2, 1001)):
        base(program, "A", month, casino)
        base(program, "A", month, 5000, "sports")
    return program


def _own() -> Agreed:
    """Own accounts count where they earn, and nowhere else."""
    program = Agreed("own")
    for name, rule in (("E", "earns"), ("N", "none")):
        program.partner(name, own_client_ids=f"own{name}")
        tiers = _by("active_clients")
        program.agree(name, revshare(carryover=NO_CARRY, tiers=tiers, own_account=rule))
        program.client(f"own{name}", name)
        program.client(f"c{name}", name)
        base(program, f"own{name}", 1, 100)
        base(program, f"c{name}", 1, 100)
    return program


def _qualified() -> Agreed:
    """Qualified clients of the deal's CPA find the step of its share."""
    program = Agreed("qualified")
    program.partner("P0")
    condition = {"metric": "first_deposit", "at_least": "20"}
    program.agree(
        "P0", cpa(conditions=[condition]),
        revshare(carryover=NO_CARRY, tiers=_by("qualified_clients")),
    )  # fmt: skip
    for number, client in enumerate("AB"):
        program.client(client, "P0")
        program.conversion("deposit", f"d{client}", client, f"2026-0{1 + number}-05 10:00:00", 20)
    program.client("C", "P0")
    program.conversion("deposit", "dC", "C", "2026-02-06 10:00:00", 20)
    for month in (1, 2):
        base(program, "A", month, 100)
    return program


def _several(program_id: str, kind: str) -> Agreed:
    """10 % from 0, 15 % from 4000 with 3 active, 20 % from 8000 with 5 active."""
    steps = [
        {"from": "0", "share": "0.10"},
        {"from": "4000", "share": "0.15",
         "conditions": [{"metric": "active_clients", "at_least": "3"}]},
        {"from": "8000", "share": "0.20",
         "conditions": [{"metric": "active_clients", "at_least": "5"}]},
    ]  # fmt: skip
    program = share(program_id, "ABCDE", tiers=_by("base", steps, kind=kind))
    for month, count in ((1, 2), (2, 3), (3, 5)):
        for client in "ABCDE"[:count]:
            base(program, client, month, 0 if client > "A" else 10000)
            program.activity(client, f"2026-{month:02}-11", stakes=10, payouts=10)
    return program


def _no_step_holds() -> Agreed:
    """No step whose conditions hold earns 0; a negative base has the first step's rate."""
    steps = [{"from": "0", "share": "0.10",
              "conditions": [{"metric": "deposits", "at_least": "1"}]}]  # fmt: skip
    program = share("no_step", tiers=_by("base", steps), carryover=carryover(level="commission"))
    for month, amount in ((1, 1000), (2, -1000), (3, 3000)):
        base(program, "A", month, amount)
    program.conversion("deposit", "d1", "A", "2026-03-10 10:00:00", 1)
    return program


@pytest.fixture(scope="module")
def found():
    return computed([
        _network(), _active_when(), _lots(), _products(), _own(), _qualified(), _no_step_holds(),
        _several("several_slab", "slab"), _several("several_marginal", "marginal"),
    ])  # fmt: skip


def test_a_network_counts_the_partner_and_all_below_it_at_the_time(found):
    assert paid(found, "network") == {"2026-02": 20, "2026-03": 10}


def test_a_plan_may_say_what_makes_a_client_active(found):
    # January: A and C; February: nobody
    assert paid(found, "active_when") == {"2026-01": 60, "2026-02": 30}


def test_a_gate_may_ask_for_any_metric(found):
    states = dict(
        tuple(row.values())
        for row in found.ask(
            "select period_id, state from commissions.com_lines "
            "where program_id = 'gate_lots' and line_kind = 'earned' and exact_amount > 0"
        )
    )
    assert states == {"2026-01": "locked", "2026-02": "approved"}


def test_metrics_count_what_the_filters_let_through(found):
    assert paid(found, "products") == {"2026-01": 100, "2026-02": Decimal("200.20")}


def test_own_accounts_count_where_they_earn(found):
    assert paid(found, "own", "partner_id") == {"E": 40, "N": 10}


def test_qualified_clients_are_those_of_the_deals_cpas(found):
    assert paid(found, "qualified", "period_id", where="component_type = 'revshare'") == {
        "2026-01": 10, "2026-02": 20,
    }  # fmt: skip


def test_the_highest_step_at_which_all_metrics_hold_prices_everything(found):
    assert paid(found, "several_slab") == {"2026-01": 1000, "2026-02": 1500, "2026-03": 2000}


def test_what_lies_above_the_highest_step_that_holds_is_priced_at_that_step(found):
    assert paid(found, "several_marginal") == {
        "2026-01": 1000, "2026-02": 400 + 900, "2026-03": 400 + 600 + 400,
    }  # fmt: skip


def test_no_step_that_holds_earns_0_and_a_negative_base_has_the_first_rate(found):
    # -100 carried from February, then 300 - 100
    assert paid(found, "no_step") == {"2026-03": 200}


@pytest.mark.parametrize(
    ("tiers", "message"),
    [
        (_by("commission"), "may not price itself"),
        (_by("base", network=True), "the partner's own"),
        (_by("base", look_back={"rolling_days": "30"}), "of a whole period"),
        (_by("turnover", kind="marginal"), "marginal steps cut the base"),
        (_by("turnover", look_back={"average": "3", "rolling_days": "3"}), "one of three"),
        (_by("turnover", look_back={"average": "0"}), "one of three"),
        (
            _by("base", [{"from": "0", "share": "0.1",
                          "conditions": [{"metric": "base", "above": "5"}]}]),
            "asked for twice",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_measured_is_refused(tiers, message):
    with pytest.raises(Exception, match=message):
        rows_of([share("refused", tiers=tiers)])


def test_a_gate_looks_at_its_own_period():
    gate = {"metric": "deposits", "at_least": "1", "look_back": "previous"}
    with pytest.raises((RuleErrors, ValueError), match="looked at alone"):
        rows_of([share("refused", gate=gate)])


def test_a_bonus_cannot_ask_for_a_base():
    program = Agreed("refused")
    program.partner("P0")
    program.agree("P0", bonus(tiers={"metric": "base", "steps": [{"from": "0", "amount": "5"}]}))
    with pytest.raises(RuleErrors, match="metric"):
        rows_of([program])


def test_the_printed_formula_gives_the_amount(found):
    assert wrong_formulas(found) == []
