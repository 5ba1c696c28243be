"""A token is one person's, for one verb, batch and digest, once, for ten real minutes."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.services import totp_code_now
from portal.audit.models import AuditEvent
from portal.partners.errors import DomainError
from portal.payouts.models import ApprovalToken, PayoutBatch, TokenTry
from portal.payouts.services import batch_approve, batch_submit, token_mint, token_withdraw
from tests.portal.payouts.world import (
    decide,
    entry,
    freeze,
    make_partner,
    make_program,
    mint,
    standing_clock,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch() -> PayoutBatch:
    make_program()
    make_partner()
    return freeze([entry(10_000)])


def submit(person: User, batch: PayoutBatch, token: str) -> PayoutBatch:
    return batch_submit(person=person, batch_id=batch.batch_id, digest=batch.digest, token=token)


def refused_code(person: User, batch: PayoutBatch, token: str) -> str:
    with pytest.raises(DomainError) as refused:
        submit(person, batch, token)
    batch.refresh_from_db()
    assert batch.state == "frozen"
    return refused.value.code


def test_a_token_has_128_random_bits_and_only_its_hash_is_kept(
    batch: PayoutBatch, clara: User
) -> None:
    text = mint(clara, "submit", batch)
    assert re.fullmatch(r"LAR(-[0-9A-HJKMNP-TV-Z]{4}){6}-[0-9A-HJKMNP-TV-Z]{2}", text)
    row = ApprovalToken.objects.get()
    assert row.token_sha256 not in text
    assert text not in str(vars(row))
    assert mint(clara, "submit", batch) != text
    dumped = str(list(AuditEvent.objects.values()))
    assert text not in dumped


def test_a_token_may_be_typed_in_small_letters_and_without_dashes(
    batch: PayoutBatch, clara: User
) -> None:
    text = mint(clara, "submit", batch).lower().replace("-", " ")
    assert submit(clara, batch, text).state == "submitted"


def test_a_token_works_once(batch: PayoutBatch, clara: User, daniel: User) -> None:
    token = mint(clara, "submit", batch)
    submit(clara, batch, token)
    decide(daniel, "reject", batch, reason="again")
    batch.refresh_from_db()
    assert refused_code(clara, batch, token) == "used"


def test_a_token_of_somebody_else_is_no_token(
    batch: PayoutBatch, clara: User, daniel: User, priya: User
) -> None:
    decide(clara, "submit", batch)
    batch.refresh_from_db()
    token = mint(priya, "approve", batch)
    with pytest.raises(DomainError) as refused:
        batch_approve(person=daniel, batch_id=batch.batch_id, digest=batch.digest, token=token)
    assert refused.value.code == "wrong_token"
    batch_approve(person=priya, batch_id=batch.batch_id, digest=batch.digest, token=token)


def test_a_token_is_for_one_verb(batch: PayoutBatch, clara: User) -> None:
    token = mint(clara, "approve", batch)
    assert refused_code(clara, batch, token) == "other_deed"


def test_a_token_is_over_after_ten_real_minutes_whatever_the_products_clock_says(
    batch: PayoutBatch, clara: User
) -> None:
    start = timezone.now()
    with standing_clock(), time_machine.travel(start, tick=False) as real:
        token = mint(clara, "submit", batch)
        real.shift(timedelta(minutes=10))
        assert refused_code(clara, batch, token) == "over"
    later = datetime(2030, 1, 1, tzinfo=start.tzinfo)
    with standing_clock(later), time_machine.travel(start, tick=False) as real:
        token = mint(clara, "submit", batch)
        real.shift(timedelta(minutes=9, seconds=59))
        assert submit(clara, batch, token).state == "submitted"


def test_a_withdrawn_token_and_one_that_another_replaced_are_void(
    batch: PayoutBatch, clara: User
) -> None:
    first = mint(clara, "submit", batch)
    second = mint(clara, "submit", batch)
    assert refused_code(clara, batch, first) == "used"
    newest = ApprovalToken.objects.get(withdrawn_at=None)
    assert token_withdraw(person=clara, token_pk=newest.pk)
    assert refused_code(clara, batch, second) == "used"


def test_five_wrong_tries_within_an_hour_shut_out_the_right_token_too(
    batch: PayoutBatch, clara: User
) -> None:
    token = mint(clara, "submit", batch)
    for _ in range(5):
        assert refused_code(clara, batch, "LAR-0000-0000") == "wrong_token"
    assert refused_code(clara, batch, token) == "too_many_tries"
    assert TokenTry.objects.count() == 5
    assert AuditEvent.objects.filter(verb="submit refused").count() == 6
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert submit(clara, batch, mint(clara, "submit", batch)).state == "submitted"


def test_another_persons_wrong_tries_do_not_count(
    batch: PayoutBatch, clara: User, daniel: User
) -> None:
    for _ in range(5):
        with pytest.raises(DomainError):
            decide(daniel, "recall", batch, token="x", reason="try")
    assert TokenTry.objects.filter(person=daniel).count() == 5
    assert submit(clara, batch, mint(clara, "submit", batch)).state == "submitted"


def test_minting_takes_a_second_factor_that_was_not_used_before(
    batch: PayoutBatch, clara: User
) -> None:
    code = totp_code_now(clara)

    def ask(given: str) -> None:
        token_mint(
            person=clara,
            verb="submit",
            program_id="larkspur",
            subject=batch.batch_id,
            digest=batch.digest,
            code=given,
        )

    ask(code)
    for wrong in (code, "000000", ""):
        with pytest.raises(DomainError) as refused:
            ask(wrong)
        assert refused.value.code == "wrong_code"
    assert ApprovalToken.objects.count() == 1
    assert TokenTry.objects.count() == 3
