"""Signing in: code flow with PKCE, an identity token that holds, and nothing else."""

from __future__ import annotations

import base64
import hashlib
import time

import pytest
from joserfc.jwk import RSAKey

from pipelines.web.gate import local_path
from tests.pipelines.web.conftest import OWN, PORTAL, query_of


def begun(client, wanted: str = "/runs") -> dict[str, str]:
    answer = client.get("/_openbook/sign-in", params={"next": wanted})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{PORTAL}/identity/o/authorize?")
    return query_of(answer.headers["location"])


def finished(client, portal, asked: dict[str, str], **claims):
    portal.claims = {"nonce": asked["nonce"], **claims}
    return client.get("/_openbook/callback", params={"code": "c0de", "state": asked["state"]})


def test_signing_in_leads_back_to_the_page_that_was_asked_for(stranger, portal):
    asked = begun(stranger, "/runs?tab=all")
    answer = finished(stranger, portal, asked)
    assert (answer.status_code, answer.headers["location"]) == (303, "/runs?tab=all")
    assert stranger.get("/runs").status_code == 200


def test_the_code_is_bought_with_the_verifier_of_the_challenge(stranger, portal):
    asked = begun(stranger)
    finished(stranger, portal, asked)
    sent = portal.token_requests[0]
    digest = hashlib.sha256(sent["code_verifier"][0].encode()).digest()
    assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]
    assert asked["code_challenge_method"] == "S256"
    assert sent["redirect_uri"] == [f"{OWN}/_openbook/callback"]


def test_cookies_are_closed_to_scripts_and_other_sites(stranger, portal):
    answer = finished(stranger, portal, begun(stranger))
    for cookie in answer.headers.get_list("set-cookie"):
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie


def test_an_answer_that_was_not_asked_for_here_is_refused(stranger, portal):
    asked = begun(stranger)
    stranger.cookies.clear()
    assert finished(stranger, portal, asked).status_code == 403


def test_another_state_is_refused(stranger, portal):
    asked = begun(stranger)
    assert finished(stranger, portal, {**asked, "state": "other"}).status_code == 403


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "http://evil.test"},
        {"aud": "dashboards"},
        {"nonce": "other"},
        {"exp": int(time.time()) - 3600},
        {"sub": None},
    ],
)
def test_a_token_that_is_not_for_us_and_now_is_refused(stranger, portal, claims):
    assert finished(stranger, portal, begun(stranger), **claims).status_code == 403
    assert stranger.get("/runs").status_code == 401


def test_a_token_of_another_key_is_refused(stranger, portal):
    portal.key = RSAKey.generate_key(2048)
    assert finished(stranger, portal, begun(stranger)).status_code == 403


def test_who_is_not_staff_stays_outside(stranger, portal):
    portal.is_active = False
    assert finished(stranger, portal, begun(stranger)).status_code == 403


def test_signing_out_ends_the_session(staff):
    answer = staff.get("/_openbook/sign-out")
    assert answer.headers["set-cookie"].startswith("openbook_dagster_session=; Path=/; Max-Age=0")


@pytest.mark.parametrize(
    "path",
    ["//evil.test", "/\\evil.test", "http://evil.test", "evil", "/a\\b", "/a\r\nSet-Cookie: x"],
)
def test_signing_in_never_leads_to_another_place(path):
    assert local_path(path) == "/"
