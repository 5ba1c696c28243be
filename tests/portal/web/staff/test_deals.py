"""Deals at the desk: what is open is shown with its range, proposed, looked at and decided."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from portal.deals.models import Deal, DealProposal
from portal.deals.ranges import PlanVersion
from portal.web.staff import deal_editor
from portal.whatif.models import Calculation
from portal.whatif.services import calculation_answer
from tests.portal.deals.test_ranges import LOTS, TIERS
from tests.portal.web.staff.conftest import Desks

pytestmark = pytest.mark.django_db
FOREVER = date(9999, 12, 31)
LIST = "/staff/larkspur/deals/"
ASKED = {"plan_id": "ib_standard", "valid_from": "2026-11-01", "partner_id": "P-2002"}


@pytest.fixture(autouse=True)
def _plans(monkeypatch: pytest.MonkeyPatch) -> None:
    """The release's plan, with numbers that are open."""
    plans = [PlanVersion("ib_standard", 1, date(2022, 1, 1), FOREVER, LOTS)]
    monkeypatch.setattr(deal_editor, "plan_versions", lambda release: plans)


def deal() -> Deal:
    return Deal.objects.get(partner__partner_id="P-2002")


def change_url() -> str:
    return f"{LIST}d/{deal().deal_id}/change"


def proposed(desk_of: Desks, **numbers: str) -> DealProposal:
    desk_of("manager").post(change_url(), {**ASKED, "reason": "more volume", **numbers})
    return DealProposal.objects.get()


def test_the_list_shows_deals_and_what_waits(desk_of: Desks) -> None:
    proposed(desk_of)
    text = desk_of("analyst").get(LIST).content.decode()
    assert deal().deal_id in text
    assert "Proposals that wait" in text
    assert "Propose a deal" not in text
    assert "No deal matches" in desk_of("finance_maker").get(LIST + "?q=nothing").content.decode()


@pytest.mark.parametrize("role", ["analyst", "compliance", "finance_maker", "finance_checker"])
def test_others_read_and_do_not_propose(desk_of: Desks, role: str) -> None:
    browser = desk_of(role)
    assert browser.get(f"{LIST}d/{deal().deal_id}/").status_code == 200
    assert browser.get(change_url()).status_code == 403
    assert browser.post(LIST + "new", ASKED).status_code == 403


def test_strangers_find_nothing(desk_of: Desks) -> None:
    for path in (LIST, change_url(), f"{LIST}d/{deal().deal_id}/"):
        assert desk_of("nadia").get(path).status_code == 404
    assert desk_of("manager-tamarind").get(LIST).status_code == 404
    assert desk_of("administrator").get(LIST + "d/D-9999/").status_code == 404


def test_the_editor_shows_what_the_plan_leaves_open(desk_of: Desks) -> None:
    text = desk_of("manager").get(change_url(), ASKED).content.decode()
    assert "FX majors" in text
    assert "everything else" in text
    assert "to 12" in text


def test_a_number_outside_of_the_range_stays_in_the_form(desk_of: Desks) -> None:
    answer = desk_of("manager").post(change_url(), {**ASKED, "reason": "x", "n0": "99"})
    assert answer.status_code == 422
    assert not DealProposal.objects.exists()


def test_a_share_is_written_and_read_in_per_cent(
    desk_of: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans = [PlanVersion("ib_standard", 1, date(2022, 1, 1), FOREVER, TIERS)]
    monkeypatch.setattr(deal_editor, "plan_versions", lambda release: plans)
    manager = desk_of("manager")
    assert "25% in the plan; 15% to 45%" in manager.get(change_url(), ASKED).content.decode()
    wish = {**ASKED, "reason": "more volume"}
    assert manager.post(change_url(), {**wish, "n1": "0.4"}).status_code == 422
    manager.post(change_url(), {**wish, "n1": "27.5 %", "n2": "30"})
    proposal = DealProposal.objects.get()
    assert proposal.overrides == {"components.share.tiers.steps[from=0].share": "0.275"}
    url = f"{LIST}proposals/{proposal.proposal_id}/"
    assert "27.5%" in desk_of("administrator").get(url).content.decode()


def test_a_proposal_asks_whose_money_moves_and_shows_it(desk_of: Desks) -> None:
    proposal = proposed(desk_of, n0="9.00")
    asked = Calculation.objects.get(kind="deal_effect")
    assert asked.question["deal_id"] == deal().deal_id
    assert asked.question["overrides"] == proposal.overrides != {}
    url = f"{LIST}proposals/{proposal.proposal_id}/"
    other = desk_of("administrator")
    assert "hx-get" in other.get(url).content.decode()
    calculation_answer(calculation_id=str(asked.calculation_id), answer={
        "periods": ["2026-08", "2026-09"], "is_back_dated": False, "not_tried": "",
        "rows": [
            {"partner_id": "P-2001", "period_id": "2026-09", "currency_code": "USD",
             "before": "10.00", "after": "8.50", "difference": "-1.50", "locked_difference": "0"},
            {"partner_id": "P-2002", "period_id": "2026-09", "currency_code": "USD",
             "before": "100.00", "after": "1101.50", "difference": "1001.50",
             "locked_difference": "0"}],
        "totals": [{"currency_code": "USD", "difference": "1000.00"}],
    })  # fmt: skip
    text = other.get(url + "effect", headers={"HX-Request": "true"}).content.decode()
    assert "Meridian Group Ltd" in text
    assert "+1,001.50" in text
    assert "The money of 2 partners moves" in text
    assert text.index("Aurel Media SL") < text.index("Meridian Group Ltd")


def test_another_person_approves_and_the_author_does_not(desk_of: Desks) -> None:
    proposal = proposed(desk_of, n0="9.00")
    url = f"{LIST}proposals/{proposal.proposal_id}/decide"
    desk_of("administrator").post(url, {"deed": "approve", "reason": "fine"})
    assert deal().versions.count() == 2
    version = deal().versions.last()
    assert version
    assert (version.valid_from, version.approved_by) == (
        date(2026, 11, 1), "administrator@operator.example",
    )  # fmt: skip


def test_the_author_may_only_take_it_back(desk_of: Desks) -> None:
    manager = desk_of("manager")
    manager.post(change_url(), {**ASKED, "reason": "more volume"})
    url = f"{LIST}proposals/DP-1/decide"
    manager.post(url, {"deed": "approve"})
    assert deal().versions.count() == 1
    manager.post(url, {"deed": "withdraw"})
    assert DealProposal.objects.get().state == "withdrawn"


def test_a_new_deal_and_an_end_are_proposed_too(desk_of: Desks) -> None:
    manager = desk_of("manager")
    manager.post(LIST + "new", {**ASKED, "partner_id": "P-2004", "reason": "new"})
    assert DealProposal.objects.get().kind == "create"
    end = f"{LIST}d/{deal().deal_id}/end"
    assert manager.get(end).status_code == 200
    manager.post(end, {"last_day": "2026-11-30", "reason": "left"})
    proposal = DealProposal.objects.get(kind="end")
    assert proposal.valid_from == date(2026, 12, 1)


def test_the_effect_is_not_the_partners_to_read(desk_of: Desks) -> None:
    proposed(desk_of, n0="9.00")
    asked = Calculation.objects.get(kind="deal_effect")
    path = reverse("partner:terms_answer", args=["larkspur", "P-2002", asked.calculation_id])
    answer = desk_of("nadia").get(path, headers={"HX-Request": "true"})
    assert answer.status_code == 404
