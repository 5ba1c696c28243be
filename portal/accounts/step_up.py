"""Risky acts ask for the second factor anew: a decorator, and the record that it was shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from portal.accounts import second_factor
from portal.accounts.models import User

FRESH_SECONDS = 600  # for which a code counts: long enough to read a form
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def second_factor_is_fresh(request: HttpRequest, max_age: int = FRESH_SECONDS) -> bool:
    """Whether the signed-in person showed a code of the authenticator, or a passkey, at most
    `max_age` s ago."""
    user = request.user
    if not isinstance(user, User):
        return False
    age = second_factor.second_factor_age(request, user, kinds=("totp", "webauthn"))
    return age is not None and age <= max_age


def second_factor_is_owed(request: HttpRequest, max_age: int = FRESH_SECONDS) -> bool:
    """Whether the signed-in person has a second factor and did not show it that lately."""
    user = request.user
    has_one = isinstance(user, User) and second_factor.second_factor_exists(user)
    return has_one and not second_factor_is_fresh(request, max_age)


def second_factor_record(
    request: HttpRequest, user: User, shown: Authenticator | None = None
) -> None:
    """Remember in the session that the person showed its authenticator (or `shown`) just now."""
    shown = shown or second_factor.totp_of(user)
    record_authentication(
        request,
        user,
        method="mfa",
        type=str(shown.type) if shown else "totp",
        id=shown.pk if shown else None,
        reauthenticated=True,
    )


def step_up_redirect(
    request: HttpRequest, max_age: int = FRESH_SECONDS, *, back: str = ""
) -> HttpResponse:
    """To the page that asks for a code and comes back to where the person was, or to `back`.

    What a form held is not kept: after a POST the person returns to the page that it came from,
    which is `back` where the form was sent to an address of its own.
    """
    if not back:
        back = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
    query = urlencode({"next": back, "max_age": max_age})
    return HttpResponseRedirect(f"{reverse('step_up')}?{query}")


def fresh_second_factor_required(*, max_age: int) -> Callable[[View[P]], View[P]]:
    """Let a view run only if the authenticator was shown at most `max_age` seconds ago."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if second_factor_is_fresh(request, max_age):
                return view(request, *args, **kwargs)
            return step_up_redirect(request, max_age)

        return guarded

    return decorate
