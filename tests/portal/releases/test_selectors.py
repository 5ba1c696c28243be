"""Selectors: one partner's rows, sums that re-add, at most two queries a page."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from portal.releases.reader import Release, counted_queries
from portal.releases.selectors import commissions, overview, payments, reports, statements, why

IB, SUB, MASTER, STRANGER = "P-2002", "P-2003", "P-2001", "P-2004"
READERS = (
    overview.overview_get, commissions.lines_page, commissions.unpaid_list, why.why_get,
    why.why_not_get, why.line_period, statements.statement_list, statements.statement_get,
    statements.statement_entries, payments.standing_list, reports.report_get, reports.report_lines,
)  # fmt: skip


@pytest.fixture
def larkspur(release_of: Callable[[str], Release]) -> Release:
    return release_of("larkspur")


def _lines(release: Release, partner: str, period: str = "2026-09", **narrow: object) -> tuple:
    return commissions.lines_page(
        release, partner, calendar_id="month", period_id=period,
        narrow=commissions.LineFilter(**narrow),
    ).lines  # fmt: skip


@pytest.mark.parametrize("reader", READERS)
def test_no_selector_can_be_asked_without_a_partner(reader: Callable) -> None:
    names = list(inspect.signature(reader).parameters)
    assert names[:2] == ["release", "partner_id"]
    assert inspect.signature(reader).parameters["partner_id"].default is inspect.Parameter.empty


def test_a_line_of_another_partner_does_not_exist(larkspur: Release) -> None:
    line = _lines(larkspur, IB)[0]
    assert why.why_get(larkspur, IB, period_id=line.period_id, line_id=line.line_id)
    for other in (STRANGER, SUB, MASTER):
        assert not why.why_get(larkspur, other, period_id=line.period_id, line_id=line.line_id)
        assert not why.line_period(larkspur, other, line.line_id)


def test_steps_from_line_to_line_stay_in_one_row_of_the_overview(larkspur: Release) -> None:
    row = _lines(larkspur, IB, level=0, symbol_group="metals")
    assert len(row) > 1
    seen, at = [], row[-1].line_id  # the list shows the newest first
    while at:
        seen.append(at)
        found = why.why_get(larkspur, IB, period_id="2026-09", line_id=at)
        assert found
        at = found.next_line_id
    assert sorted(seen) == sorted(line.line_id for line in row)


def test_an_unpaid_event_of_another_partner_does_not_exist(larkspur: Release) -> None:
    event = commissions.unpaid_list(larkspur, IB, period_id="2026-10")[0]
    assert why.why_not_get(larkspur, IB, period_id="2026-10", event_id=event.event_id)
    for other in (STRANGER, SUB, MASTER):
        assert not why.why_not_get(larkspur, other, period_id="2026-10", event_id=event.event_id)


@pytest.mark.parametrize("partner", [IB, SUB, MASTER, STRANGER])
def test_pages_of_lines_are_walked_to_the_end_without_gap_or_repeat(
    larkspur: Release, partner: str
) -> None:
    seen: list[str] = []
    after = None
    while True:
        page = commissions.lines_page(
            larkspur, partner, calendar_id="month", period_id="2026-10",
            narrow=commissions.LineFilter(), after=after,
        )  # fmt: skip
        seen += [line.line_id for line in page.lines]
        if not page.after:
            break
        after = commissions.read_cursor(page.after)
    expected = larkspur.row(
        "select sum(line_count)::bigint as n from pub_portal__component_periods"
        " where partner_id = $p and period_id = '2026-10'",
        p=partner,
    )["n"]
    assert len(seen) == len(set(seen)) == expected


def test_filters_narrow_the_lines(larkspur: Release) -> None:
    found = _lines(larkspur, IB, "2026-10", component_id="rebate_per_lot", level=1,
                   symbol_group="metals")  # fmt: skip
    assert found
    assert {(line.level, line.symbol_group) for line in found} == {(1, "metals")}
    day = found[0].event_on
    assert {line.event_on for line in _lines(larkspur, IB, "2026-10", on_day=day)} == {day}
    assert _lines(larkspur, IB, "2026-10", client_ref="C-NOBODY") == ()


@pytest.mark.parametrize("period_id", ["2026-08", "2026-09", "2026-10"])
def test_what_earned_it_and_what_corrects_it_are_the_number(
    larkspur: Release, period_id: str
) -> None:
    found = overview.overview_get(larkspur, IB, period_id=period_id)
    assert found
    lines = sum(c.amount.minor for c in found.components if c.state != "locked")
    corrections = sum(c.amount.minor for c in found.corrections if c.kind == "difference")
    if found.choice.period.is_open:
        assert lines + corrections == found.figures.commission.minor
    else:
        booked = larkspur.row(
            "select sum(amount_minor)::bigint as n from pub_portal__entries where partner_id = $p"
            " and period_id = $period and entry_kind in ('line', 'difference')",
            p=IB, period=period_id,
        )["n"]  # fmt: skip
        assert found.figures.commission.minor == booked


def test_a_period_or_currency_that_is_not_there_is_nothing(larkspur: Release) -> None:
    assert overview.overview_get(larkspur, IB, period_id="2031-01") is None
    assert overview.overview_get(larkspur, IB, currency_code="XXX") is None


def test_a_partner_without_anything_gets_an_empty_overview(larkspur: Release) -> None:
    found = overview.overview_get(larkspur, "P-NEW")
    assert found
    assert found.choice.currency_code == ""
    assert found.components == ()


def test_a_statement_is_the_sum_of_what_it_shows(larkspur: Release) -> None:
    page = statements.statement_get(
        larkspur, IB, calendar_id="month", period_id="2026-09", currency_code="USD"
    )
    assert page
    shown = sum(c.amount.minor for c in page.components) + sum(
        e.amount.minor for e in page.corrections
    )
    assert shown == page.statement.total.minor
    entries = [
        row
        for batch in statements.statement_entries(
            larkspur, IB, calendar_id="month", period_id="2026-09", currency_code="USD"
        )
        for row in batch
    ]
    assert sum(row["amount_minor"] for row in entries) == page.statement.total.minor
    assert len(entries) == page.statement.entry_count
    stranger = statements.statement_get(
        larkspur, "P-NEW", calendar_id="month", period_id="2026-09", currency_code="USD"
    )
    assert stranger is None


def test_a_locked_line_is_listed_and_not_booked(release_of: Callable[[str], Release]) -> None:
    tamarind = release_of("tamarind")
    (line,) = _lines(tamarind, "P-3001", "2026-08")
    assert line.state == "locked"
    assert not line.booked
    assert all(s.period_id != "2026-08" for s in statements.statement_list(tamarind, "P-3001"))


def _question(**more: object) -> reports.Question:
    return reports.Question(date(2026, 10, 1), date(2026, 10, 31), "USD", **more)


@pytest.mark.parametrize("by", list(reports.DIMENSIONS))
def test_every_grouping_adds_up_to_the_same_total(larkspur: Release, by: str) -> None:
    then = "level" if by != "level" else "component"
    answer = reports.report_get(larkspur, IB, _question(by=by, then=then))
    assert answer.total
    firsts = [g for g in answer.groups if not g.is_sub]
    seconds = [g for g in answer.groups if g.is_sub]
    assert sum(g.commission.minor for g in firsts) == answer.total.commission.minor
    assert sum(g.commission.minor for g in seconds) == answer.total.commission.minor
    assert sum((g.lots for g in firsts), Decimal(0)) == answer.total.lots


def test_the_same_lines_are_in_the_export(larkspur: Release) -> None:
    question = _question(filters={"level": "1"})
    answer = reports.report_get(larkspur, IB, question)
    rows = [r for batch in reports.report_lines(larkspur, IB, question) for r in batch]
    assert answer.total
    assert sum(r["amount_minor"] for r in rows) == answer.total.commission.minor
    assert {r["level"] for r in rows} == {1}


def test_a_dimension_that_is_none_never_reaches_a_statement(larkspur: Release) -> None:
    answer = reports.report_get(larkspur, IB, _question(filters={"1=1 or partner_id": "x"}))
    plain = reports.report_get(larkspur, IB, _question())
    assert answer.total == plain.total


def test_an_upline_sees_no_account_country_or_sub_id(larkspur: Release) -> None:
    for line in _lines(larkspur, MASTER, "2026-10"):
        assert line.level > 0
        assert (line.account_tail, line.country, line.sub1, line.link_code) == (None,) * 4


def test_the_same_client_has_another_name_for_each_upline(larkspur: Release) -> None:
    names = {
        partner: {line.client_ref for line in _lines(larkspur, partner, "2026-09", level=level)}
        for partner, level in ((SUB, 0), (IB, 1), (MASTER, 2))
    }
    assert not names[SUB] & names[IB]
    assert not names[IB] & names[MASTER]


def test_no_page_asks_a_release_more_than_twice(larkspur: Release) -> None:
    line = _lines(larkspur, IB)[0]
    pages: dict[str, Callable[[], object]] = {
        "overview": lambda: overview.overview_get(larkspur, IB),
        "lines": lambda: _lines(larkspur, IB, "2026-10"),
        "why": lambda: why.why_get(larkspur, IB, period_id="2026-09", line_id=line.line_id),
        "statement": lambda: statements.statement_get(
            larkspur, IB, calendar_id="month", period_id="2026-09", currency_code="USD"
        ),
        "payments": lambda: payments.standing_list(larkspur, IB),
        "report": lambda: reports.report_get(larkspur, IB, _question(by="line")),
    }
    for name, ask in pages.items():
        with counted_queries() as statements_sent:
            ask()
        assert 1 <= len(statements_sent) <= 2, name


def test_no_float_leaves_a_release(larkspur: Release) -> None:
    for table in larkspur.rows("select table_name as t from duckdb_tables()"):
        columns = larkspur.rows(
            "select column_name as c, data_type as d from duckdb_columns() where table_name = $t",
            t=table["t"],
        )
        assert not [c for c in columns if c["d"] in ("DOUBLE", "FLOAT")], table


@pytest.mark.parametrize(("by", "then"), [("period", "component"), ("level", ""), ("state", "")])
def test_sums_by_period_answer_many_months_as_the_lines_do(larkspur, monkeypatch, by, then):
    first = min(p.starts_on for p in larkspur.periods)
    last = max(p.ends_on for p in larkspur.periods)
    question = reports.Question(first, last, "USD", by=by, then=then)
    monkeypatch.setattr(reports, "DAYS_SHOWN", 20)
    assert reports._is_summed(larkspur, question)
    summed = reports.report_get(larkspur, IB, question)
    monkeypatch.setattr(reports, "DAYS_SHOWN", 800)
    lines = reports.report_get(larkspur, IB, question)

    def figures(answer):
        return {
            (g.by, g.then, g.is_sub): (g.line_count, g.lots, g.commission.minor, g.locked.minor)
            for g in (*answer.groups, answer.total)
        }

    assert lines.total.commission.minor != 0
    assert figures(summed) == figures(lines)


def test_a_part_of_a_period_or_a_finer_question_goes_to_the_lines(larkspur, monkeypatch):
    monkeypatch.setattr(reports, "DAYS_SHOWN", 20)
    first = min(p.starts_on for p in larkspur.periods)
    last = max(p.ends_on for p in larkspur.periods)
    part = reports.Question(first.replace(day=2), last, "USD")
    finer = reports.Question(first, last, "USD", by="symbol")
    narrowed = reports.Question(first, last, "USD", filters={"country": "DE"})
    assert not any(reports._is_summed(larkspur, q) for q in (part, finer, narrowed))


def test_sub_ids_and_devices_of_clicks_filter_and_group_own_lines(larkspur: Release) -> None:
    plain = reports.report_get(larkspur, IB, _question(by="level"))
    own = sum(g.commission.minor for g in plain.groups if g.by == 0)
    found = reports.report_get(larkspur, IB, _question(by="sub2", then="device"))
    firsts = {g.by: g.commission.minor for g in found.groups if not g.is_sub}
    assert set(firsts) == {"issue-0", "issue-1", None}, "above the own clients nothing is known"
    assert firsts["issue-0"] + firsts["issue-1"] == own
    assert {g.then for g in found.groups if g.is_sub and g.by} == {"mobile"}
    narrow = _question(filters={"sub2": "issue-1", "device": "mobile"})
    one = reports.report_get(larkspur, IB, narrow)
    assert one.total
    assert one.total.commission.minor == firsts["issue-1"]
    rows = [r for batch in reports.report_lines(larkspur, IB, narrow) for r in batch]
    assert sum(r["amount_minor"] for r in rows if r["state"] != "locked") == firsts["issue-1"]
    lines = reports.report_get(larkspur, IB, _question(by="line", filters={"sub2": "issue-1"}))
    assert lines.lines
    assert {line.level for line in lines.lines} == {0}


def test_what_the_clients_have_of_it_can_be_chosen(larkspur: Release) -> None:
    options = reports.report_get(larkspur, IB, _question()).options
    assert options["sub2"] == ("issue-0", "issue-1")
    assert options["device"] == ("mobile",)
    assert "sub3" not in options


def test_a_release_from_before_devices_were_published_has_none(larkspur: Release) -> None:
    old = dataclasses.replace(larkspur, client_columns=frozenset({"client_ref", "sub2"}))
    found = reports.report_get(old, IB, _question(by="device"))
    assert {g.by for g in found.groups} == {None}
    assert "device" not in found.options
