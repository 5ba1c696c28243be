"""Approval tokens: minted after a fresh second factor, used once, by one person for one deed.

DESIGN, "Finance in the Dagster UI". All moments here are real time, never the product's.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.second_factor import passkey_take, second_factor_verify
from portal.audit.services import audit_record
from portal.partners.errors import DomainError
from portal.payouts.models import ApprovalToken, TokenTry
from portal.payouts.models.approvals import VERBS

LIFETIME = timedelta(minutes=10)
TRIES_PER_HOUR = 5
RANDOM_BITS = 128
# What a verb's subject is, where it is not a batch.
KINDS = {"close": "ledger_head", "adjust": "adjustment", "purge": "program"}
# Crockford's base 32: no I, L, O, U; read aloud and typed without mistakes.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class TokenRefused(DomainError):
    """The token (or the second factor for it) is not right. Counts as a wrong try."""


def token_mint(
    *, person: User, verb: str, program_id: str, subject: str, digest: str, code: str = "",
    passkey_shown_at: int | None = None,
) -> tuple[str, ApprovalToken]:  # fmt: skip
    """A token for `person` to do `verb` to `subject` with `digest`; its text is returned once.

    `code` is the person's present second factor; without one, `passkey_shown_at` is when its
    session saw a passkey (Unix ms, at most two minutes ago). Either is used up. Tokens that the
    person minted before for the same deed are withdrawn. Whether the person may do the deed is
    asked by the caller. Raises `TokenRefused` for a wrong code, and DomainError after five wrong
    tries.
    """
    if verb not in VERBS:
        raise DomainError(
            "unknown_verb",
            _("there is no token for %(verb)r: %(verbs)s")
            % {"verb": verb, "verbs": ", ".join(VERBS)},
        )
    tries_refuse(person)
    if not code and passkey_shown_at is not None:
        is_shown = passkey_take(person, passkey_shown_at)
    else:
        is_shown = second_factor_verify(person, code)
    if not is_shown:
        refusal = TokenRefused(
            "wrong_code", "this is not your present code, or it was used: wait for the next one"
        )
        try_record(person, verb, program_id, subject, refusal)
        raise refusal
    text = _text(program_id)
    now = timezone.now()
    with transaction.atomic():
        ApprovalToken.objects.filter(
            person=person, verb=verb, subject=subject, used_at=None, withdrawn_at=None
        ).update(withdrawn_at=now)
        token = ApprovalToken.objects.create(
            person=person,
            verb=verb,
            program_id=program_id,
            subject=subject,
            digest=digest,
            token_sha256=_hash(text),
            minted_at=now,
            expires_at=now + LIFETIME,
        )
        audit_record(
            who=person,
            verb="token minted",
            object_kind=KINDS.get(verb, "batch"),
            object_id=subject,
            program_id=program_id,
            details={"for": verb, "digest": digest},
        )
    return text, token


@transaction.atomic
def token_withdraw(*, person: User, token_pk: int) -> bool:
    """Make an own token void; False when it is not there, used or over."""
    changed = ApprovalToken.objects.filter(
        pk=token_pk, person=person, used_at=None, withdrawn_at=None
    ).update(withdrawn_at=timezone.now())
    return bool(changed)


def tokens_end_at_sign_out(*, user: object, **_: object) -> None:
    """Withdraw every token that the person minted and did not use; called by Django's signal."""
    if isinstance(user, User):
        living = ApprovalToken.objects.filter(person=user, used_at=None, withdrawn_at=None)
        living.update(withdrawn_at=timezone.now())


def token_use(*, person: User, verb: str, subject: str, digest: str, text: str) -> ApprovalToken:
    """Use a token up, inside the transaction of the deed. Raises `TokenRefused`, saying why.

    Refused: a token that is not this person's, or is for another verb, subject or digest; one
    that was used, withdrawn, or is over; and any at all after five wrong tries in an hour.
    """
    tries_refuse(person)
    token = ApprovalToken.objects.filter(token_sha256=_hash(text)).first()
    now = timezone.now()
    if token is None or token.person_id != person.pk:
        raise TokenRefused("wrong_token", "this is no token of yours: mint one on the review page")
    if (token.verb, token.subject, token.digest) != (verb, subject, digest):
        raise TokenRefused(
            "other_deed",
            f"this token is for {token.verb} of {token.subject} with digest {token.digest[:12]}: "
            f"mint one for {verb} of {subject} with digest {digest[:12]}",
        )
    if token.used_at is not None or token.withdrawn_at is not None:
        raise TokenRefused("used", "this token was used or withdrawn: mint another")
    if token.expires_at <= now:
        raise TokenRefused("over", "this token's ten minutes are over: mint another")
    taken = ApprovalToken.objects.filter(pk=token.pk, used_at=None, withdrawn_at=None)
    if taken.update(used_at=now) != 1:
        raise TokenRefused("used", "this token was used or withdrawn: mint another")
    return token


def tries_refuse(person: User) -> None:
    """Raise DomainError when the person had five wrong tries in the last hour."""
    since = timezone.now() - timedelta(hours=1)
    if TokenTry.objects.filter(person=person, tried_at__gt=since).count() >= TRIES_PER_HOUR:
        raise DomainError(
            "too_many_tries",
            _("%(tries_per_hour)s wrong tries within an hour: wait until an hour has passed")
            % {"tries_per_hour": TRIES_PER_HOUR},
        )


@transaction.atomic
def try_record(
    person: User, verb: str, program_id: str, subject: str, refusal: DomainError
) -> None:
    """Write a refusal down: in the audit, and as a wrong try when the token or code was wrong.

    In a transaction of its own: that of the deed has been rolled back.
    """
    if isinstance(refusal, TokenRefused):
        TokenTry.objects.create(
            person=person, tried_at=timezone.now(), verb=verb, subject=subject[:120]
        )
    audit_record(
        who=person,
        verb=f"{verb} refused",
        object_kind=KINDS.get(verb, "batch"),
        object_id=subject,
        program_id=program_id,
        reason=str(refusal),
        details={"code": refusal.code},
    )


def _text(program_id: str) -> str:
    """Such as LRK-7Q4M-…: a prefix to recognise the program, then 128 random bits."""
    number = secrets.randbits(RANDOM_BITS)
    symbols = "".join(ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))
    prefix = "".join(c for c in program_id.upper() if c.isascii() and c.isalpha())[:3] or "TOK"
    groups = [symbols[i : i + 4] for i in range(0, len(symbols), 4)]
    return "-".join((prefix, *groups))


def _hash(text: str) -> str:
    plain = "".join(c for c in text.upper() if c.isascii() and c.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
