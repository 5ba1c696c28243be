"""Who asks: a bearer token, its scope, and how often it may ask."""

from __future__ import annotations

import functools
import inspect
import time
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from ninja.security import HttpBearer

from portal import clock
from portal.accounts.second_factor import second_factor_verify
from portal.api.problems import Problem
from portal.api.services import Bearer, bearer_get

F = TypeVar("F", bound=Callable[..., Any])
REQUESTS_A_MINUTE = 600
WRITES_A_MINUTE = 60
FAILURES_A_MINUTE = 30
CODES_A_MINUTE = 5


class Token(HttpBearer):
    """`Authorization: Bearer ob_…`. Unknown, expired and revoked are one and the same answer."""

    def authenticate(self, request: HttpRequest, token: str) -> Bearer | None:
        """The bearer, or None. Raises Problem 429 for an address that guesses."""
        address = client_address(request)
        if counted(f"api-bad:{address}", add=False) >= FAILURES_A_MINUTE:
            raise Problem(429, "too_many", "Too many wrong tokens from this address.")
        found = bearer_get(token)
        if found is None:
            counted(f"api-bad:{address}")
            return None
        if counted(f"api:{found.token.pk}") > REQUESTS_A_MINUTE:
            raise Problem(429, "too_many", f"{REQUESTS_A_MINUTE} requests a minute are the most.",
                          retry_after=60 - int(time.time()) % 60)  # fmt: skip
        return found


def scope(name: str) -> Callable[[F], F]:
    """An operation that needs a scope; written below the route's decorator."""

    def decorate(view: F) -> F:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            bearer = bearer_of(request)
            if name not in bearer.scopes:
                raise Problem(403, "no_scope", f"This token has no scope {name}.", scope=name)
            writes = request.method not in ("GET", "HEAD")
            if writes and counted(f"api-write:{bearer.token.pk}") > WRITES_A_MINUTE:
                raise Problem(429, "too_many", f"{WRITES_A_MINUTE} changes a minute are the most.")
            return view(request, *args, **kwargs)

        guarded.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined]
        guarded.needs_scope = name  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def bearer_of(request: HttpRequest) -> Bearer:
    """Who asks."""
    found = getattr(request, "auth", None)
    if not isinstance(found, Bearer):
        raise Problem(401, "no_token", "Send a living token: Authorization: Bearer ob_…")
    return found


def code_take(bearer: Bearer, code: str) -> None:
    """Use up the present code of the person's authenticator. Raises Problem 403, 429."""
    if counted(f"api-code:{bearer.user.pk}") > CODES_A_MINUTE:
        raise Problem(429, "too_many", f"{CODES_A_MINUTE} codes a minute are the most.")
    if not second_factor_verify(bearer.user, code):
        raise Problem(403, "wrong_code", "The code is wrong or was used: send the present one.")


def today_of(bearer: Bearer) -> date:
    """The day it is for the partner's program, by the product's clock."""
    return clock.now().astimezone(ZoneInfo(bearer.partner.program.time_zone)).date()


def counted(name: str, *, add: bool = True) -> int:
    """How often in this minute; counted over all processes."""
    key = f"{name}:{int(time.time() // 60)}"
    if not add:
        return int(cache.get(key, 0))
    if cache.add(key, 1, timeout=120):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:  # it has just expired
        return 1


def client_address(request: HttpRequest) -> str:
    """The visitor's address, by the proxies that are trusted."""
    return str(get_adapter().get_client_ip(request) or "")
