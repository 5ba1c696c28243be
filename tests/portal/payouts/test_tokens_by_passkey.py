"""A passkey shown just now mints one approval token, as a code does."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from portal.accounts.models import User
from portal.partners.errors import DomainError
from portal.payouts.models import ApprovalToken, PayoutBatch, TokenTry
from portal.payouts.services import token_mint
from tests.portal.web.staff.conftest import Staff, batch, staff

__all__ = ["batch", "staff"]
METHODS = "account_authentication_methods"


def with_passkey(user: User) -> Authenticator:
    return Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone", "credential": {}}
    )


def show(browser: Client, passkey: Authenticator, **more: Any) -> None:
    """What a session holds after the browser's ceremony."""
    session = browser.session
    record = {"method": "mfa", "type": "webauthn", "id": passkey.pk, "at": time.time(),
              "reauthenticated": True, **more}  # fmt: skip
    session[METHODS] = [*session.get(METHODS, []), record]
    session.save()


def ask(person: User, batch: PayoutBatch, shown_at: int) -> None:
    token_mint(person=person, verb="submit", program_id="larkspur", subject=batch.batch_id,
               digest=batch.digest, passkey_shown_at=shown_at)  # fmt: skip


def mint(browser: Client, batch: PayoutBatch) -> Any:
    said = {"verb": "submit", "digest": batch.digest}
    return browser.post(f"/staff/larkspur/payouts/{batch.day_name}/token", said)


def test_one_showing_mints_one_token(batch: PayoutBatch, staff: Staff) -> None:
    clara, _browser = staff("clara", "finance_maker")
    shown_at = int(time.time() * 1000)
    ask(clara, batch, shown_at)
    with pytest.raises(DomainError) as refused:
        ask(clara, batch, shown_at)
    assert refused.value.code == "wrong_code"
    assert (ApprovalToken.objects.count(), TokenTry.objects.count()) == (1, 1)


@pytest.mark.parametrize("seconds", [-121, 60])
def test_a_showing_of_long_ago_or_of_later_mints_nothing(
    batch: PayoutBatch, staff: Staff, seconds: int
) -> None:
    clara, _browser = staff("clara", "finance_maker")
    with pytest.raises(DomainError):
        ask(clara, batch, int((time.time() + seconds) * 1000))


def test_a_disabled_person_mints_nothing(batch: PayoutBatch, staff: Staff) -> None:
    clara, _browser = staff("clara", "finance_maker")
    clara.is_active = False
    clara.save()
    with pytest.raises(DomainError):
        ask(clara, batch, int(time.time() * 1000))


def test_the_page_takes_the_passkey_in_place_of_the_code(batch: PayoutBatch, staff: Staff) -> None:
    clara, browser = staff("clara", "finance_maker")
    page = f"/staff/larkspur/payouts/{batch.day_name}/"
    assert "Show your passkey" not in browser.get(page).content.decode()
    passkey = with_passkey(clara)
    assert "Show your passkey" in browser.get(page).content.decode()
    assert mint(browser, batch).status_code == 422
    show(browser, passkey)
    assert "Your passkey was shown just now" in browser.get(page).content.decode()
    assert mint(browser, batch).status_code == 200
    assert ApprovalToken.objects.filter(person=clara, verb="submit").count() == 1
    assert mint(browser, batch).status_code == 422


@pytest.mark.parametrize("what", ["signed in", "anothers", "old"])
def test_what_is_no_fresh_showing_of_ones_own_is_not_taken(
    batch: PayoutBatch, staff: Staff, what: str
) -> None:
    clara, browser = staff("clara", "finance_maker")
    own, others = with_passkey(clara), with_passkey(staff("daniel", "finance_checker")[0])
    if what == "signed in":
        show(browser, own, reauthenticated=False)
    elif what == "anothers":
        show(browser, others)
    else:
        with time_machine.travel(timezone.now() - timedelta(minutes=3)):
            show(browser, own)
    assert mint(browser, batch).status_code == 422
    assert not ApprovalToken.objects.exists()


def test_a_period_is_closed_with_a_passkey_too(batch: PayoutBatch, staff: Staff) -> None:
    clara, browser = staff("clara", "finance_maker")
    show(browser, with_passkey(clara))
    assert "Your passkey was shown" in browser.get("/staff/larkspur/close/").content.decode()
    answer = browser.post("/staff/larkspur/close/", {"calendar": "month"})
    assert answer.status_code == 200
    assert ApprovalToken.objects.filter(person=clara, verb="close").exists()
