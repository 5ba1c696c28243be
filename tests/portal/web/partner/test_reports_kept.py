"""Reports: kept ones, comparison with earlier days, files, dimensions, names of periods."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from zipfile import ZipFile

import pyarrow.parquet as pq
import pytest
from django.test import Client

from portal.releases.reader import Period, counted_queries
from portal.reports.models import SavedReport
from portal.web.partner import report_files
from portal.web.partner.balance import not_closed
from portal.web.partner.figures import change
from portal.web.partner.labels import period_note
from tests.portal.web.partner.pages import AUREL, HALDEN

Browsers = Callable[[str], Client]
OCTOBER = "from=2026-10-01&to=2026-10-31"


def text_of(browser: Client, path: str) -> str:
    response = browser.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def period(first: date, last: date, closed: datetime | None = None) -> Period:
    return Period("month", f"{first:%Y-%m}", first, last, 1, is_open=False, closed_at=closed)


def test_a_report_is_kept_opened_and_removed(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    wish = {"name": "By symbol", "query": f"{OCTOBER}&by=symbol", "days": "present"}
    assert browser.post(AUREL + "reports/save/", wish).status_code == 302
    saved = SavedReport.objects.get()
    assert saved.query == "by=symbol", "a report of the present period keeps no days"
    path = f"{AUREL}reports/kept/{saved.pk}/"
    assert browser.get(path)["Location"] == AUREL + "reports/?by=symbol"
    assert "By symbol" in text_of(browser, AUREL + "reports/")
    other = browser_of_other("sofie")
    assert other.get(f"/larkspur/P-2003/reports/kept/{saved.pk}/").status_code == 404
    assert other.post("/larkspur/P-2003/reports/remove/", {"report": saved.pk}).status_code == 404
    assert browser.post(AUREL + "reports/remove/", {"report": saved.pk}).status_code == 302
    assert not SavedReport.objects.exists()


def browser_of_other(name: str) -> Client:
    from portal.accounts.models import User

    browser = Client()
    browser.force_login(User.objects.get(email=f"{name}@example.com"))
    return browser


def test_a_kept_report_of_the_period_before_asks_for_its_days(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    browser.post(AUREL + "reports/save/", {"name": "x", "query": "by=level", "days": "before"})
    saved = SavedReport.objects.get()
    there = browser.get(f"{AUREL}reports/kept/{saved.pk}/")["Location"]
    assert there.endswith("?by=level&from=2026-09-01&to=2026-09-30")


def test_a_comparison_shows_the_period_before_within_two_queries(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    before = text_of(browser, AUREL + "reports/?from=2026-09-01&to=2026-09-30&by=component")
    with counted_queries() as statements:
        page = text_of(browser, f"{AUREL}reports/?{OCTOBER}&by=component&compare=before")
    assert len(statements) == 2
    assert "compared with 1–30 September 2026" in page
    total = before[before.index("<tfoot>") :].split("</tr>")[0].split("</td>")[-3].split(">")[-1]
    assert total in page[page.index("<tfoot>") :]
    assert browser.get(AUREL + "reports/?compare=never").status_code == 404


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [(1125, 1000, "+12.5%"), (500, 1000, "−50.0%"), (1000, 1000, "0.0%"), (10, 0, ""),
     (10, -5, ""), (-10, 5, "")],
)  # fmt: skip
def test_a_change_is_said_where_it_has_a_meaning(now: int, before: int, text: str) -> None:
    assert change(now, before) == text


def test_files_hold_the_same_sum_and_no_formula(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    parquet = browser.get(f"{AUREL}reports/lines.parquet?{OCTOBER}")
    table = pq.read_table(io.BytesIO(parquet.content))
    total = sum(table["amount"].to_pylist(), Decimal(0))
    assert f"{total:,.2f}" in text_of(browser, f"{AUREL}reports/?{OCTOBER}")
    xlsx = browser.get(f"{AUREL}reports/lines.xlsx?{OCTOBER}&level=1")
    sheet = ZipFile(io.BytesIO(xlsx.content)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert xlsx["Content-Disposition"].endswith('.xlsx"')


def test_a_file_that_would_be_too_large_is_refused_with_a_way_out(
    browser_of: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browser_of("nadia")
    monkeypatch.setattr(report_files, "XLSX_MOST", 2)
    answer = browser.get(f"{AUREL}reports/lines.xlsx?{OCTOBER}")
    assert answer.status_code == 413
    assert b"take the CSV" in answer.content


def test_only_dimensions_that_the_lines_have_are_offered(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    casino = text_of(browser, HALDEN + "reports/?by=component")
    forex = text_of(browser, AUREL + "reports/?by=component")
    assert "by=symbol_group" not in casino
    assert "by=symbol_group" in forex


def test_a_month_that_is_over_and_not_closed_says_so() -> None:
    today = date(2026, 10, 4)
    september = period(date(2026, 9, 1), date(2026, 9, 30))
    october = period(date(2026, 10, 1), date(2026, 10, 31))
    august = period(date(2026, 8, 1), date(2026, 8, 31), datetime(2026, 9, 2))  # noqa: DTZ001
    november = period(date(2026, 11, 1), date(2026, 11, 30))
    assert [period_note(p, today) for p in (august, september, october)] == [
        "", "not closed yet", "open",
    ]  # fmt: skip
    assert not_closed((november, october, september, august), today) == [september, october]
