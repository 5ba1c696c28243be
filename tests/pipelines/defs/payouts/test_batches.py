"""The payout jobs on a sealed segment: freeze from the ledger, decide, answer by file."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner

from pipelines.commands import payout as command
from pipelines.defs.ledger.columns import COLUMNS, create_sql, row_hash_sql
from pipelines.defs.ledger.errors import LedgerBroken
from pipelines.defs.ledger.head import LedgerHead
from pipelines.defs.ledger.segment import seal
from pipelines.defs.payouts import (
    approve_batch,
    batch_metadata,
    batches,
    freeze_batch,
    submit_batch,
)
from pipelines.defs.payouts.batches import ledger_heads
from pipelines.defs.payouts.entries import entries_of, late_feeds_of, rates_of
from pipelines.lib import portal_gateway as gateway
from pipelines.lib.errors import OpenbookError
from pipelines.settings import settings
from portal.accounts.models import UsedTimeStep
from tests.portal.payouts.world import IBANS, make_partner, make_program

DAY = date(2026, 12, 4)
PEOPLE = {"clara@example.com": "finance_maker", "daniel@example.com": "finance_checker"}


def row(number: int, amount: int, **fields: Any) -> dict[str, Any]:
    facts = {
        "entry_id": f"e{number}",
        "program_id": "larkspur",
        "calendar_id": "month",
        "period_id": "2025-09",
        "origin_period_id": "2025-09",
        "partner_id": "P-2041",
        "deal_id": "D-101",
        "line_id": f"l{number}",
        "entry_kind": "line",
        "currency_code": "USD",
        "exact_amount": Decimal(amount) / 100,
        "amount_minor": amount,
        "memo_minor": 0,
        "payable_from": date(2025, 10, 1),
        "event_on": date(2025, 9, 10),
        "statement_id": "larkspur/P-2041/month/2025-09/USD",
        "entry_no": number,
    }
    return {**facts, **fields}


def close(rows: list[dict[str, Any]]) -> Path:
    """Seal `rows` as the segment of September and commit its head, as a close does."""
    with duckdb.connect() as con:
        con.execute(create_sql("booked"))
        for facts in rows:
            names = [name for name in COLUMNS if name in facts]
            con.execute(
                f"insert into booked ({', '.join(names)}) values ({', '.join('?' for _ in names)})",
                [facts[name] for name in names],
            )
        con.execute(f"update booked set row_hash = {row_hash_sql()}")
        folder = settings().ledger / "larkspur" / "month"
        sealed = seal(con, "booked", folder=folder, scope=("larkspur", "month", "2025-09", ""))
    gateway.commit_ledger_head(
        LedgerHead(
            "larkspur",
            "month",
            "2025-09",
            sealed.sha256,
            None,
            sealed.row_count,
            datetime(2025, 10, 1),  # noqa: DTZ001
            "schedule",
        )
    )
    return sealed.path


@pytest.fixture
def program(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    make_program()
    make_partner(payout_currency_code="USD", kind="wire", account="US0482")
    make_partner(partner_id="P-2042", account=IBANS["FR"])


@pytest.fixture
def people(program: None) -> None:
    for email, role in PEOPLE.items():
        gateway.person_create(email, email[:5], "a long enough passphrase")
        gateway.role_grant(email, "larkspur", role)
        gateway.totp_secret_set(email)


def token(email: str, verb: str, batch_id: str) -> str:
    UsedTimeStep.objects.all().delete()
    code = gateway.totp_code_now(email)
    return gateway.token_mint(person=email, verb=verb, batch_id=batch_id, code=code)


def test_a_batch_is_frozen_from_the_sealed_segments_and_their_heads(program: None) -> None:
    path = close([row(1, 10_000), row(2, -2_500), row(3, 700, payable_from=date(2027, 1, 1))])
    facts = freeze_batch("larkspur", DAY)
    assert [p["amount_minor"] for p in facts["payments"]] == [7_500]
    assert facts["heads"] == {"month": path.stem}
    assert freeze_batch("larkspur", DAY)["digest"] == facts["digest"]


def test_an_altered_segment_pays_nobody(program: None) -> None:
    path = close([row(1, 10_000)])
    with duckdb.connect() as con:
        con.execute(f"create table t as select * replace (999999 as amount_minor) from '{path}'")
        con.execute(f"copy t to '{path}' (format parquet)")
    with pytest.raises(LedgerBroken):
        freeze_batch("larkspur", DAY)
    assert gateway.batch_list() == []


def test_without_rates_what_needs_one_is_carried(program: None) -> None:
    close([row(1, 10_000), row(2, 10_000, partner_id="P-2042", statement_id="s2")])
    facts = freeze_batch("larkspur", DAY)
    assert [(r["partner_id"], r["reason_code"]) for r in facts["not_paid"]] == [
        ("P-2042", "no_rate")
    ]


def test_submit_and_approve_make_the_files_and_the_metadata_tells_all(people: None) -> None:
    close([row(1, 10_000)])
    frozen = freeze_batch("larkspur", DAY)
    clara, daniel = PEOPLE
    named = (frozen["batch_id"], frozen["digest"])
    submit_batch(clara, *named, token(clara, "submit", named[0]))
    with pytest.raises(gateway.GatewayRefused):
        approve_batch(clara, *named, "LAR-0000")
    done = approve_batch(daniel, *named, token(daniel, "approve", named[0]))
    assert (done["state"], [f["name"] for f in done["files"]]) == (
        "exported",
        ["larkspur-2026-12-04-transfers-USD.csv"],
    )
    told = batch_metadata(done, "http://localhost:8000")
    assert "100.00 USD" in told["totals"]
    assert "/staff/larkspur/payouts/2026-12-04/" in told["review_page"]
    assert frozen["digest"] in told["digest"]


def test_a_results_file_is_taken_in_and_harmless_when_read_twice(
    people: None, tmp_path: Path
) -> None:
    close([row(1, 10_000)])
    frozen = freeze_batch("larkspur", DAY)
    clara, daniel = PEOPLE
    named = (frozen["batch_id"], frozen["digest"])
    submit_batch(clara, *named, token(clara, "submit", named[0]))
    approve_batch(daniel, *named, token(daniel, "approve", named[0]))
    sent = frozen["payments"][0]["end_to_end_id"]
    results = tmp_path / "results.csv"
    results.write_text(f"EndToEndId,state,date,reason\n{sent},settled,2026-12-07,\n")
    runner = CliRunner()
    first = runner.invoke(command.app, ["confirm", named[0], str(results)])
    again = runner.invoke(command.app, ["confirm", named[0], str(results)])
    assert (first.output, again.output) == ("1 applied\n", "1 repeated\n")
    assert gateway.batch_show(named[0])["state"] == "settled"
    results.write_text(
        f"EndToEndId,state,date,reason\nNOPE,settled,2026-12-07,\n{sent},returned,2026-12-09,AC04\n"
    )
    partly = runner.invoke(command.app, ["confirm", named[0], str(results)])
    assert isinstance(partly.exception, command.PartlyDone)
    assert partly.exception.exit_code == 3
    assert "row 2: NOPE" in str(partly.exception)
    assert gateway.batch_show(named[0])["payments"][0]["state"] == "returned"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id,state\n", "row 1: write the header"),
        ("EndToEndId,state,date,reason\nX,paid,2026-12-07,\n", "row 2, state"),
        ("EndToEndId,state,date,reason\nX,settled,7.12.2026,\n", "row 2, date"),
        ("EndToEndId,state,date,reason\n,settled,2026-12-07,\n", "row 2: write 4 cells"),
    ],
)
def test_a_results_file_that_cannot_be_read_whole_changes_nothing(
    tmp_path: Path, text: str, says: str
) -> None:
    path = tmp_path / "results.csv"
    path.write_text(text)
    with pytest.raises(command.OpenbookError, match=says):
        command.answers_of(path)


def test_rates_are_the_last_of_each_currency_up_to_the_day() -> None:
    with duckdb.connect() as con:
        assert rates_of(con, "ecb", DAY) == []
        con.execute("create schema raw")
        con.execute(
            "create table raw.fx_rates (rate_set varchar, rate_on date, currency_code varchar, "
            "units_per_eur decimal(18, 8), source varchar)"
        )
        con.execute(
            "insert into raw.fx_rates values ('ecb', '2026-12-03', 'USD', 1.1, 'ECB'), "
            "('ecb', '2026-12-04', 'USD', 1.2, 'ECB'), ('ecb', '2026-12-05', 'USD', 1.3, 'ECB'), "
            "('own', '2026-12-04', 'USD', 9, 'own')"
        )
        found = rates_of(con, "ecb", DAY)
        con.execute("create schema staging")
        con.execute(
            "create table staging.currencies as select 'USC' as currency_code, "
            "'USD' as parity_to, 0.01::decimal(18, 8) as parity"
        )
        tied = rates_of(con, "ecb", DAY)
    assert [(r["rate_on"], r["units_per_eur"]) for r in found] == [(DAY, Decimal("1.20000000"))]
    assert tied == [*found, {**found[0], "currency_code": "USC", "units_per_eur": Decimal(120)}]


def test_a_feed_is_too_late_for_a_payout_only_before_the_last_closed_day() -> None:
    feeds = [
        {"feed": "trades", "last_event_at": "2026-11-29T23:00:00", "is_late": True},
        {"feed": "clicks", "last_event_at": "2026-12-01T01:00:00", "is_late": True},
        {"feed": "accounts", "last_event_at": None, "is_late": False},
    ]
    until = date(2026, 11, 30)
    assert late_feeds_of({"feeds": feeds}, until) == ["trades"]
    assert late_feeds_of(None, until) == late_feeds_of({"feeds": feeds}, None) == []


def test_a_file_after_the_last_closed_day_says_that_there_was_nothing_more() -> None:
    quiet = {"feed": "conversions", "last_event_at": "2026-11-02T10:00:00", "is_late": True}
    until = date(2026, 11, 30)
    for came, waits in (("2026-11-30T23:00:00", True), ("2026-12-01T02:00:00", False)):
        feed = quiet | {"last_file_at": came}
        assert bool(late_feeds_of({"feeds": [feed]}, until)) is waits


def test_the_day_of_the_batch_is_today_in_the_programs_zone(program: None, tmp_path: Path) -> None:
    from pipelines.lib.clock import stand_still_at

    stand_still_at(datetime(2026, 12, 4, 6, tzinfo=UTC))
    assert freeze_batch("larkspur")["paid_on"] == "2026-12-04"


def test_entries_come_added_up_but_for_those_a_review_aims_at(program: None) -> None:
    path = close(
        [
            row(1, 100, client_id="c-1"),
            row(2, 250, client_id="c-2"),
            row(3, -40, client_id="c-2", event_record_key="t:9"),
            row(4, 7, client_id="c-3", payable_from=date(2026, 1, 1)),
            row(5, 0, client_id="c-1"),
        ]
    )
    assert path.exists()
    with duckdb.connect() as con:
        found = list(
            entries_of(con, ledger_heads("larkspur"), settings().ledger, {("record", "t:9")})
        )
    told = {(r["event_record_key"], r["payable_from"].year, r["amount_minor"], r["entry_count"])
            for r in found}  # fmt: skip
    assert told == {(None, 2025, 350, 2), ("t:9", 2025, -40, 1), (None, 2026, 7, 1)}
    assert {r["event_on"] for r in found} == {None, date(2025, 9, 10)}


def test_regression_without_a_warehouse_nobody_is_paid_while_a_client_is_under_review(
    program: None,
) -> None:
    """Regression: a freeze without a warehouse paid the client's part of a period's line."""
    with pytest.raises(OpenbookError, match="openbook refresh"):
        batches._parts("larkspur", [("client", "aa11bb22cc33")])
    assert batches._parts("larkspur", [("line", "x")]) == []
