"""Notices: mailed to whom wants them, in the reader's language, and only when the deed stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.utils import translation

from portal.accounts.models import User
from portal.notices.selectors import notices_for_member
from portal.notices.services import choices_set, notice_send
from portal.notices.words import NOTICES, TOPICS, sentence_of
from portal.partners.authors import Author
from portal.partners.models import Partner
from portal.partners.services import partner_create, program_create

Person = Callable[..., User]
BY = Author("test")


@pytest.fixture
def partner(db: None) -> Partner:
    program_create(by=BY, program_id="p", name="P", vertical="forex", time_zone="UTC",
                   currency_code="EUR", first_period_id="2026-08")  # fmt: skip
    return partner_create(by=BY, program_id="p", partner_id="P-1", name="One")


def send(partner: Partner, **more: Any) -> None:
    notice_send(code="case_settled", partner=partner, words={"case": "C-1001"}, **more)


def test_each_member_is_mailed_in_its_language_unless_it_said_no(
    partner: Partner, person: Person, django_capture_on_commit_callbacks: Any
) -> None:
    nadia = person("nadia", partners={("p", "P-1"): "owner"})
    User.objects.filter(pk=nadia.pk).update(language="de")
    ola = person("ola", partners={("p", "P-1"): "finance"})
    choices_set(user=ola, by_email=["money"])
    person("stranger", partners={("p", "P-2"): "owner"})
    with django_capture_on_commit_callbacks(execute=True):
        send(partner, path="/p/P-1/cases/C-1001/")
    assert [m.to for m in mail.outbox] == [["nadia@example.com"]]
    assert "C-1001 ist erledigt." in mail.outbox[0].body
    assert "/p/P-1/cases/C-1001/" in mail.outbox[0].body
    assert notices_for_member(ola, partner).count() == 1, "in the portal everything is noticed"


def test_a_deed_that_was_rolled_back_mails_nobody(
    partner: Partner, person: Person, django_capture_on_commit_callbacks: Any
) -> None:
    person("nadia", partners={("p", "P-1"): "owner"})

    @transaction.atomic
    def deed() -> None:
        send(partner)
        raise RuntimeError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError):
        deed()
    assert mail.outbox == []


def test_roles_narrow_who_is_mailed(
    partner: Partner, person: Person, django_capture_on_commit_callbacks: Any
) -> None:
    person("nadia", partners={("p", "P-1"): "owner"})
    person("ola", partners={("p", "P-1"): "marketing"})
    with django_capture_on_commit_callbacks(execute=True):
        send(partner, roles=("owner",))
    assert [m.to for m in mail.outbox] == [["nadia@example.com"]]


def test_every_notice_has_a_topic_that_can_be_chosen() -> None:
    assert {topic for topic, _sentence in NOTICES.values()} <= set(TOPICS)


def test_days_are_written_as_the_language_does() -> None:
    assert sentence_of("finding_opened", {"finding": "F-1", "due": "2026-11-04"}).endswith(
        "by 4 Nov 2026."
    )


def test_an_unknown_code_is_a_programmer_s_error(partner: Partner) -> None:
    with pytest.raises(KeyError):
        notice_send(code="nonsense", partner=partner)


def test_amounts_are_written_as_the_language_does() -> None:
    for language, said in (("en", "22,947.29"), ("de", "22.947,29"), ("ar", "22,947.29")):
        with translation.override(language):
            assert f"{said}\N{NO-BREAK SPACE}USD" in sentence_of(
                "payment_sent", {"amount": "22947.29 USD"}
            )
    with translation.override("de"):
        assert "1.200\N{NO-BREAK SPACE}JPY" in sentence_of("payment_sent", {"amount": "1200 JPY"})
