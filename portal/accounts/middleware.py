"""A person's language, and the second factor that staff cannot do without."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation

from portal.accounts.devices import DEVICE_COOKIE
from portal.accounts.models import User
from portal.accounts.second_factor import second_factor_exists, second_factor_in_login
from portal.accounts.selectors import standing_get
from portal.accounts.step_up import step_up_redirect

Handler = Callable[[HttpRequest], HttpResponse]

# Reached without a second factor: signing in and out, setting one up, what machines ask.
OPEN = (
    "/account/",
    "/language",
    "/theme",
    "/keys",
    "/static/",
    "/healthz",
    "/internal/",
    "/.well-known/",
)


def own_time_zone(get_response: Handler) -> Handler:
    """Show moments in the zone that the person chose. Staff pages are read by several people at
    once, in one zone: UTC."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        name = user.time_zone if isinstance(user, User) else ""
        if not name or request.path.startswith("/staff/"):
            return get_response(request)
        with timezone.override(ZoneInfo(name)):
            return get_response(request)

    return middleware


def known_device(get_response: Handler) -> Handler:
    """Give a browser in which somebody has just signed in the mark by which it is known again."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        mark: str = getattr(request, "device_mark", "")
        if mark:
            response.set_signed_cookie(
                DEVICE_COOKIE, mark, salt=DEVICE_COOKIE, max_age=365 * 24 * 3600, httponly=True,
                samesite="Lax", secure=settings.HTTPS,
            )  # fmt: skip
        return response

    return middleware


def staff_second_factor(get_response: Handler) -> Handler:
    """Send staff without a second factor in this login to set one up, or to show it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, User):
            return get_response(request)
        translation.activate(user.language)
        request.LANGUAGE_CODE = translation.get_language()
        if request.path.startswith(OPEN) or not standing_get(user).is_staff:
            return get_response(request)
        if second_factor_in_login(request, user):
            return get_response(request)
        if second_factor_exists(user):
            return step_up_redirect(request, max_age=300)
        return HttpResponseRedirect(reverse("mfa_activate_totp"))

    return middleware
