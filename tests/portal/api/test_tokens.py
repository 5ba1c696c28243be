"""Tokens: shown once, kept as a hash, good for what their person may do, and no longer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from portal.accounts.models import Membership, User
from portal.api import auth
from portal.api.models import ApiToken, KeptAnswer
from portal.api.services import token_create, token_revoke
from portal.links.models import Link
from portal.partners.errors import DomainError
from portal.partners.models import Partner
from tests.portal.api.conftest import Api

Apis = Callable[..., Api]


def test_only_a_hash_is_kept(api_of: Apis) -> None:
    api = api_of("nadia")
    token = ApiToken.objects.get()
    assert api.token.startswith(token.prefix)
    assert api.token not in str(ApiToken.objects.values().get())


@pytest.mark.parametrize(
    "text", ["", "x", "ob_", "ob_00000000_" + "a" * 43, "Basic x", "ob_\x00", "ob_" + "a" * 5000]
)
def test_without_a_living_token_nothing_is_told(api_of: Apis, text: str) -> None:
    api_of("nadia")
    response = Api(text).get("/me")
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")
    assert response["Content-Type"] == "application/problem+json"


def test_a_session_in_the_browser_is_no_token(browser_of: Callable[[str], object]) -> None:
    browser = browser_of("nadia")
    assert browser.get("/api/v1/me").status_code == 401  # type: ignore[attr-defined]


def test_revoked_expired_and_left_are_one_answer(api_of: Apis) -> None:
    answers = set()
    for ending in ("revoke", "expire", "leave", "disable"):
        api = api_of("nadia")
        assert api.get("/me").status_code == 200
        token = ApiToken.objects.get(prefix=api.token[:11])
        if ending == "revoke":
            token_revoke(user=token.user, token=token)
        elif ending == "expire":
            ApiToken.objects.filter(pk=token.pk).update(expires_at=datetime.now(UTC))
        elif ending == "leave":
            Membership.objects.filter(user=token.user, partner_id="P-2002").delete()
        response = api.get("/me") if ending != "disable" else None
        if response is None:
            continue
        answers.add((response.status_code, response.content))
        if ending == "leave":
            break
    assert len(answers) == 1
    assert answers.pop()[0] == 401


def test_a_disabled_person_s_token_is_dead(api_of: Apis) -> None:
    api = api_of("nadia")
    User.objects.filter(email="nadia@example.com").update(is_active=False)
    assert api.get("/me").status_code == 401


def test_a_scope_that_is_missing_is_named(api_of: Apis) -> None:
    api = api_of("nadia", "reports:read")
    assert api.get("/lines", period="2026-09").status_code == 200
    response = api.get("/payments")
    assert (response.status_code, response.json()["scope"]) == (403, "payments:read")


def test_a_role_cannot_give_what_it_does_not_have(api_of: Apis) -> None:
    api_of("ola")
    ola = User.objects.get(email="ola@example.com")
    partner = Partner.objects.get(partner_id="P-2002")
    with pytest.raises(DomainError):
        token_create(user=ola, partner=partner, name="x", scopes=["payments:read"])
    stranger = Partner.objects.get(partner_id="P-2004")
    with pytest.raises(DomainError):
        token_create(user=ola, partner=stranger, name="x", scopes=["reports:read"])


def test_a_scope_is_lost_with_the_role(api_of: Apis) -> None:
    api = api_of("nadia")
    assert api.get("/payments").status_code == 200
    Membership.objects.filter(partner_id="P-2002", user__email="nadia@example.com").update(
        role="marketing"
    )
    assert api.get("/payments").status_code == 403


@pytest.mark.parametrize("days", [0, -1, 366])
def test_a_token_lives_at_most_a_year(api_of: Apis, days: int) -> None:
    api_of("nadia")
    nadia, partner = (
        User.objects.get(email="nadia@example.com"),
        Partner.objects.get(partner_id="P-2002"),
    )
    with pytest.raises(DomainError):
        token_create(user=nadia, partner=partner, name="x", scopes=["reports:read"], days=days)


def test_the_same_key_makes_one_link(api_of: Apis) -> None:
    api = api_of("nadia")
    body = {"destination": "https://larkspur.example/gold"}
    first = api.post("/links", body, **{"Idempotency-Key": "k-1"})
    again = api.post("/links", body, **{"Idempotency-Key": "k-1"})
    other = api.post("/links", {**body, "campaign": "x"}, **{"Idempotency-Key": "k-1"})
    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 409)
    assert first.json() == again.json()
    assert Link.objects.count() == 1


def test_a_refused_request_keeps_no_answer(api_of: Apis) -> None:
    api = api_of("nadia")
    bad = {"destination": "https://evil.example/"}
    assert api.post("/links", bad, **{"Idempotency-Key": "k-1"}).status_code == 422
    assert KeptAnswer.objects.count() == 0


def test_answers_are_kept_for_a_day(api_of: Apis) -> None:
    api = api_of("nadia")
    body = {"destination": "https://larkspur.example/gold"}
    api.post("/links", body, **{"Idempotency-Key": "k-1"})
    KeptAnswer.objects.update(made_at=datetime.now(UTC) - timedelta(hours=25))
    api.post("/links", body, **{"Idempotency-Key": "k-1"})
    assert Link.objects.count() == 2


@pytest.mark.parametrize("field", ["partner_id", "program_id", "link_code", "created_at", "pk"])
def test_a_field_that_is_none_of_the_body_is_refused(api_of: Apis, field: str) -> None:
    body = {"destination": "https://larkspur.example/", field: "P-2004"}
    assert api_of("nadia").post("/links", body).status_code == 422


def test_a_token_is_held_to_its_minute(api_of: Apis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auth, "REQUESTS_A_MINUTE", 3)
    api = api_of("nadia")
    codes = [api.get("/me").status_code for _ in range(5)]
    assert codes[:3] == [200, 200, 200]
    assert 429 in codes
    assert "Retry-After" in api.get("/me").headers


def test_guessing_is_held_to_its_minute(api_of: Apis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auth, "FAILURES_A_MINUTE", 3)
    api_of("nadia")
    codes = [Api(f"ob_{n}").get("/me").status_code for n in range(5)]
    assert codes == [401, 401, 401, 429, 429]
