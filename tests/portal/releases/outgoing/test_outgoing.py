"""The portal's tables for the warehouse: exactly the columns of the contract, resolved days."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from portal.accounts.models import User
from portal.deals.models import Deal
from portal.deals.services import deal_change, deal_create, deal_end
from portal.links.services import link_create
from portal.partners.services import relation_create
from portal.releases.outgoing import export_tables, people_known
from portal.releases.outgoing_schema import SCHEMAS
from portal.reviews.services import review_place
from portal.statements.models import ManualAdjustment
from portal.statements.services import head_commit
from tests.portal.payouts.world import (
    OPERATOR,
    entry,
    freeze,
    make_partner,
    make_program,
    standing_clock,
)

AS_OF = datetime(2026, 10, 28, 12, tzinfo=UTC)
CONTRACT = Path(__file__).parents[4] / "docs" / "reference" / "tables.md"


def rows(name: str, as_of: datetime = AS_OF) -> list[dict[str, Any]]:
    return list(export_tables(as_of)[name].to_pylist())


def test_columns_are_those_of_the_contract_in_their_order() -> None:
    section = CONTRACT.read_text().split("## 3.")[1].split("## 4.")[0]
    found = {}
    for name, text in re.findall(r"^- `(portal_\w+)`: (.+)$", section, re.MULTILINE):
        columns = text.partition("program_id")[2]
        plain = re.sub(r"\([^)]*\)", "", "program_id" + columns)
        found[name] = [part.split()[0].strip("`") for part in plain.split(",")]
    assert found == {name: schema.names for name, schema in SCHEMAS.items()}


def test_no_column_is_a_float() -> None:
    for schema in SCHEMAS.values():
        assert not [field for field in schema if pa.types.is_floating(field.type)]


@pytest.mark.django_db
def test_an_empty_portal_gives_empty_tables_with_their_columns() -> None:
    tables = export_tables(AS_OF)
    assert {name: table.num_rows for name, table in tables.items()} == dict.fromkeys(SCHEMAS, 0)
    assert all(tables[name].schema == schema for name, schema in SCHEMAS.items())


@pytest.mark.django_db
def test_periods_run_from_the_first_to_the_one_of_the_moment_in_the_programs_zone() -> None:
    make_program(first_period_id="2026-08", time_zone="Pacific/Auckland")
    # 31 October 12:00 UTC is 1 November in Auckland.
    found = rows("portal_periods", datetime(2026, 10, 31, 12, tzinfo=UTC))
    assert [(r["period_id"], r["period_no"], r["is_open"]) for r in found] == [
        ("2026-08", 1, True),
        ("2026-09", 2, False),
        ("2026-10", 3, False),
        ("2026-11", 4, False),
    ]


@pytest.mark.django_db
def test_a_closed_period_says_when_and_the_next_one_is_open() -> None:
    make_program(first_period_id="2026-08")
    head_commit(
        program_id="larkspur",
        calendar_id="month",
        period_id="2026-08",
        segment_sha256="a" * 64,
        previous_sha256=None,
        row_count=7,
        booked_at=datetime(2026, 9, 1, 2, tzinfo=UTC),
        booked_by="schedule",
    )
    first, second, _third = rows("portal_periods")
    assert (first["closed_at"], first["is_open"]) == (datetime(2026, 9, 1, 2), False)  # noqa: DTZ001
    assert (second["closed_at"], second["is_open"]) == (None, True)
    assert rows("portal_ledger_heads")[0]["previous_sha256"] is None


@pytest.mark.django_db
def test_relations_and_deals_are_resolved_to_days_without_overlap() -> None:
    make_program()
    for name in ("P-1", "P-2", "P-3"):
        make_partner(partner_id=name, account="")
    facts = {"by": OPERATOR, "program_id": "larkspur", "child_id": "P-3", "reason": "x"}
    relation_create(
        **facts,  # type: ignore[arg-type]
        parent_id="P-1",
        valid_from=date(2025, 9, 1),
        share=Decimal("0.25"),
    )
    relation_create(**facts, parent_id="P-2", valid_from=date(2026, 1, 1))  # type: ignore[arg-type]
    relation_create(**facts, parent_id=None, valid_from=date(2026, 6, 1))  # type: ignore[arg-type]
    shown = [
        (r["parent_partner_id"], r["valid_from"], r["valid_to"], r["share"])
        for r in rows("portal_relations")
    ]
    assert shown == [
        ("P-1", date(2025, 9, 1), date(2025, 12, 31), Decimal("0.250000")),
        ("P-2", date(2026, 1, 1), date(2026, 5, 31), None),
    ]
    deal = deal_create(
        by=OPERATOR,
        program_id="larkspur",
        partner_id="P-3",
        plan_id="ib_standard",
        valid_from=date(2025, 9, 1),
        overrides={"components.lots.rate": "6"},
    )
    named = {"by": OPERATOR, "program_id": "larkspur", "deal_id": deal.deal_id, "reason": "x"}
    deal_change(**named, valid_from=date(2026, 1, 1), overrides={})  # type: ignore[arg-type]
    deal_end(**named, last_day=date(2026, 3, 31))  # type: ignore[arg-type]
    assert [
        (r["deal_version_no"], r["valid_from"], r["valid_to"], r["overrides"], r["brand"])
        for r in rows("portal_deals")
    ] == [
        (1, date(2025, 9, 1), date(2025, 12, 31), '{"components.lots.rate": "6"}', None),
        (2, date(2026, 1, 1), date(2026, 3, 31), "{}", None),
    ]


@pytest.mark.django_db
def test_people_are_known_as_they_stood_before_a_change_was_recorded() -> None:
    """An end leaves no row, so only the portal knows what a close knew."""
    make_program()
    for name in ("P-1", "P-3"):
        make_partner(partner_id=name, account="")
    named = {"by": OPERATOR, "program_id": "larkspur", "reason": "x"}
    relation_create(**named, child_id="P-3", parent_id="P-1", valid_from=date(2025, 9, 1))  # type: ignore[arg-type]
    deal = deal_create(by=OPERATOR, program_id="larkspur", partner_id="P-3",
                       plan_id="ib_standard", valid_from=date(2025, 9, 1),
                       overrides={})  # fmt: skip
    before = Deal.objects.get(deal_id=deal.deal_id).versions.get().recorded_at
    with standing_clock(before + timedelta(days=1)):
        deal_end(**named, deal_id=deal.deal_id, last_day=date(2026, 3, 31))  # type: ignore[arg-type]
        relation_create(**named, child_id="P-3", parent_id=None, valid_from=date(2026, 1, 1))  # type: ignore[arg-type]
    known = people_known(before)
    assert [row["valid_to"].year for row in known["portal_deals"]] == [9999]
    assert [row["valid_to"].year for row in known["portal_relations"]] == [9999]
    assert [row["valid_to"] for row in rows("portal_deals")] == [date(2026, 3, 31)]
    assert [row["valid_to"] for row in rows("portal_relations")] == [date(2025, 12, 31)]
    assert people_known(before - timedelta(days=1)) == {"portal_relations": [], "portal_deals": []}


@pytest.mark.django_db
def test_a_hold_past_its_day_is_released_even_before_anybody_wrote_it_down() -> None:
    make_program()
    review_place(
        by=OPERATOR,
        program_id="larkspur",
        target_kind="client",
        target_id="c1",
        signal_code="x",
        reason="y",
        decide_by=date(2026, 10, 28),
    )
    assert rows("portal_reviews")[0]["state"] == "held"
    later = rows("portal_reviews", datetime(2026, 10, 29, tzinfo=UTC))[0]
    assert (later["state"], "nobody decided" in later["reason"]) == ("released", True)


@pytest.mark.django_db
def test_links_payments_and_adjustments_are_there_and_refused_ones_are_not(
    person: Any,
) -> None:
    make_program()
    partner = make_partner()
    link_create(
        by=OPERATOR,
        program_id="larkspur",
        partner_id="P-2041",
        link_code="spring",
        destination="https://larkspur.example/start",
    )
    deal = deal_create(
        by=OPERATOR,
        program_id="larkspur",
        partner_id="P-2041",
        plan_id="ib_standard",
        valid_from=date(2025, 9, 1),
    )
    clara: User = person("clara")
    for number, refused in (("A-1", None), ("A-2", person("daniel"))):
        ManualAdjustment.objects.create(
            program_id="larkspur",
            adjustment_id=number,
            partner=partner,
            deal=deal,
            currency_code="USD",
            amount_minor=100,
            origin_period_id="2026-09",
            reason="r",
            evidence="e",
            author=clara,
            proposed_at=AS_OF,
            refused_by=refused,
        )
    with standing_clock():
        freeze([entry(10_000)])
    assert [r["link_code"] for r in rows("portal_links")] == ["spring"]
    adjustment = rows("portal_adjustments")
    assert [(r["adjustment_id"], r["approved_by"]) for r in adjustment] == [("A-1", None)]
    payment = rows("portal_payments")[0]
    assert payment["payment_id"] == "larkspur/2026-12-04/P-2041/USD"
    assert (payment["amount_minor"], payment["payout_minor"]) == (10_000, 8_894)
    assert (payment["fx_rate"], payment["state"]) == (Decimal("0.889442319666"), "frozen")


@pytest.mark.django_db
def test_equal_contents_make_equal_tables() -> None:
    make_program()
    make_partner()
    first, second = export_tables(AS_OF), export_tables(AS_OF)
    assert all(first[name].equals(second[name]) for name in SCHEMAS)
