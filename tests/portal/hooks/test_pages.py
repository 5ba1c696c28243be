"""The Developers pages: secrets shown once, logs of one's own, deeds by those who may."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from portal.accounts.models import Membership, User
from portal.api.models import ApiToken
from portal.hooks.models import Delivery, Endpoint
from portal.hooks.services import message_add

Browsers = Callable[[str], Client]
BASE = "/larkspur/P-2002/developers/"
PAGES = ("", "hooks/", "conversions/")
TOKEN = {"name": "Sheet", "scopes": ["reports:read", "payments:read"], "days": "90"}
HOOK = {"kind": "webhook", "url": "https://t.example/in", "events": ["line.created"]}


def browser(name: str) -> Client:
    found = Client()
    found.force_login(User.objects.get(email=f"{name}@example.com"))
    return found


@pytest.fixture
def nadia(browser_of: Browsers) -> Client:
    return browser_of("nadia")


@pytest.mark.parametrize("page", PAGES)
def test_works(nadia: Client, page: str) -> None:
    assert nadia.get(BASE + page).status_code == 200


def test_a_token_is_shown_once(nadia: Client) -> None:
    page = nadia.post(BASE, TOKEN).content.decode()
    prefix = ApiToken.objects.get().prefix
    secret = page.split(f"{prefix}_")[1].split("<")[0]
    assert len(secret) >= 40
    assert secret not in nadia.get(BASE).content.decode()
    told = Client().get("/api/v1/me", headers={"Authorization": f"Bearer {prefix}_{secret}"})
    assert told.json()["scopes"] == ["payments:read", "reports:read"]


def test_marketing_cannot_give_a_token_for_payments(nadia: Client) -> None:
    assert browser("ola").post(BASE, TOKEN).status_code == 422
    assert ApiToken.objects.count() == 0


def test_only_its_person_or_an_owner_revokes(nadia: Client) -> None:
    nadia.post(BASE, TOKEN)
    path = BASE + f"tokens/{ApiToken.objects.get().pk}/"
    assert browser("ola").post(path).status_code == 404
    assert browser("stranger").post(path).status_code == 404
    stranger = path.replace("P-2002", "P-2004")
    assert browser("stranger").post(stranger).status_code == 404
    assert nadia.post(path).status_code == 302
    assert ApiToken.objects.get().revoked_at is not None


def test_with_an_authenticator_a_fresh_code_is_asked(nadia: Client) -> None:
    from portal.accounts import services

    services.totp_secret_set(User.objects.get(email="nadia@example.com"))
    response = nadia.post(BASE, TOKEN)
    assert response.status_code == 302
    assert response["Location"].startswith("/account/step-up")
    assert ApiToken.objects.count() == 0


def test_an_address_is_added_tested_and_removed(nadia: Client) -> None:
    page = nadia.post(BASE + "hooks/", HOOK).content.decode()
    endpoint = Endpoint.objects.get()
    assert "whsec_" in page
    assert "whsec_" not in nadia.get(BASE + "hooks/").content.decode()
    nadia.post(BASE + f"hooks/{endpoint.pk}/test/")
    delivery = Delivery.objects.get()
    assert "test" in nadia.get(BASE + "hooks/").content.decode()
    assert nadia.post(BASE + f"log/{delivery.pk}/").status_code == 302
    nadia.post(BASE + f"hooks/{endpoint.pk}/")
    assert "https://t.example/in" not in nadia.get(BASE + "hooks/").content.decode().split("Log")[0]


@pytest.mark.parametrize("url", ["http://t.example/", "https://127.0.0.1/", "https://t.example:1/"])
def test_an_address_inside_is_refused_beside_the_field(nadia: Client, url: str) -> None:
    response = nadia.post(BASE + "hooks/", HOOK | {"url": url})
    assert response.status_code == 422
    assert "public https://" in response.content.decode()


def test_a_stranger_finds_neither_pages_nor_deeds(nadia: Client) -> None:
    nadia.post(BASE + "hooks/", HOOK)
    endpoint = Endpoint.objects.get()
    message_add(endpoint, "line.created", "x", {"line_id": "x"})
    other = browser("stranger")
    for page in PAGES:
        assert other.get(BASE + page).status_code == 404
    own = BASE.replace("P-2002", "P-2004")
    for path in (f"hooks/{endpoint.pk}/", f"hooks/{endpoint.pk}/test/",
                 f"log/{Delivery.objects.get().pk}/"):  # fmt: skip
        assert other.post(own + path).status_code == 404
        assert nadia.get(BASE + path).status_code == 405


def test_who_only_reads_adds_nothing(nadia: Client) -> None:
    nadia.post(BASE + "hooks/", HOOK)
    Membership.objects.filter(user__email="ola@example.com").update(role="read_only")
    ola = browser("ola")
    assert ola.post(BASE + "hooks/", HOOK).status_code in (403, 404)
    assert ola.post(BASE + f"hooks/{Endpoint.objects.get().pk}/").status_code == 403
    assert Endpoint.objects.filter(removed_at=None).count() == 1
