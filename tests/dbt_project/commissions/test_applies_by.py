"""`applies_by: registration` (RULINGS, "Which terms"): clients of each version computed apart."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from commission_rules.compiler import compile_rules, resolve
from tests.commission_rules.builders import Data, deal, plan, version, write_plans
from tests.dbt_project.commissions.told import Told, told
from tests.fixtures.warehouse_program import Program

CONDITION = {"metric": "first_deposit", "at_least": "20"}
CARRY = {"policy": "none", "level": "base", "scope": "deal"}


def compiled(tmp_path: Path, first: list[Data], second: list[Data]) -> Program:
    """Two versions, the second for clients who register from 15 March on; one deal of P0."""
    given = plan(
        version(*first, valid_to="2026-03-14", applies_by="registration"),
        version(*second, valid_from="2026-03-15", recorded_on="2026-02-01",
                applies_by="registration"),
    )  # fmt: skip
    root = write_plans(tmp_path, {"alpha/standard": given})
    tables = resolve(compile_rules(root), [deal(partner_id="P0", deal_id="D")])
    program = Program("alpha")
    program.partner("P0")
    for table, rows in tables.items():
        if rows and table in ("symbols", "symbol_aliases", "sentences"):
            continue
        program.rows["terms", table].extend(rows)
    for name, day in (("older", None), ("old", "2026-03-14"), ("new", "2026-03-15")):
        if day:
            program.conversion("registration", f"reg-{name}", name, f"{day} 10:00:00",
                               partner_code="code-P0")  # fmt: skip
        else:
            program.client(name, "P0")
    return program


def by_client(found: Told) -> dict[str, Decimal]:
    return found.amounts("client_id", where="exact_amount <> 0")


def share(*steps: tuple[str, str], **more: Any) -> Data:
    tiers = {"kind": "slab", "metric": "base",
             "steps": [{"from": start, "share": part} for start, part in steps]}  # fmt: skip
    return {"id": "share", "type": "revshare", "base": "ngr", "carryover": CARRY, "tiers": tiers,
            **more}  # fmt: skip


def test_a_sale_is_priced_by_the_version_of_the_client_s_registration(tmp_path: Path):
    one = {"id": "sales", "type": "sale_share", "sales": "all", "share": "0.10"}
    program = compiled(tmp_path, [one], [{**one, "share": "0.20"}])
    for client in ("older", "old", "new"):
        program.conversion("sale", f"s-{client}", client, "2026-05-02 10:00:00", 100)
    found = told(program)
    assert by_client(found) == {"older": 10, "old": 10, "new": 20}
    versions = found.lines("client_id", "component_id", "plan_version_no")
    assert sorted(versions) == [("new", "sales", 2), ("old", "sales", 1), ("older", "sales", 1)]


def test_lots_and_cpas_too(tmp_path: Path):
    lots = {"id": "lots", "type": "per_lot", "rate_per_lot": "5"}
    cpa = {"id": "cpa", "type": "cpa", "amount": "40", "conditions": [CONDITION]}
    program = compiled(
        tmp_path, [lots, cpa], [{**lots, "rate_per_lot": "6"}, {**cpa, "amount": "70"}]
    )
    program.symbol("EURUSD")
    for client in ("old", "new"):
        program.account(f"a-{client}", client)
        program.trade(f"t-{client}", f"a-{client}", 2, "2026-05-02 10:00:00")
        program.conversion("deposit", f"d-{client}", client, "2026-05-03 10:00:00", 20)
    found = told(program).amounts("component_id", "client_id")
    assert found == {
        ("lots", "old"): 10, ("lots", "new"): 12, ("cpa", "old"): 40, ("cpa", "new"): 70,
    }  # fmt: skip


def test_each_version_has_its_own_steps(tmp_path: Path):
    """10 % from 0, 15 % from 4000: 3000 of old and 3000 of new clients reach 4000 in neither."""
    steps = (("0", "0.10"), ("4000", "0.15"))
    program = compiled(tmp_path, [share(*steps)], [share(*steps)])
    for client in ("old", "new"):
        program.activity(client, "2026-05-02", stakes=3000)
    rows = told(program).lines("exact_amount::int", "plan_version_no", where="exact_amount <> 0")
    assert sorted(rows) == [(300, 1), (300, 2)]


def test_each_version_has_its_own_gate_and_recoup(tmp_path: Path):
    cpa = {"id": "cpa", "type": "cpa", "amount": "100", "conditions": [CONDITION]}
    gated = share(("0", "0.10"), gate={"metric": "active_clients", "at_least": "2"})
    recouped = share(("0", "0.10"), recoup={"from": "cpa"})
    program = compiled(tmp_path, [cpa, gated], [cpa, recouped])
    for client in ("old", "new"):
        program.activity(client, "2026-05-02", stakes=3000)
    program.conversion("deposit", "d", "new", "2026-05-01 10:00:00", 20)
    rows = told(program).lines("component_id", "exact_amount::int", "state", "plan_version_no",
                               where="exact_amount <> 0")  # fmt: skip
    assert sorted(rows) == [
        ("cpa", 100, "approved", 2), ("share", 200, "approved", 2), ("share", 300, "locked", 1),
    ]  # fmt: skip


def test_a_bonus_follows_the_version_of_the_day_and_sees_all_clients(tmp_path: Path):
    def bonus(amount: str) -> Data:
        steps = [{"from": "2", "amount": amount}]
        return {"id": "bonus", "type": "bonus", "tiers": {"metric": "active_clients",
                                                          "steps": steps}}  # fmt: skip

    sales = {"id": "sales", "type": "sale_share", "sales": "all", "share": "0"}
    given = plan(
        version(sales, bonus("10"), valid_to="2026-02-28", applies_by="registration"),
        version(sales, bonus("20"), valid_from="2026-03-01", recorded_on="2026-02-01",
                applies_by="registration"),
    )  # fmt: skip
    root = write_plans(tmp_path, {"alpha/standard": given})
    tables = resolve(compile_rules(root), [deal(partner_id="P0", deal_id="D")])
    bonuses = [row for row in tables["deal_components"] if row["component_type"] == "bonus"]
    assert [(row["component_id"], row["registered_from"]) for row in bonuses] == [
        ("bonus", None), ("bonus", None),
    ]  # fmt: skip
    assert [str(row["valid_from"]) for row in bonuses] == ["2026-01-01", "2026-03-01"]


def test_an_id_that_changes_its_type_is_two_components(tmp_path: Path):
    """Regression: in a deal that begins under the second version, the first version's share and
    the second's fee had one key, and each line came as often as they had rows together."""
    fee = {"id": "share", "type": "flat_fee", "amount": "31"}
    given = plan(
        version(share(("0", "0.10")), valid_to="2026-02-28", applies_by="registration"),
        version(fee, valid_from="2026-03-01", recorded_on="2026-02-01",
                applies_by="registration"),
    )  # fmt: skip
    root = write_plans(tmp_path, {"alpha/standard": given})
    own = deal(partner_id="P0", deal_id="D", valid_from=date(2026, 4, 1))
    tables = resolve(compile_rules(root), [own])
    program = Program("alpha")
    program.partner("P0")
    for table, rows in tables.items():
        if table not in ("symbols", "symbol_aliases", "sentences"):
            program.rows["terms", table].extend(rows)
    program.client("older", "P0")
    program.activity("older", "2026-05-02", stakes=3000)
    rows = told(program).lines("component_id", "component_type", "exact_amount::int",
                               where="period_id = '2026-05' and exact_amount <> 0")  # fmt: skip
    assert sorted(rows) == [("share", "flat_fee", 31), ("share", "revshare", 300)]
