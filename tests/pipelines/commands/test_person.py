"""`openbook person`."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from pipelines.commands import person as command
from pipelines.lib.errors import OpenbookError
from portal.accounts import selectors
from portal.accounts.services import person_create
from portal.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


def run(*words: str, typed: str = ""):
    return CliRunner().invoke(command.app, list(words), input=typed)


def created(*more: str, typed: str = "") -> dict[str, object]:
    answer = run("create", "ines@example.com", "--name", "Ines", "--json", *more, typed=typed)
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.output)


def test_a_password_is_made_and_printed_once():
    made = created()
    user = selectors.user_get_by_email("ines@example.com")
    assert user.check_password(made["password"])
    assert "password" not in run("list", "--json").output


def test_a_password_can_come_from_standard_input():
    made = created("--password-stdin", typed="a long enough passphrase\n")
    assert "password" not in made
    user = selectors.user_get_by_email("ines@example.com")
    assert user.check_password("a long enough passphrase")


def test_a_second_factor_comes_on_request():
    assert len(created("--second-factor")["totp_secret"]) == 32


def test_a_role_that_is_written_wrong_creates_nobody():
    answer = run("create", "ines@example.com", "--name", "Ines", "--role", "manager")
    assert isinstance(answer.exception, OpenbookError)
    assert "PROGRAM:ROLE" in str(answer.exception)
    assert not selectors.user_list().exists()


def test_disabling_asks_for_a_reason_and_records_it():
    created()
    assert run("disable", "ines@example.com").exit_code == 2
    assert run("disable", "ines@example.com", "--reason", "left").exit_code == 0
    assert not selectors.user_get_by_email("ines@example.com").is_active
    assert AuditEvent.objects.get(verb="person disabled").reason == "left"


def test_an_unknown_person_is_said_to_be_unknown():
    answer = run("disable", "nobody@example.com", "--reason", "left")
    assert "nobody@example.com" in str(answer.exception)


def test_the_list_says_who_may_do_what():
    user = person_create("ines@example.com", "Ines", "a long enough passphrase")
    user.program_roles.create(program_id="larkspur", role="analyst")
    user.memberships.create(program_id="tamarind", partner_id="P-1", role="owner")
    lines = run("list").output.splitlines()
    assert lines == [
        f"{'ines@example.com':<32} analyst of larkspur, owner of tamarind/P-1",
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("larkspur/P-1:finance", ("larkspur", "P-1", "finance")),
        ("larkspur/P-1", ("larkspur", "P-1", "owner")),
    ],
)
def test_a_membership_is_written_with_or_without_a_role(text, parts):
    assert command.membership_of(text) == parts


def test_the_audit_names_who_did_it():
    person_create("ada@example.com", "Ada", "a long enough passphrase")
    created("--author", "ada@example.com")
    assert run("disable", "ines@example.com", "--reason", "left", "--author", "root").exit_code == 0
    by_ada = AuditEvent.objects.filter(who_name="ada@example.com").get()
    assert (by_ada.verb, by_ada.who_id) == (
        "person created",
        selectors.user_get_by_email("ada@example.com").pk,
    )
    by_name = AuditEvent.objects.get(verb="person disabled")
    assert (by_name.who_name, by_name.who_id) == ("root", None)
