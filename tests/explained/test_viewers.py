"""What a viewer gets of a line above the direct partner is what its amount needs, and nothing more
(COMMISSIONS, "Explained means"): random trees, and every partner of them looks at what is
published for it. Pages, API and `openbook explain` read nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any
from unittest.mock import patch

import pytest

from tests.oracle.facts import Rows
from tests.properties import programs, warehouse
from tests.properties.batches import AS_OF, drawn
from tests.properties.draft import compiled
from tests.properties.warehouse import Warehouse

Row = dict[str, Any]
LAYERS = (*warehouse.LAYERS, "marts", "publish")
KINDS = {
    "lot_program": 30, "event_program": 40, "period_program": 20, "hybrid_program": 4,
    "counting_program": 4,
}  # fmt: skip
HIDDEN = (
    "country", "sub1", "link_code", "account_tail", "account_type", "product", "file_name",
    "file_row",
)  # fmt: skip
# What an upline's line may be explained with: what a cap, the guard or a rebate took of it, the
# amount below that its own stands on, its own gate.
OF_A_LINE_ABOVE = {"level", "guard", "rebate", "cap", "operand", "rounding", "condition"}
PUBLISHED = (
    "lines", "line_facts", "line_versions", "unpaid_events", "entries", "differences", "clients",
    "client_conditions", "terms", "changes", "link_days",
)  # fmt: skip


CLIENTS = "clients"  # the account that rebates are booked to; nobody looks at it


class Seen:
    """The published tables of many programs, and the facts that they were made from."""

    def __init__(self) -> None:
        self.rows: dict[str, Rows] = {}
        for kind, count in KINDS.items():
            drafts = drawn(getattr(programs, kind), count, 77_000)
            self.rows |= compiled({f"{kind}-{name}": one for name, one in drafts.items()})
        with patch.object(warehouse, "LAYERS", LAYERS):
            self.engine = Warehouse()
            self.engine.fill(self.rows.values())
            self.engine.build(AS_OF)

    def table(self, name: str) -> list[Row]:
        return self.engine.ask(f"select * from publish.pub_portal__{name}")

    def raw(self, program_id: str, table: str) -> list[Row]:
        return list(self.rows[program_id].get(("raw", table), []))


@pytest.fixture(scope="module")
def seen() -> Seen:
    return Seen()


def test_there_are_lines_above_to_look_at(seen: Seen) -> None:
    above = [line for line in seen.table("lines") if line["level"] > 0]
    assert len(above) > 80
    assert {line["line_kind"] for line in above} >= {"earned", "override"}


def test_a_line_above_has_nothing_of_the_client(seen: Seen) -> None:
    told = [
        (line["program_id"], line["line_id"], name)
        for line in seen.table("lines")
        if line["level"] > 0
        for name in HIDDEN
        if line[name] is not None
    ]
    assert told == []


def test_no_table_names_a_client_a_record_or_an_account(seen: Seen) -> None:
    told = [
        (program_id, table, column, value)
        for table in PUBLISHED
        for row in seen.table(table)
        for program_id, secrets in [(row["program_id"], secrets_of(seen, row["program_id"]))]
        for column, value in row.items()
        if isinstance(value, str) and value in secrets
    ]
    assert told == []


def test_every_viewer_above_has_a_pseudonym_of_its_own_for_a_client(seen: Seen) -> None:
    viewers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for line in seen.table("lines"):
        if line["client_ref"] and line["partner_id"] != CLIENTS and line["level"] > 0:
            viewers[line["program_id"], line["client_ref"]].add(line["partner_id"])
    assert {ref: who for ref, who in viewers.items() if len(who) > 1} == {}


def test_a_line_is_of_somebody_below_the_viewer_on_its_day(seen: Seen) -> None:
    strangers = []
    for line in seen.table("lines"):
        below = set(_below(seen, line["program_id"], line["partner_id"], line["event_on"]))
        if line["partner_id"] == CLIENTS:
            continue
        named = {line["direct_partner_id"], line["lower_partner_id"]} - {None}
        if line["line_kind"] != "released" and not named <= below | {line["partner_id"]}:
            strangers.append(
                (line["program_id"], line["partner_id"], line["component_type"], line["level"],
                 line["line_kind"], str(line["event_on"]), sorted(named - below))
            )  # fmt: skip
    assert strangers == []


def test_the_facts_of_a_line_above_are_those_of_its_own_amount(seen: Seen) -> None:
    lines = {
        (line["program_id"], line["line_id"]): line
        for line in seen.table("lines")
        if line["level"] > 0 and line["component_type"] != "override"
    }
    more = {
        (fact["section"], fact["code"], lines[fact["program_id"], fact["line_id"]]["formula_code"])
        for fact in seen.table("line_facts")
        if (fact["program_id"], fact["line_id"]) in lines
        and (fact["section"] not in OF_A_LINE_ABOVE or fact["subject"] is not None)
    }
    assert more == set()


def test_an_event_that_paid_nothing_is_told_to_the_direct_partner_alone(seen: Seen) -> None:
    told = [
        row["event_record_key"]
        for row in seen.table("unpaid_events")
        if row.get("direct_partner_id", row["partner_id"]) != row["partner_id"]
    ]
    assert told == []


def test_terms_entries_and_clients_are_ones_own(seen: Seen) -> None:
    deals = {
        (program_id, deal["deal_id"]): deal["partner_id"]
        for program_id in seen.rows
        for deal in seen.raw(program_id, "portal_deals")
    }
    others = [
        (table, row["program_id"], row["partner_id"], row["deal_id"])
        for table in ("terms", "lines", "entries", "differences")
        for row in seen.table(table)
        if row.get("deal_id")
        and row["partner_id"] not in (CLIENTS, deals[row["program_id"], row["deal_id"]])
    ]
    assert others == []


def secrets_of(seen: Seen, program_id: str) -> set[str]:
    """Ids of clients, records and accounts as the feeds brought them."""
    found: set[str] = set()
    for table in ("conversions", "activity", "trades", "accounts", "attributions", "clicks"):
        for row in seen.raw(program_id, table):
            names = ("client_id", "record_key", "account_id", "event_id", "trade_id", "click_id")
            found |= {str(row[name]) for name in names if row.get(name)}
    return found


def _below(seen: Seen, program_id: str, partner_id: str, day: date) -> Iterator[str]:
    """Everybody under a partner on a day."""
    for row in seen.raw(program_id, "portal_relations"):
        if row["parent_partner_id"] == partner_id and str(row["valid_from"]) <= str(day) <= str(
            row["valid_to"] or "9999-12-31"
        ):
            yield row["partner_id"]
            yield from _below(seen, program_id, row["partner_id"], day)
