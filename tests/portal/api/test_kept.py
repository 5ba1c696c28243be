"""Small deeds by the API: a report kept and dropped, when one is paid, notices seen, a test."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.hooks.models import Delivery
from portal.notices.services import notice_send
from portal.partners.models import Partner
from portal.reports.models import SavedReport
from tests.portal.api.conftest import Api

Apis = Callable[..., Api]


def test_a_report_is_kept_once_a_key_listed_and_dropped(api_of: Apis) -> None:
    api = api_of("ola")
    body = {"name": "By level", "query": "by=level&from=2026-09-01&to=2026-09-30", "days": "fixed"}
    made = api.post("/reports/kept", body, **{"Idempotency-Key": "r1"})
    assert made.status_code == 201, made.content
    api.post("/reports/kept", body, **{"Idempotency-Key": "r1"})
    assert SavedReport.objects.count() == 1
    assert api.get("/reports/kept").json()["items"] == [made.json()]
    path = f"/reports/kept/{made.json()['report_no']}"
    assert api_of("stranger").delete(path).status_code == 404
    assert (api.delete(path).status_code, api.delete(path).status_code) == (204, 404)


@pytest.mark.parametrize("change", [{"name": " "}, {"days": "ever"}, {"author": "somebody"}])
def test_what_cannot_be_kept_is_a_problem(api_of: Apis, change: dict[str, str]) -> None:
    body = {"name": "x", "query": "by=level"} | change
    assert api_of("nadia").post("/reports/kept", body).status_code == 422


def test_an_owner_changes_when_one_is_paid_and_nobody_else(api_of: Apis) -> None:
    owner = api_of("nadia")
    assert owner.get("/payment-schedule").json() == {"pays": "automatic"}
    assert owner.put("/payment-schedule", {"pays": "on_request"}).json() == {"pays": "on_request"}
    assert owner.put("/payment-schedule", {"pays": "never"}).status_code == 422
    assert api_of("ola").put("/payment-schedule", {"pays": "automatic"}).status_code == 403
    assert owner.get("/payment-schedule").json() == {"pays": "on_request"}


def test_notices_are_seen_by_the_token_s_person_alone(api_of: Apis) -> None:
    partner = Partner.objects.get(program_id="larkspur", partner_id="P-2002")
    notice_send(code="member_joined", partner=partner, words={"name": "Somebody"})
    nadia, ola = api_of("nadia"), api_of("ola")
    assert nadia.post("/notices/read").status_code == 204
    assert {one["is_read"] for one in nadia.get("/notices").json()["items"]} == {True}
    assert False in {one["is_read"] for one in ola.get("/notices").json()["items"]}


def test_an_endpoint_gets_a_test_message(api_of: Apis) -> None:
    api = api_of("nadia")
    hook = {"kind": "webhook", "url": "https://hooks.example/in", "events": ["line.created"]}
    made = api.post("/hooks", hook).json()
    sent = api.post(f"/hooks/{made['endpoint_id']}/test")
    assert (sent.status_code, sent.json()["event_type"]) == (201, "test")
    assert Delivery.objects.count() == 1
    assert api_of("stranger").post(f"/hooks/{made['endpoint_id']}/test").status_code == 404
