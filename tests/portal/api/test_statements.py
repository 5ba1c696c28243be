"""Accepting and disputing closed statements through the API."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.audit.models import AuditEvent
from portal.claims.models import Case
from portal.statements.models import StatementAcceptance
from tests.portal.api.conftest import Api

Apis = Callable[..., Api]
HERE = "/statements/month/2026-09/USD"


def digest_of(api: Api) -> str:
    return str(api.get(HERE).json()["statement"]["digest"])


def test_a_statement_is_accepted_once_a_key_with_the_digest_in_view(api_of: Apis) -> None:
    api = api_of("nadia")
    body, key = {"digest": digest_of(api)}, {"Idempotency-Key": "s1"}
    first = api.post(f"{HERE}/accept", body, **key)
    assert first.status_code == 201, first.content
    again = api.post(f"{HERE}/accept", body, **key)
    assert (again.status_code, again.json()) == (201, first.json())
    kept = StatementAcceptance.objects.get()
    assert (kept.digest, kept.user.email) == (body["digest"], "nadia@example.com")
    assert AuditEvent.objects.filter(verb="statement accepted").count() == 1
    assert api.get(HERE).json()["accepted_at"] == first.json()["at"]
    assert first.json()["total"] == api.get(HERE).json()["statement"]["total"]


def test_another_digest_is_refused(api_of: Apis) -> None:
    api = api_of("nadia")
    answer = api.post(f"{HERE}/accept", {"digest": "0" * 64})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:openbook:problem:changed")
    assert api.get(HERE).json()["accepted_at"] is None


def test_a_statement_is_disputed_once_and_then_not_accepted(api_of: Apis) -> None:
    api = api_of("nadia")
    made = api.post(f"{HERE}/dispute", {"text": "the May differences are missing"})
    assert made.status_code == 201, made.content
    case = Case.objects.get()
    assert (case.kind, case.case_id) == ("statement", made.json()["case_id"])
    assert case.subject["digest"] == digest_of(api)
    assert api.get(HERE).json()["open_case_id"] == case.case_id
    assert api.post(f"{HERE}/dispute", {"text": "again"}).status_code == 409
    refused = api.post(f"{HERE}/accept", {"digest": digest_of(api)})
    assert (refused.status_code, StatementAcceptance.objects.count()) == (409, 0)


def test_a_dispute_says_what_is_wrong(api_of: Apis) -> None:
    answer = api_of("nadia").post(f"{HERE}/dispute", {"text": " "})
    assert (answer.status_code, Case.objects.count()) == (422, 0)


@pytest.mark.parametrize("deed", ["accept", "dispute"])
def test_what_is_not_there_or_anothers_is_absent(api_of: Apis, deed: str) -> None:
    body = {"digest": "0" * 64} if deed == "accept" else {"text": "x"}
    for path in ("/statements/month/1999-01/USD", "/statements/week/2026-09/USD"):
        assert api_of("nadia").post(f"{path}/{deed}", body).status_code == 404
    theirs = {"digest": digest_of(api_of("nadia"))} if deed == "accept" else body
    api_of("stranger").post(f"{HERE}/{deed}", theirs)
    assert not StatementAcceptance.objects.exists()
    assert not Case.objects.filter(partner__partner_id="P-2002").exists()


def test_marketing_may_dispute_and_not_accept(api_of: Apis) -> None:
    api = api_of("ola")
    assert api.post(f"{HERE}/accept", {"digest": digest_of(api)}).status_code == 403
    assert api.post(f"{HERE}/dispute", {"text": "too little"}).status_code == 201


def test_the_description_names_both_deeds(api_of: Apis) -> None:
    paths = api_of("nadia").get("/openapi.json").json()["paths"]
    one = "/api/v1/statements/{calendar}/{period}/{currency}"
    assert "post" in paths[f"{one}/accept"]
    assert "post" in paths[f"{one}/dispute"]
