"""What staff watches: today, feeds, and the audit with its download."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from portal import clock
from portal.audit.models import AuditEvent
from portal.audit.services import audit_record
from portal.releases.selectors import feeds as selector
from portal.web.staff import feeds
from tests.portal.web.staff.conftest import Desks, held

pytestmark = pytest.mark.django_db


def recorded(verb: str, **more: str) -> None:
    audit_record(who=None, verb=verb, object_kind="deal", object_id=more.pop("object_id", "x"),
                 program_id=more.pop("program_id", "larkspur"), **more)  # type: ignore[arg-type]  # fmt: skip


def test_today_names_what_this_person_decides(desk_of: Desks) -> None:
    held()
    assert "Cases in review" in desk_of("compliance").get("/staff/").content.decode()
    assert "Cases in review" not in desk_of("finance_maker").get("/staff/").content.decode()


def test_the_audit_is_narrowed_by_who_deed_thing_and_days(desk_of: Desks) -> None:
    recorded("plan praised", who_name="zoe@operator.example", object_id="larkspur/D-77")
    recorded("plan blamed", program_id="tamarind")
    browser = desk_of("administrator")
    here = "/staff/larkspur/audit/"
    today = clock.now().date().isoformat()
    for query in (
        "?verb=plan+praised", "?who=zoe", "?object_id=D-77", "?object_kind=deal&q=praised",
        f"?first={today}&last={today}&who=zoe",
    ):  # fmt: skip
        assert "larkspur/D-77" in browser.get(here + query).content.decode(), query
    for query in ("?who=nobody", "?last=2020-01-01", "?verb=plan+praised&first=2999-01-01"):
        assert "larkspur/D-77" not in browser.get(here + query).content.decode(), query
    assert "plan blamed" not in browser.get(here).content.decode()
    assert browser.get(here + "?first=yesterday").status_code == 422


def test_the_download_defuses_formulas_and_is_on_record(desk_of: Desks) -> None:
    recorded("odd deed", reason="=HYPERLINK(1)", object_id="+D-1")
    answer = desk_of("administrator").get("/staff/larkspur/audit/audit.csv?verb=odd+deed")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[arg-type]
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [(row["object"], row["reason"]) for row in rows] == [("'+D-1", "'=HYPERLINK(1)")]
    assert AuditEvent.objects.filter(verb="audit downloaded").count() == 1


@pytest.mark.parametrize("role", ["manager", "analyst", "finance_maker"])
def test_others_do_not_download_the_audit(desk_of: Desks, role: str) -> None:
    assert desk_of(role).get("/staff/larkspur/audit/audit.csv").status_code == 403


def test_feeds_show_what_is_late_and_kept_out(
    desk_of: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = clock.now()
    health = selector.FeedHealth(
        feeds=(selector.FeedState("trades", at, at, 24, True, Decimal("6.5")),),
        files=(selector.FeedFile("trades", "t.csv", at, "loaded", 9, 8, 0, 0, 0, 1, ""),),
        kept_out=(selector.KeptOut("trades", "t.csv", 7, "lots", "bad_decimal",
                                   "lots: is not a plain number", at, "open"),),
        kept_out_open=1,
        unmatched=(selector.Unmatched("conversions", 3, date(2026, 10, 1)),),
    )  # fmt: skip
    monkeypatch.setattr(feeds, "feed_health", lambda release, feed: health)
    text = desk_of("analyst").get("/staff/larkspur/feeds/").content.decode()
    for words in ("6.5 h late", "lots: is not a plain number", "row 7", "1 row waits", "3 records"):
        assert words in text, words


def test_feeds_are_read_from_the_release_and_not_by_strangers(desk_of: Desks) -> None:
    page = desk_of("finance_checker").get("/staff/larkspur/feeds/")
    assert page.status_code == 200
    assert "Nothing is kept out." in page.content.decode()
    assert desk_of("nadia").get("/staff/larkspur/feeds/").status_code == 404
