"""What readers get of a moving book: marts and published tables agree with lines and ledger."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from data_tests.published.rules import RULES
from tests.dbt_project.statements import warehouse_of_lines as warehouse
from tests.dbt_project.statements.warehouse_of_lines import PROGRAM, line
from tests.fixtures.warehouse import record
from tests.pipelines.defs.ledger.conftest import Book

CLIENT = "aa11bb22cc33"


def published(book: Book) -> None:
    book.build("statements", "marts", "publish")


def broken_rules(book: Book) -> list[str]:
    """The rules that a written release must keep, asked of the tables it is written from."""
    with duckdb.connect(str(book.path)) as con:
        con.execute("use warehouse.publish")
        con.execute("create temp view lines as select * from publish.pub_portal__lines")
        return [name for name, (_, sql) in RULES.items() if con.execute(sql).fetchall()]


@pytest.fixture
def moving(book: Book) -> Book:
    """July closed and moved since; August open; September has begun before August is closed."""
    book.lines(
        line("a", 500),
        line("b", 100, partner_id="P-2", level=1),
        line("locked", 70, state="locked", reason_code="gate_not_met"),
    )
    book.build()
    book.close("2026-07")
    book.lines(
        line("a", 450),
        line("b", 100, partner_id="P-2", level=1),
        line("locked", 70, state="locked", reason_code="gate_not_met"),
        line("c", 30, period_id="2026-08", event_on="2026-08-09"),
        line("d", 9, period_id="2026-09", event_on="2026-09-01"),
    )
    published(book)
    return book


def test_every_rule_of_a_release_holds(moving: Book) -> None:
    assert broken_rules(moving) == []


def test_commission_of_a_closed_period_is_what_its_statement_booked(moving: Book) -> None:
    rows = moving.ask(
        "select period_id, commission_minor, locked_minor from publish.pub_portal__partner_periods"
        " where partner_id = 'P-1' order by period_id"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("2026-07", 500, 70),
        ("2026-08", -20, 0),  # 30 of its own, -50 pending for July
        ("2026-09", 9, 0),
    ]


def test_regression_what_a_later_period_released_is_locked_no_more(moving: Book) -> None:
    """Regression: a period went on showing as locked what the next one had released."""
    released = line("free", 70, period_id="2026-08", event_on="2026-08-31", line_kind="released",
                    origin_line_id="locked")  # fmt: skip
    locked = line("locked", 70, state="locked", reason_code="gate_not_met")
    moving.lines(line("a", 500), line("b", 100, partner_id="P-2", level=1), locked, released)
    published(moving)
    rows = moving.ask(
        "select period_id, commission_minor, locked_minor from publish.pub_portal__partner_periods"
        " where partner_id = 'P-1' order by period_id"
    )
    assert [tuple(row.values()) for row in rows] == [("2026-07", 500, 0), ("2026-08", 70, 0)]


def test_periods_say_which_is_open(moving: Book) -> None:
    rows = moving.ask(
        "select period_id from publish.pub_portal__periods where is_open "
        "union all select 'closed ' || period_id from publish.pub_portal__periods "
        "where closed_at is not null"
    )
    assert [row["period_id"] for row in rows] == ["2026-08", "closed 2026-07"]


def test_a_statement_keeps_its_bytes_when_its_lines_move(book: Book) -> None:
    book.lines(line("a", 500), line("locked", 70, state="locked"))
    book.build()
    book.close("2026-07")
    published(book)
    before = book.ask("select * from publish.pub_portal__statements")
    book.lines(line("a", 1), line("locked", 90))
    published(book)
    assert book.ask("select * from publish.pub_portal__statements") == before


def test_a_line_shows_what_is_booked_of_it(moving: Book) -> None:
    rows = moving.ask(
        "select amount_minor, booked_minor from publish.pub_portal__lines where line_id = 'a'"
    )
    assert rows == [{"amount_minor": 450, "booked_minor": 500}]


def test_versions_of_an_amended_event_are_shown_in_order(book: Book) -> None:
    first: dict[str, Any] = {"trade_id": "a", "client_id": CLIENT,
                             "closed_at": "2026-07-10 09:00:00"}  # fmt: skip
    book.put(
        "trades",
        record(PROGRAM, "a", lots="2", is_current=False, **first),
        record(PROGRAM, "a", lots="1", version_no=2, recorded_at="2026-07-12 10:00:00", **first),
    )
    book.lines(line("a", 500), line("other", 5))
    published(book)
    rows = book.ask(
        "select line_id, version_no, quantity::varchar as lots, change_code "
        "from publish.pub_portal__line_versions order by version_no"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("a", 1, "2.000000", "first_seen"),
        ("a", 2, "1.000000", "event_amended"),
    ]


def test_counts_stand_on_the_day_of_the_client_s_partner(book: Book) -> None:
    """Two clicks (one refused), a registration, two deposits, a demo trade and a live one."""
    book.put("portal_links", {"program_id": PROGRAM, "link_code": "L-1", "partner_id": "P-1"})
    book.put(
        "clicks",
        *(
            record(PROGRAM, f"click{n}", click_id=f"click{n}", link_code="L-1", verdict=verdict,
                   occurred_at="2026-07-09 22:30:00")
            for n, verdict in ((1, "accepted"), (2, "bot"))
        ),
    )  # fmt: skip
    book.put(
        "conversions",
        *(
            record(PROGRAM, f"e{n}", event_id=f"e{n}", conversion_type=kind, client_id=CLIENT,
                   occurred_at=f"2026-07-10 0{n}:00:00", click_id="click1", amount="10",
                   currency_code="EUR")
            for n, kind in ((1, "registration"), (2, "deposit"), (3, "deposit"))
        ),
    )  # fmt: skip
    book.put(
        "accounts",
        *(
            record(PROGRAM, f"acc{kind}", account_id=kind, server="s", client_id=CLIENT,
                   account_type=kind, is_demo=kind == "demo", currency_code="EUR")
            for kind in ("demo", "live")
        ),
    )  # fmt: skip
    book.put(
        "trades",
        *(
            record(PROGRAM, f"t{kind}", trade_id=f"t{kind}", account_id=kind, server="s",
                   lots="1.5", native_symbol="EURUSD", opened_at="2026-07-10 08:00:00",
                   closed_at="2026-07-10 09:00:00", currency_code="EUR")
            for kind in ("demo", "live")
        ),
    )  # fmt: skip
    book.lines()
    published(book)
    rows = book.ask(
        "select day::varchar as day, clicks, registrations, first_deposits, lots::varchar as lots "
        "from publish.pub_portal__partner_days where partner_id = 'P-1' order by day"
    )
    assert rows == [
        {"day": "2026-07-10", "clicks": 1, "registrations": 1, "first_deposits": 1,
         "lots": "1.5000"},
    ]  # fmt: skip
    assert book.ask(
        "select active_clients from publish.pub_portal__partner_periods where partner_id = 'P-1'"
    ) == [{"active_clients": 1}]


@pytest.mark.parametrize(
    ("last_file_at", "is_late", "hours"),
    [
        ("2026-10-28 06:00:00", False, "0.0"),
        ("2026-10-28 05:57:00", True, "0.1"),
        (None, False, "0.0"),
    ],
)
def test_a_feed_is_late_once_its_promise_is_over(
    book: Book, last_file_at: str | None, is_late: bool, hours: str
) -> None:
    """Promised within 6 hours, looked at at 12:00; 3 minutes are 0.05 hours, half away 0.1."""
    book.put(
        "feed_status",
        {"program_id": PROGRAM, "feed": "trades", "promised_within_hours": 6,
         "last_file_at": last_file_at},
    )  # fmt: skip
    published(book)
    rows = book.ask(
        "select is_late, late_by_hours::varchar as hours from publish.pub_portal__feeds"
    )
    assert rows == [{"is_late": is_late, "hours": hours}]


def test_a_client_is_a_pseudonym_in_every_section_of_facts(book: Book) -> None:
    """Regression: an account of one client (scope client) carried under the client's own id."""
    book.put(
        "activity", record(PROGRAM, "day", client_id=CLIENT, activity_on="2026-07-10", stakes="1")
    )
    book.lines(line("own", 500, client_id=None), line("above", 5, partner_id="P-2", level=1))
    facts = [
        {"program_id": PROGRAM, "period_id": "2026-07", "line_id": line_id, "section": section,
         "position": position, "code": code, "subject": subject, "ref": ref}
        for line_id in ("own", "above")
        for position, (section, code, subject, ref) in enumerate((
            ("carry", "closing", CLIENT, None),
            ("deduction", "bonus_cost", "slots", None),
            ("account", "record", "crm:77", "crm:77"),
        ))
    ]  # fmt: skip
    warehouse.set_lines(book.path, facts, "com_line_facts")
    published(book)
    rows = book.ask(
        "select line_id, section, subject, ref from publish.pub_portal__line_facts "
        "order by line_id desc, position"
    )
    own, above = rows[:3], rows[3:]
    assert [row["subject"] for row in own[:2]] == ["C-AA11BB", "slots"]
    assert above[0]["subject"].startswith("C-")
    assert above[0]["subject"] != "C-AA11BB"
    assert above[1]["subject"] is None
    for row in (own[2], above[2]):
        assert row["subject"] == row["ref"]
        assert row["subject"].startswith("crm:")
        assert row["subject"] != "crm:77"
