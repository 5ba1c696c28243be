"""Balances: what is pending, locked, held, on hold, cleared."""

from __future__ import annotations

import pytest

from tests.dbt_project.statements import warehouse_of_lines as warehouse
from tests.dbt_project.statements.warehouse_of_lines import PROGRAM, line
from tests.pipelines.defs.ledger.conftest import Book


def balance(book: Book, as_of: str) -> dict[str, int]:
    book.build(as_of=as_of)
    rows = book.ask(
        "select pending_minor, locked_minor, held_minor, on_hold_minor, cleared_minor, "
        "booked_minor from statements.sta_balances where partner_id = 'P-1'"
    )
    return {key.removesuffix("_minor"): minor for key, minor in rows[0].items() if minor}


@pytest.mark.parametrize(
    ("as_of", "part"),
    [
        ("2026-08-07T21:59:59", "on_hold"),  # 7 August, 23:59:59 in Berlin
        ("2026-08-07T22:00:00", "cleared"),  # 00:00 of 8 August there
    ],
)
def test_a_hold_ends_at_midnight_in_the_zone_of_the_program(
    book: Book,
    as_of: str,
    part: str,
) -> None:
    book.lines(line("a", 4000, payable_from="2026-08-08"))
    book.build()
    book.close("2026-07")
    assert balance(book, as_of) == {part: 4000, "booked": 4000}


def test_lines_of_the_open_period_and_differences_are_pending(book: Book) -> None:
    book.lines(line("a", 500))
    book.build()
    book.close("2026-07")
    book.lines(
        line("a", 400),
        line("b", 70, period_id="2026-08", event_on="2026-08-03"),
        line("c", 9, period_id="2026-08", event_on="2026-08-03", state="locked"),
    )
    found = balance(book, "2026-08-20T12:00:00")
    assert found == {"pending": -30, "locked": 9, "cleared": 500, "booked": 500}


@pytest.mark.parametrize("target", [
    ("client", "aa11bb22cc33"), ("record", "test:a"), ("line", "a"),
])  # fmt: skip
def test_a_review_holds_what_it_names(book: Book, target: tuple[str, str]) -> None:
    book.lines(line("a", 500), line("b", 20, client_id="ff"))
    book.build()
    book.close("2026-07")
    review = {"program_id": PROGRAM, "review_id": "R-1", "target_kind": target[0],
              "target_id": target[1], "state": "held"}  # fmt: skip
    book.put("portal_reviews", review)
    assert balance(book, "2026-08-20T12:00:00") == {"held": 500, "cleared": 20, "booked": 520}


def test_a_review_that_names_a_day_leaves_earlier_entries_free(book: Book) -> None:
    book.lines(line("a", 500), line("b", 20, event_on="2026-07-20"))
    book.build()
    book.close("2026-07")
    book.put(
        "portal_reviews",
        {"program_id": PROGRAM, "review_id": "R-1", "target_kind": "client",
         "target_id": "aa11bb22cc33", "state": "held", "effective_on": "2026-07-15"},
    )  # fmt: skip
    assert balance(book, "2026-08-20T12:00:00") == {"held": 20, "cleared": 500, "booked": 520}


def test_a_rejected_amount_is_never_payable_between_verdict_and_reversal(
    book: Book,
) -> None:
    book.lines(line("a", 500), line("b", 20, client_id="ff"))
    book.build()
    book.close("2026-07")
    book.put(
        "portal_reviews",
        {"program_id": PROGRAM, "review_id": "R-1", "target_kind": "line", "target_id": "a",
         "state": "rejected", "recorded_at": "2026-08-10 09:00:00"},
    )  # fmt: skip
    book.lines(line("a", 0), line("b", 20, client_id="ff"))
    assert balance(book, "2026-08-20T12:00:00") == {
        "pending": -500, "held": 500, "cleared": 20, "booked": 520,
    }  # fmt: skip
    book.close("2026-08")
    assert balance(book, "2026-09-20T12:00:00") == {"cleared": 20, "booked": 20}


@pytest.mark.parametrize("rounding", ["line", "period"])
def test_a_locked_amount_is_locked_until_a_later_line_releases_it(
    book: Book, rounding: str
) -> None:
    locked = line("a", 500, state="locked", reason_code="gate_not_met", rounding=rounding)
    book.lines(locked)
    assert balance(book, "2026-07-20T12:00:00") == {"locked": 500}
    release = line("r", 500, period_id="2026-08", event_on="2026-08-31", line_kind="released",
                   origin_line_id="a", rounding=rounding)  # fmt: skip
    book.lines(locked, release)
    assert balance(book, "2026-08-20T12:00:00") == {"pending": 500}
    segment = book.close("2026-07")
    assert segment.totals == {("locked", "EUR"): 500}


@pytest.mark.parametrize(
    ("bases", "rate", "held"),
    [
        ({"aa11bb22cc33": 900, "dd": 300}, "0.1", 9000),
        ({"aa11bb22cc33": 900, "dd": 300}, None, 9000),
        ({"aa11bb22cc33": 1500, "dd": -300}, "0.1", 12000),  # without it the line pays nothing
        ({"aa11bb22cc33": -300, "dd": 1500}, "0.1", 0),
    ],
)
def test_a_client_under_review_holds_its_part_of_a_period_s_line(
    book: Book, bases: dict[str, int], rate: str | None, held: int
) -> None:
    share = line("share", 12000, client_id=None, event_record_key=None, event_on="2026-07-31",
                 rate=rate, payable_from="2026-07-31")  # fmt: skip
    book.lines(share)
    warehouse.set_lines(
        book.path,
        [
            {"program_id": PROGRAM, "period_id": "2026-07", "line_id": "share",
             "section": "client", "position": number, "code": "base", "subject": client,
             "amount": base}
            for number, (client, base) in enumerate(bases.items())
        ],
        "com_line_facts",
    )  # fmt: skip
    book.build()
    book.close("2026-07")
    book.put(
        "portal_reviews",
        {"program_id": PROGRAM, "review_id": "R-1", "target_kind": "client",
         "target_id": "aa11bb22cc33", "state": "held"},
    )  # fmt: skip
    found = balance(book, "2026-08-20T12:00:00")
    assert (found.get("held", 0), found.get("cleared", 0)) == (held, 12000 - held)
