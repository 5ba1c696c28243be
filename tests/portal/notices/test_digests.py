"""One mail a day for whom wants it so; what must be mailed at once is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail

from portal import clock
from portal.accounts.models import User
from portal.notices.digests import digests_due
from portal.notices.models import DigestEntry
from portal.notices.services import choices_set, notice_send
from portal.partners.models import Partner
from tests.portal.payouts.world import make_partner, make_program


@pytest.fixture
def nadia(db: None, person: Callable[..., User]) -> User:
    make_program()
    make_partner()
    user = person("nadia", partners={("larkspur", "P-2041"): "owner"})
    user.language = "de"
    user.save()
    choices_set(user=user, by_email=["cases", "money"], as_digest=True)
    return user


def tell(code: str = "case_answered", **words: str) -> None:
    partner = Partner.objects.get(partner_id="P-2041")
    notice_send(code=code, partner=partner, words=words or {"case": "C-1"})


def test_notices_wait_for_one_mail_a_day(
    nadia: User, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable
) -> None:  # type: ignore[type-arg]
    with django_capture_on_commit_callbacks(execute=True):
        tell(case="C-1")
        tell(case="C-2")
    assert mail.outbox == []
    with django_capture_on_commit_callbacks(execute=True):
        assert digests_due() == 1
    (one,) = mail.outbox
    assert "2 Neuigkeiten" in one.subject
    assert "C-1" in one.body
    assert "C-2" in one.body
    with django_capture_on_commit_callbacks(execute=True):
        tell(case="C-3")
        assert digests_due() == 0, "not twice a day"
    later = clock.now() + timedelta(hours=25)
    monkeypatch.setattr(clock, "now", lambda: later)
    with django_capture_on_commit_callbacks(execute=True):
        assert digests_due() == 1
    assert "C-3" in mail.outbox[1].body
    assert "C-1" not in mail.outbox[1].body


def test_what_is_always_mailed_does_not_wait(
    nadia: User, django_capture_on_commit_callbacks: Callable
) -> None:  # type: ignore[type-arg]
    with django_capture_on_commit_callbacks(execute=True):
        tell("method_cancelled", account="ES·· 8842")
    assert len(mail.outbox) == 1
    assert not DigestEntry.objects.exists()


def test_a_topic_that_is_not_wanted_is_not_gathered(nadia: User) -> None:
    tell("member_joined", name="Ola")
    assert not DigestEntry.objects.exists()
