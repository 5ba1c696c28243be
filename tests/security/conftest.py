"""Everybody who could ask: people of a partner, of others, of the operator, and nobody."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from portal.accounts import services
from portal.accounts.models import User
from portal.api.scopes import SCOPES
from portal.api.services import token_create
from portal.creatives.services import creative_publish
from portal.hooks.models import EVENTS
from portal.hooks.services import endpoint_create, message_add
from portal.links.services import host_allow, link_build
from portal.partners.authors import Author
from portal.partners.models import Partner
from portal.releases.reader import current_release
from portal.releases.selectors.commissions import LineFilter, lines_page, unpaid_list
from tests.fixtures.release import build_releases
from tests.fixtures.release_people import PASSWORD, populate, write_clock

BY = Author("test")
MEMBERS = {"owner": "nadia", "marketing": "ola", "finance": "finn", "read_only": "rosa"}
STAFF = ("manager", "compliance", "finance_maker", "finance_checker", "analyst", "administrator")
OUTSIDE = ("stranger", "above", "below", "other_program")
SUBJECTS = ("anonymous", *MEMBERS, *OUTSIDE, *STAFF, "other_staff")


@dataclass
class World:
    """Browsers by subject, and what stands in addresses of P-2002 in larkspur."""

    browsers: dict[str, Client]
    named: dict[str, dict[str, object]] = field(default_factory=dict)


@pytest.fixture(scope="session")
def fixture_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("security")
    build_releases(folder)
    write_clock(folder)
    return folder


@pytest.fixture
def world(db: None, fixture_data: Path, settings: object) -> World:
    """The fixture's partners, their people and the operator's, each signed in."""
    settings.DATA_DIR = fixture_data  # type: ignore[attr-defined]
    people = populate()
    for name, role in (("finn", "finance"), ("rosa", "read_only")):
        people[name] = services.person_create(f"{name}@example.com", name.title(), PASSWORD)
        services.membership_grant(people[name], "larkspur", "P-2002", role)
    people["other"] = services.person_create("other@example.com", "Other", PASSWORD)
    services.membership_grant(people["other"], "tamarind", "P-3001", "owner")
    who = MEMBERS | {"stranger": "stranger", "above": "mara", "below": "sofie",
                     "other_program": "other"}  # fmt: skip
    browsers = {"anonymous": Client()}
    for subject, name in who.items():
        browsers[subject] = Client()
        browsers[subject].force_login(people[name])
    for role in STAFF:
        browsers[role] = staff_browser(role, "larkspur", role)
    browsers["other_staff"] = staff_browser("other_staff", "tamarind", "manager")
    with translation.override("en"):
        return World(browsers, _named(people["nadia"]))


def staff_browser(name: str, program_id: str, role: str) -> Client:
    """Somebody of the operator who showed a second factor in this login."""
    address = f"{name.replace('_', '-')}@operator.example"
    user = services.person_create(address, name.title(), PASSWORD)
    services.role_grant(user, program_id, role)
    services.totp_secret_set(user)
    browser = Client()
    browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
    browser.post("/account/2fa/authenticate/", {"code": services.totp_code_now(user)})
    assert "_auth_user_id" in browser.session, "sign-in did not work"
    return browser


def _named(nadia: User) -> dict[str, dict[str, object]]:
    """By name of an address: things of P-2002 that stand in it."""
    partner = Partner.objects.get(program_id="larkspur", partner_id="P-2002")
    host_allow(by=BY, program_id="larkspur", host="larkspur.example")
    link_build(by=BY, partner=partner, link_code="canary-link",
               destination="https://larkspur.example/canary-page")  # fmt: skip
    creative = creative_publish(by=BY, program_id="larkspur", title="Canary", kind="text",
                                text="offered to all")  # fmt: skip
    endpoint, _ = endpoint_create(by=BY, partner=partner, kind="webhook", events=EVENTS, seen={},
                                  url="https://canary-hook.example/")  # fmt: skip
    message_add(endpoint, "line.created", "x", {"line_id": "x"})
    token, _ = token_create(user=nadia, partner=partner, name="canary-token", scopes=list(SCOPES))
    release = current_release("larkspur")
    line = lines_page(release, "P-2002", calendar_id="month", period_id="2026-09",
                      narrow=LineFilter(level=1)).lines[0]  # fmt: skip
    event = unpaid_list(release, "P-2002", period_id="2026-10")[0]
    statement = {"calendar_id": "month", "period_id": "2026-09", "currency_code": "USD"}
    link = {"link_code": "canary-link"}
    return {
        "partner:commissions_find": {"line_id": line.line_id},
        "partner:commissions_why": {"period_id": line.period_id, "line_id": line.line_id},
        "partner:cases_dispute": {"period_id": line.period_id, "line_id": line.line_id},
        "partner:commissions_why_not": {"period_id": "2026-10", "event_id": event.event_id},
        "partner:statements_one": statement,
        "partner:statements_csv": statement,
        **{f"partner:links_{name}": link for name in ("one", "qr", "test", "archive")},
        "partner:creatives_one": {"public_id": creative.public_id},
        "partner:creatives_file": {"public_id": creative.public_id},
        "partner:developers_revoke": {"token_id": token.pk},
        "partner:hooks_remove": {"endpoint_id": endpoint.pk},
        "partner:hooks_test": {"endpoint_id": endpoint.pk},
        "partner:hooks_repeat": {"delivery_id": endpoint.deliveries.get().pk},
        "creative_image": {"public_id": creative.public_id},
    }
