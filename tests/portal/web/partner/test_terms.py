"""My terms: sentences, history with differences, progress, and the what-if calculator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.deals.services import deal_create
from portal.partners.authors import Author
from portal.partners.models import Partner
from portal.releases.reader import counted_queries
from portal.releases.selectors.terms import DealTerms, Part, Version
from portal.web.partner.terms_history import differences, history
from portal.whatif.models import Calculation
from portal.whatif.services import (
    calculation_answer,
    calculation_ask,
    calculation_fail,
    calculations_take,
)
from tests.portal.web.partner.open_plan import MAJORS, open_plan
from tests.portal.web.partner.pages import AUREL, HALDEN

Browsers = Callable[[str], Client]
ASK = AUREL + "terms/what-if/"


def text_of(browser: Client, path: str) -> str:
    response = browser.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def with_deal() -> None:
    deal_create(by=Author("test"), program_id="larkspur", partner_id="P-2002",
                plan_id="larkspur/ib_standard", valid_from=date(2026, 8, 1))  # fmt: skip


def version(first: date, last: date, *sentences: str) -> Version:
    title = f"Terms from {first}"
    return Version(first, last, "plan", 1, (Part("", (title, "Paid in USD.")),
                                           Part("rebate", sentences)))  # fmt: skip


def test_the_agreed_sentences_and_who_stands_above_are_there(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    with counted_queries() as statements:
        page = text_of(browser, AUREL + "terms/")
    assert len(statements) <= 2
    for words in ("Your rate for metals is 11.75 USD per lot", "Meridian Group Ltd (P-2001)"):
        assert words in page, words
    assert "9.00 USD per lot" not in page, "a lower partner's terms are not the viewer's"


def test_a_tier_shows_what_is_missing_to_its_next_step(browser_of: Browsers) -> None:
    page = text_of(browser_of("nadia"), HALDEN + "terms/")
    assert "the next step" in page
    assert "reached" in page


def test_a_history_says_what_each_version_changed() -> None:
    old = version(date(2026, 1, 1), date(2026, 5, 31), "8.00 a lot.", "Held 14 days.")
    new = version(date(2026, 6, 1), date(9999, 12, 31), "9.00 a lot.", "Held 14 days.")
    rows = history(DealTerms("D-1", (old, new)), date(2026, 7, 1))
    assert [row["is_ruling"] for row in rows] == [True, False]
    assert differences(old, new) == [
        {"name": "Rebate", "gone": ["8.00 a lot."], "added": ["9.00 a lot."]}
    ]


def test_a_question_is_stored_answered_and_shown(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    with_deal()
    assert browser.post(ASK, {"lots_majors": "120.5"}).status_code == 302
    asked = Calculation.objects.get()
    assert asked.question["facts"] == {"lots_majors": "120.5"}
    assert asked.question["plan_id"] == "larkspur/ib_standard"
    waiting = browser.get(f"{ASK}{asked.calculation_id}/", headers={"HX-Request": "true"})
    assert b'hx-trigger="every 1s"' in waiting.content
    [taken] = calculations_take()
    calculation_answer(
        calculation_id=str(taken.calculation_id),
        answer={"currency_code": "USD", "total": "964.00",
                "rows": [{"component_id": "rebate", "amount": "964.00", "lines": 1}],
                "unpaid": [{"reason_code": "holding_time", "count": 2}], "above": "120.50"},
    )  # fmt: skip
    page = text_of(browser, AUREL + "terms/")
    for words in ("964.00 USD", "Held long enough, 2 times", "would earn 120.50 USD on top"):
        assert words in page, words
    assert "every 1s" not in page


def test_a_failure_is_told_in_its_own_words(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    with_deal()
    browser.post(ASK, {"lots_metals": "1"})
    [taken] = calculations_take()
    calculation_fail(calculation_id=str(taken.calculation_id), failure="No rate for XAUUSD.")
    assert "No rate for XAUUSD." in text_of(browser, AUREL + "terms/")


@pytest.mark.parametrize("typed", [{}, {"lots_majors": "-1"}, {"new_clients": "100000"},
                                   {"lots_majors": "many"}])  # fmt: skip
def test_a_question_without_sense_is_asked_again(
    browser_of: Browsers, typed: dict[str, str]
) -> None:
    browser = browser_of("nadia")
    with_deal()
    assert browser.post(ASK, typed).status_code == 422
    assert not Calculation.objects.exists()


def test_another_partner_s_question_is_not_there(browser_of: Browsers) -> None:
    browser = browser_of("sofie")
    asked = calculation_ask(
        by=User.objects.get(email="nadia@example.com"), kind="what_if",
        partner=Partner.objects.get(partner_id="P-2002"),
        question={"deal_id": "D-1", "period_id": "2026-10", "facts": {}},
    )  # fmt: skip
    for base in (AUREL, "/larkspur/P-2003/"):
        path = f"{base}terms/what-if/{asked.calculation_id}/"
        assert browser.get(path, headers={"HX-Request": "true"}).status_code == 404


def test_the_same_question_waits_once_and_four_are_too_many(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    with_deal()
    for lots in ("1", "1", "2", "3"):
        assert browser.post(ASK, {"lots_majors": lots}).status_code == 302
    assert Calculation.objects.count() == 3
    assert browser.post(ASK, {"lots_majors": "4"}).status_code == 422


def test_what_a_dead_worker_had_taken_comes_again(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    with_deal()
    browser.post(ASK, {"lots_majors": "1"})
    assert len(calculations_take()) == 1
    assert calculations_take() == []
    from datetime import UTC, datetime

    Calculation.objects.update(taken_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert len(calculations_take()) == 1


def form_page(browser: Client) -> str:
    return text_of(browser, AUREL + "terms/")


def test_numbers_of_the_plan_can_be_tried_within_their_range(
    browser_of: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browser_of("nadia")
    with_deal()
    open_to_deals(monkeypatch)
    page = form_page(browser)
    assert "8 now, 6 to 12" in page
    assert browser.post(ASK, {"lots_majors": "10", "term_0": "12.5"}).status_code == 422
    assert browser.post(ASK, {"lots_majors": "10", "term_0": "9.5"}).status_code == 302
    asked = Calculation.objects.get().question
    assert asked["overrides"] == asked["tried"] == {MAJORS: "9.5"}
    assert "own_facts" not in asked


def test_own_facts_are_tried_with_other_numbers_and_only_own_money_is_told(
    browser_of: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browser_of("nadia")
    with_deal()
    open_to_deals(monkeypatch)
    assert browser.post(ASK, {"facts_from": "own"}).status_code == 422  # nothing would change
    assert browser.post(ASK, {"facts_from": "own", "term_0": "9"}).status_code == 302
    [taken] = calculations_take()
    question = taken.question
    assert (question["own_facts"], question["partner_id"]) == (True, "P-2002")
    calculation_answer(
        calculation_id=str(taken.calculation_id),
        answer={"periods": ["2026-09"], "not_tried": "",
                "rows": [{"partner_id": "P-2002", "period_id": "2026-09", "currency_code": "USD",
                          "before": "800.00", "after": "900.00", "difference": "100.00"}]},
    )  # fmt: skip
    page = form_page(browser)
    for words in ("September 2026", "800.00", "900.00", "Would be"):
        assert words in page, words


def open_to_deals(monkeypatch: pytest.MonkeyPatch) -> None:
    from portal.web.partner import whatif_parts

    monkeypatch.setattr(whatif_parts, "plan_versions", lambda release: [open_plan()])
