"""Deals: versions without gap, one per partner and brand at a time, early ones with four eyes."""

from __future__ import annotations

from datetime import date

import pytest

from portal.deals.models import Deal
from portal.deals.services import deal_change, deal_create, deal_end
from portal.deals.spans import deal_spans
from portal.partners.errors import DomainError
from portal.partners.models import ProgramCalendar
from portal.partners.periods import FOREVER
from tests.portal.payouts.world import OPERATOR, make_partner, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _partner() -> None:
    make_program()
    make_partner(account="")


def agree(day: date, **fields: object) -> Deal:
    facts = {"program_id": "larkspur", "partner_id": "P-2041", "plan_id": "ib_standard", **fields}
    return deal_create(by=OPERATOR, valid_from=day, **facts)  # type: ignore[arg-type]


def change(deal: Deal, day: date, **fields: object) -> None:
    deal_change(
        by=OPERATOR,
        program_id="larkspur",
        deal_id=deal.deal_id,
        valid_from=day,
        reason="agreed anew",
        **fields,  # type: ignore[arg-type]
    )


def end(deal: Deal, day: date) -> None:
    deal_end(by=OPERATOR, program_id="larkspur", deal_id=deal.deal_id, last_day=day, reason="ended")


def spans(deal: Deal) -> list[tuple[date, date, int]]:
    return [(s.valid_from, s.valid_to, s.row.version_no) for s in deal_spans(deal.versions.all())]


def test_a_version_ends_where_the_next_one_starts() -> None:
    deal = agree(date(2025, 9, 1), overrides={"components.lots.rate": "6"})
    change(deal, date(2026, 1, 1), overrides={"components.lots.rate": "7"})
    end(deal, date(2026, 6, 30))
    assert spans(deal) == [
        (date(2025, 9, 1), date(2025, 12, 31), 1),
        (date(2026, 1, 1), date(2026, 6, 30), 2),
    ]


def test_a_change_keeps_what_it_does_not_name_and_the_end_that_was_agreed() -> None:
    deal = agree(date(2025, 9, 1), overrides={"a": "1"}, valid_to=date(2026, 12, 31))
    change(deal, date(2026, 3, 1), plan_id="ib_pro")
    found = deal_spans(deal.versions.all())
    assert [s.valid_to for s in found] == [date(2026, 2, 28), date(2026, 12, 31)]
    assert (found[1].row.plan_id, found[1].row.overrides) == ("ib_pro", {"a": "1"})


def test_one_deal_per_partner_and_brand_at_a_time() -> None:
    deal = agree(date(2025, 9, 1))
    with pytest.raises(DomainError) as refused:
        agree(date(2026, 5, 1))
    assert (refused.value.code, Deal.objects.count()) == ("overlap", 1)
    agree(date(2025, 9, 1), brand="tamarind.de")
    end(deal, date(2026, 4, 30))
    assert agree(date(2026, 5, 1)).deal_id == "D-103"


def test_a_deal_that_does_not_run_on_the_day_is_neither_changed_nor_ended() -> None:
    deal = agree(date(2025, 9, 1))
    end(deal, date(2026, 4, 30))
    for deed in (change, end):
        with pytest.raises(DomainError) as refused:
            deed(deal, date(2026, 5, 1))
        assert refused.value.code == "not_running"


def test_a_start_before_the_open_period_needs_another_person_and_evidence() -> None:
    ProgramCalendar.objects.update(open_period_id="2026-03")
    with pytest.raises(DomainError) as refused:
        agree(date(2026, 2, 28))
    assert refused.value.code == "too_early"
    deal = agree(date(2026, 2, 28), approved_by="ines", evidence="signed contract")
    with pytest.raises(DomainError):
        end(deal, date(2026, 2, 27))
    assert spans(deal) == [(date(2026, 2, 28), FOREVER, 1)]


def test_a_calendar_that_the_program_lacks_is_refused() -> None:
    with pytest.raises(DomainError) as refused:
        agree(date(2025, 9, 1), calendar_id="week")
    assert refused.value.code == "unknown_calendar"
