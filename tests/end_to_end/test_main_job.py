"""The main job on real input: a report is dropped, three levels earn, to the cent, each explained.

What is expected is worked out by hand in `harbour.py` and `by_hand.py`. With OPENBOOK_SAMPLES set,
the same is done with every real report under it.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end import harbour
from tests.end_to_end.by_hand import read_report, worked_out
from tests.end_to_end.harbour import CHAIN, DEMO, LIVE, PRACTICE, Trade, earned_by, trades_of
from tests.end_to_end.product import Page, Product

_FOLDER = os.environ.get("OPENBOOK_SAMPLES")
SAMPLES = sorted(Path(_FOLDER).rglob("*.xlsx")) if _FOLDER else []


def expected_lines(trades: Sequence[Trade]) -> Counter[tuple[Any, ...]]:
    """(partner, level, day, lots, amount) of each line, as a multiset."""
    return Counter(
        (who, CHAIN.index(who), trade.day, trade.lots, amount)
        for trade in trades
        for who, amount in earned_by(trade).items()
    )


def released_lines(product: Product, program: str) -> Counter[tuple[Any, ...]]:
    return Counter(
        (
            line["partner_id"],
            line["level"],
            line["event_on"].isoformat(),
            line["quantity"].normalize(),
            Decimal(line["amount_minor"]).scaleb(-2),
        )
        for line in product.rows(program, "pub_portal__lines")
    )


def totals(trades: Sequence[Trade], period: str) -> dict[str, Decimal]:
    """What each partner earns in a month."""
    sums = dict.fromkeys(CHAIN, Decimal(0))
    for trade in trades:
        if trade.day.startswith(period):
            for who, amount in earned_by(trade).items():
                sums[who] += amount
    return sums


def check_release(product: Product, trades: Sequence[Trade]) -> None:
    """Live accounts and listed demos earn on all three levels; a demo not listed does not."""
    normal = [Trade(t.symbol, t.lots.normalize(), t.day) for t in trades]
    for program in (LIVE, PRACTICE):
        assert released_lines(product, program) == expected_lines(normal), program
    assert product.rows(DEMO, "pub_portal__lines") == []
    unpaid = product.rows(DEMO, "pub_portal__unpaid_events")
    assert [e["reason_code"] for e in unpaid] == ["demo_account"] * len(trades)
    assert {e["partner_id"] for e in unpaid} == {harbour.DIRECT}


def check_pages(product: Product, program: str, trades: Sequence[Trade]) -> None:
    """Each partner sees the month's sum, each of its lines, and a formula that gives the amount."""
    period = trades[0].day[:7]
    lines = product.rows(program, "pub_portal__lines")
    for who, due in totals(trades, period).items():
        mine = [x for x in lines if x["partner_id"] == who and x["period_id"] == period]
        top = f"/{program}/{who}/"
        whys = [f"{top}commissions/{period}/{line['line_id']}/" for line in mine]
        first = [f"{top}?period={period}", f"{top}commissions/?period={period}"]
        email, password = harbour.with_person(product, program, who)
        overview, listing, *pages = product.pages(email, password, [*first, *whys])
        shown = re.search(r"Commission earned, [^$]*\$([\d,.]+\d)", overview.texts("main")[0])
        assert shown, overview.path
        assert Decimal(shown[1].replace(",", "")) == due
        listed = [Decimal(text.replace(",", "")) for text in listing.texts("num main")]
        assert sorted(listed) == sorted(Decimal(x["amount_minor"]).scaleb(-2) for x in mine)
        assert sum(listed) == due
        for line, page in zip(mine, pages, strict=True):
            _check_why(page, Decimal(line["amount_minor"]).scaleb(-2))


def _check_why(page: Page, amount: Decimal) -> None:
    assert page.status == 200
    (formula,) = page.texts("recompute")
    assert worked_out(formula) == amount, f"{page.path}: {formula}"
    (answer,) = page.texts("answer")
    shown = re.match(r"\$([\d,]+\.\d\d)", answer)
    assert shown, answer
    assert Decimal(shown[1].replace(",", "")) == amount
    assert any("equal" in note and "not equal" not in note for note in page.texts("eq-note"))


def test_three_levels_earn_on_a_report_to_the_cent(harbour_open: Product) -> None:
    check_release(harbour_open, trades_of())


def test_the_portal_shows_each_amount_with_a_formula_that_gives_it(harbour_copy: Product) -> None:
    check_pages(harbour_copy, LIVE, trades_of())


def test_a_partner_whose_client_trades_on_a_demo_reads_why_nothing_is_earned(
    harbour_copy: Product,
) -> None:
    email, password = harbour.with_person(harbour_copy, DEMO, harbour.DIRECT)
    (page,) = harbour_copy.pages(
        email, password, [f"/{DEMO}/{harbour.DIRECT}/commissions/unpaid/?period=2022-10"]
    )
    assert page.status == 200
    assert "demo account" in page.html.lower()


@pytest.mark.skipif(not SAMPLES, reason="OPENBOOK_SAMPLES names no folder with reports")
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_real_reports_earn_and_are_explained(path: Path, tmp_path: Path) -> None:
    login, trades = read_report(path.read_bytes())
    period = min(trade.day for trade in trades)[:7]
    product = Product(tmp_path / "data")
    product.stand_still_at(f"{period}-28T23:00:00+00:00")
    harbour.found(product, period)
    harbour.deliver(product, path.read_bytes(), login, period)
    product.commands("refresh")
    check_release(product, trades)
    check_pages(product, LIVE, trades)
