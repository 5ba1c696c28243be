"""The one door to the portal: plain values in and out, refusals with the portal's sentence."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from pipelines.defs.ledger.head import LedgerHead
from pipelines.lib import portal_gateway as gateway
from portal.partners.models import Program
from tests.portal.payouts.world import IBANS


@pytest.fixture
def program(db: None) -> dict[str, object]:
    return gateway.program_create(
        author="operator",
        program_id="tiny",
        name="Tiny FX",
        vertical="forex",
        time_zone="UTC",
        currency_code="USD",
        first_period_id="2022-10",
        debtor_iban=IBANS["DE"],
    )


def test_importing_the_gateway_starts_no_django() -> None:
    code = "import sys, pipelines.lib.portal_gateway; print('django' in sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    assert found.stdout == "False\n"


def test_a_tree_with_a_deal_is_made_by_plain_values(program: dict[str, object]) -> None:
    for name, parent in (("P-1", None), ("P-2", "P-1"), ("P-3", "P-2")):
        gateway.partner_create(author="operator", program_id="tiny", partner_id=name, name=name)
        if parent:
            gateway.relation_create(
                author="operator",
                program_id="tiny",
                child_id=name,
                parent_id=parent,
                valid_from=date(2022, 10, 1),
                reason="introduced",
            )
    deal_id = gateway.deal_create(
        author="operator",
        program_id="tiny",
        partner_id="P-3",
        plan_id="ib_standard",
        valid_from=date(2022, 10, 1),
    )
    tables = gateway.export_tables(datetime(2026, 10, 28))  # noqa: DTZ001  UTC without zone
    assert [row["deal_id"] for row in tables["portal_deals"].to_pylist()] == [deal_id]
    assert tables["portal_relations"].num_rows == 2
    assert (gateway.has_programs(), program["calendars"]) == (True, {"month": "2022-10"})


def change_zone() -> None:
    gateway.program_change(author="x", program_id="tiny", reason="y", time_zone="UTC")


def decide(verb: str) -> None:
    gateway.batch_decide(verb, person="x", batch_id="tiny/2026-01-01", digest="", token="")


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: gateway.partner_list("nowhere"), "not_found"),
        (lambda: gateway.role_grant("nobody@example.com", "tiny", "manager"), "not_found"),
        (lambda: gateway.period_ends_on("October"), "bad_period"),
        (lambda: change_zone(), "fixed"),
        (lambda: gateway.person_create("no address", "X", "short"), "invalid"),
        (lambda: gateway.batch_show("tiny/2026-01-01"), "not_found"),
        (lambda: decide("pay"), "unknown_verb"),
    ],
)
def test_refusals_come_back_as_one_kind_of_error(
    program: dict[str, object], call: object, code: str
) -> None:
    with pytest.raises(gateway.GatewayRefused) as refused:
        call()  # type: ignore[operator]
    assert refused.value.code == code
    assert str(refused.value)


def test_an_author_who_is_a_person_is_kept_as_that_person(program: dict[str, object]) -> None:
    from portal.audit.models import AuditEvent

    gateway.person_create("marek@example.com", "Marek", "a long enough passphrase")
    gateway.partner_create(
        author="marek@example.com", program_id="tiny", partner_id="P-1", name="One"
    )
    event = AuditEvent.objects.get(verb="partner created")
    assert event.who is not None
    assert event.who.email == "marek@example.com"


def test_committing_a_head_books_the_adjustments_in_its_segment(
    program: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.statements.models import ManualAdjustment

    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    people = ("author@example.com", "second@example.com")
    for email in people:
        gateway.person_create(email, email[:6], "a long enough passphrase")
        gateway.role_grant(email, "tiny", "finance_checker")
    gateway.partner_create(author="x", program_id="tiny", partner_id="P-1", name="One")
    deal_id = gateway.deal_create(
        author="x",
        program_id="tiny",
        partner_id="P-1",
        plan_id="ib_standard",
        valid_from=date(2022, 10, 1),
    )
    for amount in (100, 200):
        name = gateway.adjustment_propose(
            author=people[0],
            program_id="tiny",
            deal_id=deal_id,
            amount_minor=amount,
            origin_period_id="2022-10",
            reason="r",
            evidence="e",
        )
        gateway.adjustment_decide(by=people[1], program_id="tiny", adjustment_id=name, approve=True)
    folder = tmp_path / "ledger" / "tiny" / "month"
    folder.mkdir(parents=True)
    with duckdb.connect() as con:
        con.execute(
            f"copy (select 'A-1' as adjustment_id union all select null) "
            f"to '{folder / ('a' * 64 + '.parquet')}' (format parquet)"
        )
    gateway.commit_ledger_head(
        LedgerHead("tiny", "month", "2022-10", "a" * 64, None, 2, datetime(2022, 11, 1), "x")  # noqa: DTZ001
    )
    booked = dict(ManualAdjustment.objects.values_list("adjustment_id", "booked_period_id"))
    assert booked == {"A-1": "2022-10", "A-2": ""}
    assert gateway.program_list()[0]["calendars"] == {"month": "2022-11"}
    assert Program.objects.count() == 1


def test_a_role_is_proposed_by_an_administrator_and_waits(program: dict[str, object]) -> None:
    from portal.onboarding.models import RoleProposal

    asked = {"program_id": "tiny", "email": "lena@example.com", "name": "Lena Fischer",
             "role": "analyst", "reason": "joins the team"}  # fmt: skip
    gateway.person_create("ada@example.com", "Ada", "a long enough passphrase")
    with pytest.raises(gateway.GatewayRefused, match="another role"):
        gateway.role_propose(author="ada@example.com", **asked)
    gateway.role_grant("ada@example.com", "tiny", "administrator")
    name = gateway.role_propose(author="ada@example.com", **asked)
    waiting = RoleProposal.objects.get()
    assert (waiting.proposal_id, waiting.state, waiting.email) == (name, "proposed", asked["email"])
