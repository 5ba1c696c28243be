"""Dashboards and the Dagster UI sign people in through the portal."""

from __future__ import annotations

import base64
import json
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from allauth.idp.oidc.models import Client as OidcClientRow
from django.test import Client

from portal.accounts import oidc, services
from tests.portal.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def dashboards(db) -> oidc.OidcClient:
    return next(c for c in oidc.oidc_clients_ensure() if c.client_id == "dashboards")


def authorize(browser: Client, client: oidc.OidcClient, **changed: str):
    asked = {
        "client_id": client.client_id,
        "response_type": "code",
        "scope": "openid email profile",
        "redirect_uri": client.redirect_uri,
        "state": "abc",
        "nonce": "xyz",
    }
    return browser.get("/identity/o/authorize?" + urlencode(asked | changed))


def tokens(browser: Client, client: oidc.OidcClient) -> dict[str, str]:
    sent_to = urlsplit(authorize(browser, client)["Location"])
    answer = Client().post(
        "/identity/o/api/token",
        {
            "grant_type": "authorization_code",
            "code": parse_qs(sent_to.query)["code"][0],
            "redirect_uri": client.redirect_uri,
            "client_id": client.client_id,
            "client_secret": client.secret,
        },
    )
    assert answer.status_code == 200, answer.content
    return answer.json()


def payload(jwt: str) -> dict[str, object]:
    part = jwt.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def basic(client: oidc.OidcClient) -> dict[str, str]:
    pair = base64.b64encode(f"{client.client_id}:{client.secret}".encode()).decode()
    return {"authorization": f"Basic {pair}"}


@pytest.fixture
def analyst(person):
    user = person("asha", roles={"larkspur": "analyst"}, with_totp=True)
    services.role_grant(user, "tamarind", "manager")
    return user


def test_clients_are_made_once_and_follow_the_ports(settings, dashboards):
    settings.DASHBOARDS_URL = "http://127.0.0.1:9999"
    again = oidc.oidc_clients_ensure()
    assert OidcClientRow.objects.count() == len(again) == 2
    row = OidcClientRow.objects.get(pk="dashboards")
    assert row.get_redirect_uris() == ["http://127.0.0.1:9999/oauth2callback"]
    assert row.check_secret(dashboards.secret)


def test_staff_gets_a_token_with_roles_and_programs(analyst, sign_in, dashboards):
    claims = payload(tokens(sign_in(analyst), dashboards)["id_token"])
    assert claims["sub"] == str(analyst.pk)
    assert claims["email"] == "asha@example.com"
    assert claims["name"] == "Asha"
    assert claims["roles"] == {"larkspur": ["analyst"], "tamarind": ["manager"]}
    assert claims["programs"] == ["larkspur", "tamarind"]
    assert claims["nonce"] == "xyz"


def test_whoever_is_not_signed_in_is_sent_to_do_so_and_back(dashboards):
    answer = authorize(Client(), dashboards)
    where = urlsplit(answer["Location"])
    assert where.path == "/account/login/"
    assert parse_qs(where.query)["next"][0].startswith("/identity/o/authorize?")


def test_a_partner_person_is_denied(person, sign_in, dashboards):
    browser = sign_in(person("nadia", partners={("larkspur", "P-1"): "owner"}))
    answer = authorize(browser, dashboards)
    assert answer.status_code == 403
    assert "code=" not in answer.get("Location", "")


def test_staff_without_a_second_factor_in_this_login_gets_no_code(person, dashboards):
    user = person("daniel", roles={"larkspur": "finance_maker"})
    browser = Client()
    browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
    answer = authorize(browser, dashboards)
    assert answer["Location"] == "/account/2fa/totp/activate/"


def test_another_address_than_the_registered_one_gets_nothing(analyst, sign_in, dashboards):
    answer = authorize(sign_in(analyst), dashboards, redirect_uri="https://evil.example/cb")
    assert "Location" not in answer
    assert "could not sign you in" in answer.content.decode()


def test_a_wrong_secret_buys_nothing(analyst, sign_in, dashboards):
    wrong = oidc.OidcClient("dashboards", "not the secret", dashboards.redirect_uri)
    with pytest.raises(AssertionError, match="invalid_client"):
        tokens(sign_in(analyst), wrong)


def test_userinfo_says_the_roles_of_this_moment(analyst, sign_in, dashboards):
    given = tokens(sign_in(analyst), dashboards)["access_token"]
    services.role_revoke(analyst, "tamarind", "manager")
    answer = Client().get("/identity/o/api/userinfo", headers={"authorization": f"Bearer {given}"})
    assert answer.json()["roles"] == {"larkspur": ["analyst"]}


def test_a_disabled_person_is_out_everywhere_at_once(analyst, sign_in, dashboards):
    given = tokens(sign_in(analyst), dashboards)["access_token"]
    services.person_disable(analyst, reason="left")
    bearer = {"authorization": f"Bearer {given}"}
    assert Client().get("/identity/o/api/userinfo", headers=bearer).status_code == 401
    assert Client().get("/internal/session-check", headers=bearer).json()["active"] is False
    by_sub = Client().post(
        "/internal/session-check", {"sub": analyst.pk}, headers=basic(dashboards)
    )
    assert by_sub.json()["active"] is False
    assert set(by_sub.json()) == {"active", "checked_at"}


def test_session_check_answers_a_client_about_a_person(analyst, dashboards):
    answer = Client().post(
        "/internal/session-check", {"sub": str(analyst.pk)}, headers=basic(dashboards)
    )
    said = answer.json()
    assert said["active"] is True
    assert said["roles"] == {"larkspur": ["analyst"], "tamarind": ["manager"]}
    assert said["email"] == "asha@example.com"


def test_session_check_knows_no_partner_people(person, dashboards):
    nadia = person("nadia", partners={("larkspur", "P-1"): "owner"})
    for sub in (str(nadia.pk), "", "not-an-id"):
        answer = Client().post("/internal/session-check", {"sub": sub}, headers=basic(dashboards))
        assert answer.json()["active"] is False


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Basic nonsense",
        "Basic " + base64.b64encode(b"dashboards:wrong").decode(),
        "Basic " + base64.b64encode(b"\xff\xfe").decode(),
    ],
)
def test_session_check_tells_strangers_nothing(analyst, dashboards, header):
    answer = Client().post(
        "/internal/session-check",
        {"sub": str(analyst.pk)},
        headers={"authorization": header} if header else {},
    )
    assert answer.status_code == 401
    assert b"asha" not in answer.content


def test_an_unknown_token_is_inactive():
    answer = Client().get("/internal/session-check", headers={"authorization": "Bearer abc"})
    assert answer.json()["active"] is False


def test_discovery_names_this_portal(client):
    said = client.get("/.well-known/openid-configuration").json()
    assert said["authorization_endpoint"] == "http://testserver/identity/o/authorize"
