"""Making, finding and revoking tokens."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.accounts.models import Membership, User
from portal.api.models import ApiToken
from portal.api.scopes import SCOPES, scopes_of
from portal.audit.services import audit_record
from portal.partners.errors import DomainError
from portal.partners.models import Partner

PREFIX = "ob_"
LONGEST_DAYS = 365
MOST_TOKENS = 20
USED_EVERY = timedelta(minutes=1)  # how finely the last use is known


@dataclass(frozen=True)
class Bearer:
    """Whom a token speaks for, and what it may do at this moment."""

    token: ApiToken
    user: User
    partner: Partner
    role: str
    scopes: frozenset[str]


@transaction.atomic
def token_create(
    *, user: User, partner: Partner, name: str, scopes: Iterable[str], days: int = 90
) -> tuple[ApiToken, str]:
    """A token and its text, which is shown this once.

    Raises DomainError: a scope that the person's role does not have, a term beyond a year.
    """
    role = _role(user, partner)
    wanted = sorted(set(scopes))
    refused = [scope for scope in wanted if scope not in scopes_of(role)]
    if not wanted or refused:
        raise DomainError(
            "bad_scope",
            _("not yours to give: %(value)s") % {"value": ", ".join(refused) or "no scope"},
        )
    if not 1 <= days <= LONGEST_DAYS:
        raise DomainError(
            "bad_term",
            _("a token lives 1 to %(longest_days)s days") % {"longest_days": LONGEST_DAYS},
        )
    now = datetime.now(UTC)
    living = ApiToken.objects.filter(partner=partner, revoked_at=None, expires_at__gt=now)
    if living.count() >= MOST_TOKENS:
        raise DomainError(
            "too_many",
            _("%(most_tokens)s tokens are the most; revoke one first")
            % {"most_tokens": MOST_TOKENS},
        )
    prefix = PREFIX + secrets.token_hex(4)
    text = f"{prefix}_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        user=user,
        partner=partner,
        name=name.strip()[:80] or prefix,
        prefix=prefix,
        token_hash=_hash(text),
        scopes=wanted,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    _audit(user, "api token created", token)
    return token, text


@transaction.atomic
def token_revoke(*, user: User, token: ApiToken) -> None:
    """From now on the token opens nothing."""
    if token.revoked_at is None:
        token.revoked_at = datetime.now(UTC)
        token.save(update_fields=["revoked_at"])
        _audit(user, "api token revoked", token)


def tokens_of(partner: Partner) -> QuerySet[ApiToken]:
    """Tokens of the partner that are not revoked, the newest first; expired ones are seen too."""
    return ApiToken.objects.filter(partner=partner, revoked_at=None).select_related("user")


def bearer_get(text: str) -> Bearer | None:
    """Whom a token speaks for; None when it is unknown, expired, revoked, or its person left."""
    if not text.startswith(PREFIX) or len(text) > 100:
        return None
    token = (
        ApiToken.objects.select_related("user", "partner__program")
        .filter(token_hash=_hash(text), revoked_at=None)
        .first()
    )
    now = datetime.now(UTC)
    if token is None or token.expires_at <= now or not token.user.is_active:
        return None
    try:
        role = _role(token.user, token.partner)
    except DomainError:
        return None
    if token.last_used_at is None or now - token.last_used_at > USED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    kept = frozenset(token.scopes) & frozenset(scopes_of(role)) & frozenset(SCOPES)
    return Bearer(token, token.user, token.partner, role, kept)


def _role(user: User, partner: Partner) -> str:
    found = Membership.objects.filter(
        user=user, program_id=partner.program_id, partner_id=partner.partner_id
    ).first()
    if found is None:
        raise DomainError("no_member", _("this person does not act for the partner"))
    return str(found.role)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _audit(user: User, verb: str, token: ApiToken) -> None:
    audit_record(
        who=user,
        verb=verb,
        object_kind="api token",
        object_id=str(token),
        program_id=token.partner.program_id,
        details={"scopes": token.scopes},
    )
