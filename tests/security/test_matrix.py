"""Every address, as everybody: the policy says who reaches it, and the portal does as it says.

Generated from the resolver and portal/policy/routes.py; an address that is not declared fails.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.api.api import api
from portal.api.scopes import SCOPES, scopes_of
from portal.api.services import token_create
from portal.partners.models import Partner
from portal.policy.api_fields import FIELDS, KINDS, NEVER
from portal.policy.api_routes import API
from portal.policy.routes import ACCOUNT, ENTRANCE, IDENTITY, PARTNER, ROUTES, STAFF
from portal.policy.rules import DESK, PERSON, PUBLIC, Rule
from portal.policy.rules import PARTNER as OF_PARTNER
from portal.policy.rules import STAFF as OF_STAFF
from tests.security.addresses import Address, every_address
from tests.security.conftest import MEMBERS, SUBJECTS, World
from tests.security.conftest import STAFF as STAFF_ROLES

OPEN, DENIED, ABSENT, SIGN_IN = "open", "denied", "absent", "sign in"
CANARIES = ("Aurel Media", "canary")


def expected(rule: Rule, subject: str) -> str:
    """What the policy says of a subject; P-2002 in larkspur stands in the address."""
    if rule.audience == PUBLIC:
        return OPEN
    if subject == "anonymous":
        return SIGN_IN
    if rule.audience == PERSON:
        return OPEN
    if rule.audience == OF_PARTNER:
        return (OPEN if subject in rule.roles else DENIED) if subject in MEMBERS else ABSENT
    if rule.audience == OF_STAFF:
        return (OPEN if subject in rule.roles else DENIED) if subject in STAFF_ROLES else ABSENT
    assert rule.audience == DESK
    return OPEN if subject in (*STAFF_ROLES, "other_staff") else ABSENT


def found(response: Any) -> str:
    """What the portal did."""
    if response.status_code == 302 and response["Location"].startswith("/account/login"):
        return SIGN_IN
    return {403: DENIED, 404: ABSENT}.get(response.status_code, OPEN)


def body_of(response: Any) -> str:
    data = b"".join(response.streaming_content) if response.streaming else response.content
    return data.decode("utf-8", "replace")


def ask(browser: Client, address: Address, rule: Rule, world: World) -> Any:
    path = address.path(world.named)
    return browser.post(path) if rule.is_deed else browser.get(path)


def wrongs(group: dict[str, Rule], world: World) -> list[str]:
    told = []
    for address in every_address():
        rule = group.get(address.name)
        if rule is None:
            continue
        is_real = address.name in world.named or not [
            key for key, _ in address.converters if key not in ("program_id", "partner_id")
        ]
        # Whoever may act comes last: a deed that was done is nothing to be asked for again.
        order = sorted(SUBJECTS, key=lambda s, r=rule: expected(r, s) == OPEN)
        for subject in order:
            response = ask(world.browsers[subject], address, rule, world)
            wanted, got = expected(rule, subject), found(response)
            fits = got == wanted or (wanted == OPEN and got == ABSENT and not is_real)
            fits = fits or (wanted == OPEN and address.name in MAY_BE_ABSENT and got != SIGN_IN)
            fits = fits or (wanted == OPEN and got == ABSENT and rule.is_deed)  # of nothing named
            fits = fits or (got == SIGN_IN and address.name in LEAD_TO_SIGN_IN)
            fits = fits or (wanted == DENIED and got == ABSENT and not is_real)
            if response.status_code >= 500:
                fits = False
            if not fits:
                told.append(f"{address.name} as {subject}: {wanted}, but {response.status_code}")
            path = address.path(world.named)  # what was asked may be said again
            said = body_of(response).replace(path, "")
            if wanted in (ABSENT, SIGN_IN) and any(c in said for c in CANARIES):
                told.append(f"{address.name} as {subject}: it tells of the partner")
    return told


# Reached, and then nothing: switched off, done before, or not offered in the fixture.
MAY_BE_ABSENT = (
    "styleguide", "creative_image", "api_unknown", "api:api-root", "partner:apply",
    "partner:apply_verify", "partner:invitation", "partner:links_archive", "partner:hooks_remove",
    "partner:hooks_test", "partner:hooks_repeat", "partner:developers_revoke",
    "identity/o/authorize",
    "idp:oidc:userinfo", "idp:oidc:authorization", "mfa_view_recovery_codes",
    "mfa_download_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp",
    "partner:home",
)  # fmt: skip
# Open to everybody, and the first thing that they ask is who it is.
LEAD_TO_SIGN_IN = (
    "mfa_authenticate", "mfa_login_webauthn", "identity/o/authorize", "idp:oidc:authorization",
)  # fmt: skip


def test_every_address_is_declared_and_every_declaration_has_an_address() -> None:
    names = {address.name for address in every_address()}
    assert sorted(names - set(ROUTES)) == [], "undeclared: add them to portal/policy/routes.py"
    assert sorted(set(ROUTES) - names) == [], "declared, and not there"


def test_there_are_at_least_twelve_subjects() -> None:
    assert len(SUBJECTS) >= 12


@pytest.mark.parametrize(
    "group", [PARTNER, STAFF, ENTRANCE, ACCOUNT, IDENTITY], ids=["partner", "staff", "entrance",
                                                                 "account", "identity"]
)  # fmt: skip
def test_every_address_opens_to_whom_the_policy_says(
    world: World, group: dict[str, Rule], settings: Any
) -> None:
    told = wrongs(group, world)
    assert not told, "\n".join(told)


def test_reading_verbs_only_unless_it_is_a_deed(world: World) -> None:
    """A deed answers no GET; a page that has no form answers no POST."""
    told = []
    for address in every_address():
        rule = {**PARTNER, **STAFF}.get(address.name)
        if rule is None or not rule.is_deed:
            continue
        for subject in sorted(rule.roles & set(world.browsers)):
            status = world.browsers[subject].get(address.path(world.named)).status_code
            if status != 405:
                told.append(f"GET {address.name} as {subject}: {status}")
    assert told == []


def test_no_deed_is_done_without_the_page_s_own_token(world: World) -> None:
    """Cross-site requests: a POST from elsewhere carries the cookie and no token."""
    told = []
    owner = Client(enforce_csrf_checks=True)
    owner.cookies = world.browsers["owner"].cookies
    manager = Client(enforce_csrf_checks=True)
    manager.cookies = world.browsers["manager"].cookies
    for address in every_address():
        rule = ROUTES[address.name]
        if address.name.startswith(("api", "idp:", "identity")) or address.name == "session_check":
            continue
        browser = manager if rule.audience in (OF_STAFF, DESK) else owner
        response = browser.post(address.path(world.named))
        if response.status_code not in (403, 404, 405):
            told.append(f"POST {address.name}: {response.status_code}")
    assert not told, "\n".join(told)


# ---- the API --------------------------------------------------------------------------------


def _operations() -> list[tuple[Address, Rule]]:
    return [(a, API[a.name]) for a in every_address() if a.name in API]


def test_no_session_opens_the_api(world: World) -> None:
    told = []
    for address, rule in _operations():
        if rule.audience == PUBLIC:
            continue
        for subject in ("anonymous", "owner", "manager"):
            response = ask(world.browsers[subject], address, rule, world)
            if response.status_code not in (401, 405):
                told.append(f"{address.name} as {subject}: {response.status_code}")
    assert told == []


METHODS = {"api:link_make": "post", "api:hook_make": "post", "api:hook_remove": "delete",
           "api:delivery_again": "post", "api:payment_request_make": "post",
           "api:payment_request_cancel": "delete", "api:claim_make": "post",
           "api:dispute_make": "post", "api:statement_accepted": "post",
           "api:statement_disputed": "post", "api:link_put_away": "post",
           "api:network_decide": "post", "api:network_share": "post",
           "api:network_message": "post", "api:case_message": "post",
           "api:case_take_back": "delete", "api:document_accept": "post",
           "api:words_check": "post", "api:finding_answer": "post",
           "api:message_send": "post", "api:whatif_ask": "post",
           "api:case_files_add": "post", "api:invoice_make": "post",
           "api:invoice_take_back": "delete", "api:kept_report_make": "post",
           "api:kept_report_remove": "delete", "api:payment_schedule_set": "put",
           "api:notices_seen": "post", "api:hook_test": "post", "api:profile_change": "put",
           "api:notice_choices_set": "put", "api:team_invite": "post",
           "api:team_invitation_end": "delete", "api:member_role": "put",
           "api:member_remove": "delete", "api:api_token_end": "delete",
           "api:payout_method_change_stop": "delete", "api:link_test": "post",
           "api:network_invite_link_make": "post"}  # fmt: skip


@pytest.mark.parametrize("given", sorted(SCOPES))
def test_a_scope_opens_its_operations_and_no_other(world: World, given: str) -> None:
    nadia = User.objects.get(email="nadia@example.com")
    partner = Partner.objects.get(program_id="larkspur", partner_id="P-2002")
    _, text = token_create(user=nadia, partner=partner, name=given, scopes=[given])
    headers = {"Authorization": f"Bearer {text}"}
    told = []
    for address, rule in _operations():
        if rule.audience == PUBLIC:
            continue
        method = METHODS.get(address.name, "get")
        path = address.path(world.named)
        response = getattr(Client(), method)(
            path, headers=headers, **({"data": "{}", "content_type": "application/json"}
                                      if method == "post" else {})
        )  # fmt: skip
        opens = rule.scope in ("", given)
        if (response.status_code == 403) is opens and response.status_code not in (404, 422):
            told.append(f"{address.name} with {given}: {response.status_code}")
        if not opens and response.status_code not in (403, 422):
            told.append(f"{address.name} with {given}: {response.status_code}")
    assert told == []


def test_each_operation_says_the_scope_that_the_policy_names() -> None:
    said = {}
    for _prefix, router in api._routers:
        for view in router.path_operations.values():
            for operation in view.operations:
                name = f"api:{operation.view_func.__name__}"
                said[name] = getattr(operation.view_func, "needs_scope", "")
    declared = {n: r.scope for n, r in API.items() if r.audience not in (PUBLIC,)}
    assert said == declared


def test_every_field_of_the_api_is_declared() -> None:
    schemas = api.get_openapi_schema()["components"]["schemas"]
    present = {
        name: sorted(schema.get("properties", {}))
        for name, schema in schemas.items()
        if name != "Input"
    }
    assert present == {name: sorted(fields) for name, fields in FIELDS.items()}
    assert {kind for fields in FIELDS.values() for kind in fields.values()} <= set(KINDS)


def test_no_field_of_the_api_names_a_person_an_account_or_a_secret() -> None:
    names = {n for fields in FIELDS.values() for n, kind in fields.items() if kind != "team"}
    assert names.isdisjoint(NEVER)
    of_the_team = {n for fields in FIELDS.values() for n, kind in fields.items() if kind == "team"}
    assert of_the_team & set(NEVER) == {"email"}
    assert [n for n, fields in FIELDS.items() if "secret" in fields] == ["EndpointMade"]


# A master reads the names of those below it.
MAY_KNOW = {("api:network", "mara@example.com")}


def test_the_api_tells_nothing_of_others(world: World) -> None:
    """With every scope of their own, other partners find nothing of P-2002's."""
    told = []
    for email, partner_id, program_id in (
        ("stranger@example.com", "P-2004", "larkspur"), ("sofie@example.com", "P-2003", "larkspur"),
        ("mara@example.com", "P-2001", "larkspur"), ("other@example.com", "P-3001", "tamarind"),
    ):  # fmt: skip
        user = User.objects.get(email=email)
        partner = Partner.objects.get(program_id=program_id, partner_id=partner_id)
        _, text = token_create(user=user, partner=partner, name="x", scopes=scopes_of("owner"))
        for address, rule in _operations():
            if rule.audience == PUBLIC or rule.is_deed:
                continue
            response = Client().get(
                address.path({"api:link": {"link_code": "canary-link"}}) + "?period=2026-09",
                headers={"Authorization": f"Bearer {text}"},
            )
            said = response.content.decode()
            if (address.name, email) not in MAY_KNOW and any(c in said for c in CANARIES):
                told.append(f"{address.name} as {email}")
            if response.status_code == 200:
                json.loads(said)
    assert told == []
