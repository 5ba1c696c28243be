"""From where people of partners sign in: a keyed hash, exported for each partner they act for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client, RequestFactory

from pipelines.defs.feeds.pseudonyms import IP_SOURCE, pseudonym
from pipelines.lib.refresh_inputs import as_at_the_door
from portal.accounts.addresses import ADDRESS_KEY, address_hash, address_seen
from portal.accounts.models import KnownAddress, Membership, User
from portal.clock import now
from portal.config.keys import key_text, make_secret
from portal.releases.outgoing import export_tables
from tests.portal.conftest import PASSWORD

pytestmark = pytest.mark.django_db
Person = Callable[..., User]


def sign_in(user: User, address: str = "198.51.100.7") -> None:
    browser = Client(REMOTE_ADDR=address)
    browser.post("/account/login/", {"login": user.email, "password": PASSWORD})


def own_hash(address: str = "198.51.100.7") -> str:
    key = key_text(django_settings.KEYS_DIR, ADDRESS_KEY, make_secret).encode()
    return address_hash(key, address)


def test_a_sign_in_leaves_the_hash_that_the_collector_makes_and_no_address(person: Person) -> None:
    user = person("nadia", partners={("larkspur", "P-2041"): "owner"})
    sign_in(user)
    sign_in(user)
    (row,) = KnownAddress.objects.filter(user=user)
    assert row.address_hash == own_hash()
    assert "198.51" not in str(vars(row))


def test_people_of_no_partner_leave_nothing(person: Person) -> None:
    sign_in(person("clara", roles={"larkspur": "finance_maker"}))
    assert not KnownAddress.objects.exists()


def test_a_server_that_does_not_say_the_address_lets_people_in(person: Person) -> None:
    user = person("nadia", partners={("larkspur", "P-2041"): "owner"})
    request = RequestFactory().get("/")
    del request.META["REMOTE_ADDR"]
    address_seen(request, user)
    assert not KnownAddress.objects.exists()


def test_old_addresses_are_forgotten(person: Person) -> None:
    user = person("nadia", partners={("larkspur", "P-2041"): "owner"})
    KnownAddress.objects.create(user=user, address_hash="old", first_seen_on=date(2020, 1, 1),
                                last_seen_on=date(2020, 1, 2))  # fmt: skip
    sign_in(user)
    assert [row.address_hash for row in KnownAddress.objects.all()] == [own_hash()]


def test_each_partner_that_the_person_acts_for_has_the_row(person: Person) -> None:
    nadia = person("nadia", partners={("larkspur", "P-1"): "owner", ("tamarind", "P-9"): "owner"})
    omar = person("omar", partners={("larkspur", "P-1"): "finance"})
    for user, first, last in ((nadia, 1, 3), (omar, 2, 9)):
        KnownAddress.objects.create(user=user, address_hash="h", first_seen_on=date(2026, 9, first),
                                    last_seen_on=date(2026, 9, last))  # fmt: skip
    assert Membership.objects.count() == 3
    rows = export_tables(now())["portal_member_addresses"].to_pylist()
    assert rows == [
        {"program_id": "larkspur", "partner_id": "P-1", "ip_hash": "h",
         "first_seen_on": date(2026, 9, 1), "last_seen_on": date(2026, 9, 9)},
        {"program_id": "tamarind", "partner_id": "P-9", "ip_hash": "h",
         "first_seen_on": date(2026, 9, 1), "last_seen_on": date(2026, 9, 3)},
    ]  # fmt: skip


def test_the_warehouse_gets_them_under_the_programs_key(
    person: Person, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    user = person("nadia", partners={("larkspur", "P-1"): "owner"})
    sign_in(user)
    table = as_at_the_door(export_tables(now())["portal_member_addresses"])
    assert table.column("ip_hash").to_pylist() == [pseudonym("larkspur", own_hash(), IP_SOURCE)]
