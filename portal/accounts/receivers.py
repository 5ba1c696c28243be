"""What happens at sign-in and to second factors goes into the audit."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import email_changed, password_changed, password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from portal.accounts.addresses import address_seen
from portal.accounts.devices import device_seen
from portal.accounts.models import User
from portal.accounts.step_up import second_factor_record
from portal.audit.services import audit_record


def connect() -> None:
    """Listen; called once when the app is ready."""
    user_logged_in.connect(_signed_in, dispatch_uid="audit-signed-in")
    email_changed.connect(_address_changed, dispatch_uid="audit-address-changed")
    password_changed.connect(_password_set, dispatch_uid="audit-password-changed")
    password_reset.connect(_password_set, dispatch_uid="audit-password-reset")
    authenticator_added.connect(_factor_added, dispatch_uid="audit-factor-added")
    authenticator_removed.connect(_factor_removed, dispatch_uid="audit-factor-removed")
    authenticator_reset.connect(_factor_reset, dispatch_uid="audit-factor-reset")


def _record(user: User, verb: str, **details: Any) -> None:
    audit_record(who=user, verb=verb, object_kind="person", object_id=str(user.pk), details=details)


def _signed_in(*, user: User, request: HttpRequest | None = None, **kwargs: Any) -> None:
    _record(user, "signed in")
    if request is not None:
        device_seen(request, user)
        address_seen(request, user)


def _address_changed(*, user: User, to_email_address: Any, **kwargs: Any) -> None:
    """The old address is told by allauth (ACCOUNT_EMAIL_NOTIFICATIONS)."""
    _record(user, "e-mail address changed", to=to_email_address.email)


def _password_set(*, user: User, **kwargs: Any) -> None:
    _record(user, "password set")


def _factor_added(
    *, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """Setting an authenticator up showed it: this session has its second factor."""
    _record(user, "second factor set", kind=str(authenticator.type))
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        second_factor_record(request, user, authenticator)


def _factor_removed(*, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    _record(user, "second factor removed", kind=str(authenticator.type))


def _factor_reset(*, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    _record(user, "second factor set", kind=str(authenticator.type))
