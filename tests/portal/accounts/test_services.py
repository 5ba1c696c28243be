"""Making people, giving roles, taking access away."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError

from portal.accounts import selectors, services
from portal.accounts.models import Membership, ProgramRole
from portal.audit.models import AuditEvent
from tests.portal.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def test_a_new_person_may_do_nothing(person):
    standing = selectors.standing_get(person("nadia"))
    assert not standing.is_staff
    assert standing.memberships == ()


def test_an_address_is_given_once_whatever_its_case(person):
    person("nadia")
    with pytest.raises(ValidationError, match="is taken"):
        services.person_create("Nadia@EXAMPLE.com", "Other", PASSWORD)


@pytest.mark.parametrize(
    ("email", "password", "language"),
    [
        ("not an address", PASSWORD, "en"),
        ("a@example.com", "short", "en"),
        ("a@example.com", "passwordpassword", "tlh"),
        ("marcella.long@example.com", "marcella.long@example.com", "en"),
    ],
)
def test_bad_address_password_or_language_is_refused(email, password, language):
    with pytest.raises(ValidationError):
        services.person_create(email, "Somebody", password, language)


def test_a_role_given_twice_is_one_role_and_one_audit_event(person):
    user = person("ines")
    for _ in range(2):
        services.role_grant(user, "larkspur", "compliance")
    assert ProgramRole.objects.count() == 1
    assert AuditEvent.objects.filter(verb="role granted", program_id="larkspur").count() == 1


def test_unknown_roles_are_refused(person):
    user = person("ines")
    with pytest.raises(ValidationError, match="finance_maker"):
        services.role_grant(user, "larkspur", "king")
    with pytest.raises(ValidationError, match="read_only"):
        services.membership_grant(user, "larkspur", "P-1", "king")


def test_nobody_stands_on_both_sides_of_a_program(person):
    staff = person("ines", roles={"larkspur": "compliance"})
    partner = person("nadia", partners={("larkspur", "P-1"): "owner"})
    with pytest.raises(ValidationError, match="is staff"):
        services.membership_grant(staff, "larkspur", "P-1", "owner")
    with pytest.raises(ValidationError, match="acts for a partner"):
        services.role_grant(partner, "larkspur", "manager")
    services.membership_grant(staff, "tamarind", "P-9", "owner")


def test_a_second_membership_call_changes_the_role(person):
    user = person("nadia", partners={("larkspur", "P-1"): "owner"})
    services.membership_grant(user, "larkspur", "P-1", "read_only")
    assert Membership.objects.get(user=user).role == "read_only"


def test_a_role_can_be_taken_away(person):
    user = person("ines", roles={"larkspur": "compliance"})
    assert services.role_revoke(user, "larkspur", "compliance")
    assert not services.role_revoke(user, "larkspur", "compliance")
    assert selectors.roles_for_user(user) == {}


def test_disabling_ends_every_session_and_says_why(person, sign_in):
    boss, user = person("boss"), person("nadia")
    sign_in(user)
    services.person_disable(user, by=boss, reason="left the company")
    assert not UserSession.objects.filter(user=user).exists()
    event = AuditEvent.objects.get(verb="person disabled")
    assert (event.who, event.reason, event.object_id) == (boss, "left the company", str(user.pk))


def test_standing_answers_by_program_and_role(person):
    user = person("ines", roles={"larkspur": "compliance"})
    services.role_grant(user, "tamarind", "manager")
    standing = selectors.standing_get(user)
    assert standing.has_role("larkspur", "manager", "compliance")
    assert not standing.has_role("tamarind", "compliance")
    assert standing.programs() == ["larkspur", "tamarind"]
    assert standing.programs("manager") == ["tamarind"]
