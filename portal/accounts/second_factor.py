"""The one place where codes of an authenticator app, and passkeys shown, are checked and used up.

RFC 6238 with steps of 30 s, one step of tolerance either way. A code that was taken leaves a row
(user, time step); the unique constraint lets exactly one process take it. Real time, never the
product's clock.
"""

from __future__ import annotations

import time

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from allauth.mfa.utils import decrypt
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from portal.accounts.models import UsedPasskey, UsedTimeStep, User

PASSKEY_SECONDS = 120  # for so long a passkey that was shown may mint one token
KEPT_STEPS = 20  # far beyond the tolerance: older steps are never asked about again


def totp_of(user: User) -> Authenticator | None:
    """The person's authenticator app, or None."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()


def second_factor_exists(user: User) -> bool:
    """Whether the person has set up an authenticator app, or a passkey."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    found: bool = Authenticator.objects.filter(user=user, type__in=kinds).exists()
    return found


def passkey_exists(user: User) -> bool:
    """Whether the person has a passkey or security key."""
    found: bool = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists()
    return found


def time_step_matching(secret: str, code: str) -> int | None:
    """The time step, among those accepted now, for which `code` is right; None if there is none."""
    digits = "".join(code.split())
    if len(digits) != app_settings.TOTP_DIGITS or not digits.isascii() or not digits.isdigit():
        return None
    found = None
    for step in auth.yield_hotp_counters_from_time():
        expected = auth.format_hotp_value(auth.hotp_value(secret, step))
        if auth.compare_user_code(actual=digits, expected=expected):
            found = step
    return found


def time_step_take(user: User, step: int) -> bool:
    """Use up a time step of the person; False if it was used before, by whichever process."""
    try:
        with transaction.atomic():
            UsedTimeStep.objects.create(user=user, time_step=step)
    except IntegrityError:
        return False
    UsedTimeStep.objects.filter(user=user, time_step__lt=step - KEPT_STEPS).delete()
    return True


def second_factor_verify(user: User, code: str) -> bool:
    """Whether `code` is the person's present code, not used before; it is used up by asking.

    False for a wrong or used code, for a disabled person and for one without an authenticator.
    The caller limits the number of tries.
    """
    totp = totp_of(user) if user.is_active else None
    if totp is None:
        return False
    step = time_step_matching(decrypt(totp.data["secret"]), code)
    return step is not None and time_step_take(user, step)


def passkey_shown_at(request: HttpRequest, user: User) -> int | None:
    """When this session last asked for a passkey, and saw one of the person's, in Unix ms.

    None if it never did, or longer than `PASSKEY_SECONDS` ago.
    """
    own = set(
        Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).values_list(
            "pk", flat=True
        )
    )
    times = [
        record["at"]
        for record in get_authentication_records(request, user)
        if record.get("type") == "webauthn"
        and record.get("reauthenticated")  # the sign-in itself is no proof of this deed
        and record.get("id") in own
    ]
    if not times or time.time() - max(times) > PASSKEY_SECONDS:
        return None
    return int(max(times) * 1000)


def passkey_take(user: User, shown_at_ms: int) -> bool:
    """Whether a passkey shown at that moment (`passkey_shown_at`) counts now; it is used up by
    asking. False for one that is too old or was used before, and for a disabled person."""
    age = time.time() * 1000 - shown_at_ms
    if not user.is_active or not 0 <= age <= PASSKEY_SECONDS * 1000:
        return False
    try:
        with transaction.atomic():
            UsedPasskey.objects.create(user=user, shown_at_ms=shown_at_ms)
    except IntegrityError:
        return False
    return True


def second_factor_age(request: HttpRequest, user: User, *, kinds: tuple[str, ...]) -> float | None:
    """Seconds since this session last saw a second factor of one of `kinds`; None if never."""
    times = [
        record["at"]
        for record in get_authentication_records(request, user)
        if record.get("method") == "mfa" and record.get("type") in kinds
    ]
    return time.time() - max(times) if times else None


def second_factor_in_login(request: HttpRequest, user: User) -> bool:
    """Whether this session was opened, or raised later, with a second factor."""
    kinds = (
        Authenticator.Type.TOTP,
        Authenticator.Type.WEBAUTHN,
        Authenticator.Type.RECOVERY_CODES,
    )
    return second_factor_age(request, user, kinds=tuple(str(k) for k in kinds)) is not None
