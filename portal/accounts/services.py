"""Making people, giving them roles, taking access away: each deed is in the audit."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from allauth.account.models import EmailAddress
from allauth.idp.oidc.models import Token
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from allauth.mfa.utils import decrypt, encrypt
from allauth.usersessions.models import UserSession
from babel import Locale
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from portal.accounts import second_factor
from portal.accounts.models import (
    MemberRole,
    Membership,
    ProgramRole,
    StaffRole,
    User,
)
from portal.audit.services import audit_record

By = User | str | None  # a person, or the name of whoever works at the command line


def _named(by: By) -> dict[str, Any]:
    """`who` and `who_name` of `audit_record`."""
    return {"who": None, "who_name": by} if isinstance(by, str) else {"who": by}


@transaction.atomic
def person_create(
    email: str,
    display_name: str,
    password: str,
    language: str = "en",
    *,
    by: By = None,
) -> User:
    """A new person with a password; it may do nothing until it is given a role.

    Raises ValidationError for a bad address, one that is taken, an unknown language or a password
    that the rules refuse (AUTH_PASSWORD_VALIDATORS).
    """
    address = email.strip().lower()
    validate_email(address)
    if User.objects.filter(email__iexact=address).exists():
        raise ValidationError(f"{address} is taken: give another address, or change that person")
    known = [code for code, _name in settings.LANGUAGES]
    if language not in known:
        raise ValidationError(f"language {language!r} is unknown: write one of {', '.join(known)}")
    user = User(email=address, display_name=display_name.strip(), language=language)
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save()
    EmailAddress.objects.create(user=user, email=address, primary=True, verified=True)
    audit_record(**_named(by), verb="person created", object_kind="person", object_id=str(user.pk))
    return user


@transaction.atomic
def role_grant(user: User, program_id: str, role: str, *, by: By = None) -> ProgramRole:
    """Give a person of the operator a role in a program; giving it twice changes nothing.

    Raises ValidationError for an unknown role, and for somebody who acts for a partner of the
    program: nobody stands on both sides.
    """
    if role not in StaffRole.values:
        raise ValidationError(f"role {role!r} is unknown: one of {', '.join(StaffRole.values)}")
    if Membership.objects.filter(user=user, program_id=program_id).exists():
        raise ValidationError(f"{user.email} acts for a partner of {program_id}: no staff role")
    found, is_new = ProgramRole.objects.get_or_create(user=user, program_id=program_id, role=role)
    if is_new:
        _record(by, user, "role granted", program_id, {"role": role})
    return found


@transaction.atomic
def role_revoke(user: User, program_id: str, role: str, *, by: By = None) -> bool:
    """Take a role away; False if the person did not have it."""
    count, _ = ProgramRole.objects.filter(user=user, program_id=program_id, role=role).delete()
    if count:
        _record(by, user, "role revoked", program_id, {"role": role})
    return bool(count)


@transaction.atomic
def membership_grant(
    user: User, program_id: str, partner_id: str, role: str, *, by: By = None
) -> Membership:
    """Let a person act for a partner with a role; a second call changes the role.

    Raises ValidationError for an unknown role and for staff of the program.
    """
    if role not in MemberRole.values:
        raise ValidationError(f"role {role!r} is unknown: one of {', '.join(MemberRole.values)}")
    if ProgramRole.objects.filter(user=user, program_id=program_id).exists():
        raise ValidationError(f"{user.email} is staff of {program_id}: no membership")
    found, _ = Membership.objects.update_or_create(
        user=user, program_id=program_id, partner_id=partner_id, defaults={"role": role}
    )
    _record(by, user, "membership granted", program_id, {"partner_id": partner_id, "role": role})
    return found


@transaction.atomic
def person_disable(user: User, *, by: By = None, reason: str) -> None:
    """Take all access away now: no sign-in, sessions ended, tokens of other surfaces void."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    for session in UserSession.objects.filter(user=user):
        session.end()
    Token.objects.filter(user=user).delete()
    audit_record(
        **_named(by),
        verb="person disabled",
        object_kind="person",
        object_id=str(user.pk),
        reason=reason,
    )


@transaction.atomic
def password_set(user: User, password: str, *, by: By = None) -> None:
    """Replace the password; its rules are asked. Raises ValidationError."""
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    audit_record(**_named(by), verb="password set", object_kind="person", object_id=str(user.pk))


@transaction.atomic
def totp_secret_set(user: User, *, by: By = None) -> str:
    """Give the person a new authenticator secret (base32) in place of any other; returned once."""
    secret: str = auth.generate_totp_secret()
    Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt(secret)}
    )
    audit_record(
        **_named(by), verb="second factor set", object_kind="person", object_id=str(user.pk)
    )
    return secret


def totp_code_now(user: User) -> str:
    """The person's present code, for demo people. Raises LookupError without an authenticator."""
    totp = second_factor.totp_of(user)
    if totp is None:
        raise LookupError(f"{user.email} has no authenticator: set one with totp_secret_set")
    step = next(iter(auth.yield_hotp_counters_from_time())) + settings.MFA_TOTP_TOLERANCE
    code: str = auth.format_hotp_value(auth.hotp_value(decrypt(totp.data["secret"]), step))
    return code


def _record(by: By, user: User, verb: str, program_id: str, details: dict[str, str]) -> None:
    audit_record(
        **_named(by),
        verb=verb,
        object_kind="person",
        object_id=str(user.pk),
        program_id=program_id,
        details=details,
    )


def language_set(user: User, language: str) -> None:
    """The language of a person's pages. Raises ValidationError for one that is not offered."""
    if language not in dict(settings.LANGUAGES):
        raise ValidationError(f"language {language!r} is not offered")
    user.language = language
    user.save(update_fields=["language"])


@transaction.atomic
def profile_set(
    user: User, *, display_name: str, language: str, time_zone: str = "", display_currency: str = ""
) -> User:
    """What a person says of itself. Raises ValidationError for an unknown zone or currency, an
    empty name or a language that is not offered."""
    if not display_name.strip():
        raise ValidationError("a name is needed: write how colleagues know you")
    if time_zone and time_zone not in available_timezones():
        raise ValidationError(f"time zone {time_zone!r} is unknown: write e.g. Europe/Madrid")
    if display_currency and display_currency not in Locale.parse("en").currencies:
        raise ValidationError(f"currency {display_currency!r} is unknown: write e.g. EUR")
    language_set(user, language)
    user.display_name = display_name.strip()
    user.time_zone, user.display_currency = time_zone, display_currency
    user.full_clean(exclude=["password"])
    user.save(update_fields=["display_name", "time_zone", "display_currency"])
    audit_record(who=user, verb="profile set", object_kind="person", object_id=str(user.pk))
    return user
