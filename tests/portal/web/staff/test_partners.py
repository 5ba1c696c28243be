"""Partners: found by name, looked after, suspended with a reason; and looked at as they see it."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.partners.models import Partner
from portal.web.partner import viewing
from tests.portal.web.staff.conftest import Desks

pytestmark = pytest.mark.django_db
HERE = "/staff/larkspur/partners/P-2002/"
PAGES = "/larkspur/P-2002/"


def partner() -> Partner:
    return Partner.objects.get(partner_id="P-2002")


def test_the_list_is_searched_and_narrowed(desk_of: Desks) -> None:
    analyst = desk_of("analyst")
    everybody = analyst.get("/staff/larkspur/partners/").content.decode()
    assert "Aurel Media SL" in everybody
    assert "Halden Reviews AS" not in everybody
    assert "P-2003" not in analyst.get("/staff/larkspur/partners/?q=aurel").content.decode()
    kinds = analyst.get("/staff/larkspur/partners/?kind=sub").content.decode()
    assert "P-2003" in kinds
    assert "P-2002" not in kinds
    assert (
        "No partner matches"
        in analyst.get("/staff/larkspur/partners/?manager=none&q=zzz").content.decode()
    )


def test_a_partner_in_full_is_read_on_the_record(desk_of: Desks) -> None:
    page = desk_of("analyst").get(HERE)
    text = page.content.decode()
    assert "Nordlicht Trading" in text
    assert "nadia@example.com" in text
    assert AuditEvent.objects.filter(verb="partner read", object_id="larkspur/P-2002").exists()
    assert "Suspend" not in text


@pytest.mark.parametrize("path", [HERE, "/staff/larkspur/partners/"])
def test_strangers_and_other_programs_find_nothing(desk_of: Desks, path: str) -> None:
    assert desk_of("nadia").get(path).status_code == 404
    assert desk_of("manager-tamarind").get(path).status_code == 404
    assert desk_of("manager").get("/staff/larkspur/partners/P-3001/").status_code == 404


def test_a_manager_is_assigned_and_only_a_manager(desk_of: Desks) -> None:
    manager = desk_of("manager")
    manager.post(HERE + "manager", {"manager": "manager@operator.example"})
    assert partner().manager == User.objects.get(email="manager@operator.example")
    manager.post(HERE + "manager", {"manager": "nadia@example.com"})
    assert partner().manager is not None
    manager.post(HERE + "manager", {"manager": ""})
    assert partner().manager is None
    assert AuditEvent.objects.filter(verb="manager set").count() == 2


def test_suspending_takes_a_reason_and_a_role(desk_of: Desks) -> None:
    assert (
        desk_of("manager")
        .post(HERE + "standing", {"status": "suspended", "reason": "x"})
        .status_code
        == 403
    )
    officer = desk_of("compliance")
    officer.post(HERE + "standing", {"status": "suspended", "reason": " "})
    assert partner().status == "active"
    officer.post(HERE + "standing", {"status": "suspended", "reason": "brand bidding"})
    assert partner().status == "suspended"
    officer.post(HERE + "standing", {"status": "applied", "reason": "no such step"})
    assert partner().status == "suspended"
    event = AuditEvent.objects.get(verb="partner status set")
    assert (event.reason, event.details["after"]) == ("brand bidding", "suspended")


def test_the_page_says_what_each_step_does(desk_of: Desks) -> None:
    text = desk_of("compliance").get(HERE).content.decode()
    assert "suspension stops payment, not earning" in text
    assert "What is available is still paid." in text


def test_notes_are_for_colleagues(desk_of: Desks) -> None:
    desk_of("manager").post(HERE + "note", {"text": "Prefers calls on Mondays"})
    assert "Prefers calls on Mondays" in desk_of("analyst").get(HERE).content.decode()
    assert "Mondays" not in desk_of("nadia").get(PAGES + "help/").content.decode()


def test_own_accounts_are_set(desk_of: Desks) -> None:
    desk_of("administrator").post(HERE + "own", {"client_ids": "C-9, C-3 C-9"})
    assert partner().own_client_ids == ["C-3", "C-9"]


def test_viewing_shows_the_partners_pages_with_a_banner(desk_of: Desks) -> None:
    manager = desk_of("manager")
    assert manager.get(PAGES).status_code == 404
    started = manager.post(HERE + "view")
    assert started.headers["Location"] == PAGES
    text = manager.get(PAGES).content.decode()
    assert "You see Aurel Media SL as its people do." in text
    seen = AuditEvent.objects.filter(verb="viewed as partner")
    assert [event.details["path"] for event in seen] == [PAGES]
    manager.get(PAGES + "payments/")
    assert seen.all().count() == 2


def test_viewing_reaches_no_other_partner(desk_of: Desks) -> None:
    manager = desk_of("manager")
    manager.post(HERE + "view")
    assert manager.get("/larkspur/P-2003/").status_code == 404
    assert manager.get("/tamarind/P-3001/").status_code == 404
    assert manager.post("/staff/larkspur/partners/P-3001/view").status_code == 404


@pytest.mark.parametrize("role", ["analyst", "finance_maker", "finance_checker"])
def test_other_roles_do_not_view(desk_of: Desks, role: str) -> None:
    browser = desk_of(role)
    assert browser.post(HERE + "view").status_code == 403
    assert browser.get(PAGES).status_code == 404


def test_no_deed_goes_through_while_viewing(desk_of: Desks) -> None:
    """Every address of the partner side, asked to write."""
    from portal.policy.routes import PARTNER
    from tests.security.addresses import every_address

    manager = desk_of("manager")
    manager.post(HERE + "view")
    before = {model: model.objects.count() for model in _models()}
    asked = 0
    for address in every_address():
        if address.name in PARTNER:
            answer = manager.post(address.path({}), {"reason": "x", "text": "x", "name": "x"})
            assert answer.status_code in (403, 404, 405), address.name
            asked += 1
    assert asked > 40
    assert {model: model.objects.count() for model in _models()} == before


def test_every_page_reads_while_viewing_and_writes_nothing(desk_of: Desks) -> None:
    from portal.policy.routes import PARTNER
    from tests.security.addresses import every_address

    manager = desk_of("manager")
    manager.post(HERE + "view")
    before = {model: model.objects.count() for model in _models()}
    read = 0
    for address in every_address():
        rule = PARTNER.get(address.name)
        if rule and not rule.is_deed:
            status = manager.get(address.path({})).status_code
            assert status in (200, 302, 403, 404), address.name
            read += status == 200
    assert read > 20
    assert {model: model.objects.count() for model in _models()} == before


def _models() -> list[type]:
    from django.apps import apps

    own = [m for m in apps.get_models() if m.__module__.startswith("portal.")]
    return [m for m in own if m.__name__ not in ("AuditEvent", "UsedTimeStep")]


def test_viewing_ends_by_itself_by_hand_and_with_the_role(
    desk_of: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = desk_of("manager")
    manager.post(HERE + "view")
    manager.post(reverse("staff:partners_view_end", args=["larkspur", "P-2002"]))
    assert manager.get(PAGES).status_code == 404
    manager.post(HERE + "view")
    assert manager.get(PAGES).status_code == 200
    monkeypatch.setattr(viewing, "LASTS_SECONDS", -1)
    assert manager.get(PAGES).status_code == 404
    monkeypatch.undo()
    manager.post(HERE + "view")
    User.objects.get(email="manager@operator.example").program_roles.all().delete()
    assert manager.get(PAGES).status_code == 404


def test_an_identity_is_confirmed_once_with_evidence_by_who_may(desk_of: Desks) -> None:
    Partner.objects.filter(partner_id="P-2002").update(identity_verified_on=None)
    assert desk_of("manager").post(HERE + "identity", {"evidence": "x"}).status_code == 403
    officer = desk_of("compliance")
    assert "Nothing is paid before" in officer.get(HERE).content.decode()
    officer.post(HERE + "identity", {"evidence": " "})
    assert partner().identity_verified_on is None
    officer.post(HERE + "identity", {"evidence": "register extract HRB 1"})
    assert partner().identity_verified_on == date(2026, 10, 28)
    officer.post(HERE + "identity", {"evidence": "again"})
    event = AuditEvent.objects.get(verb="identity verified")
    assert event.details["evidence"] == "register extract HRB 1"
    assert "Nothing is paid before" not in officer.get(HERE).content.decode()
