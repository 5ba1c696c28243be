"""Pages that belong to no area: step-up, language, health, the style guide."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.accounts.forms import StepUpForm
from portal.accounts.models import User
from portal.accounts.second_factor import passkey_exists, second_factor_exists, totp_of
from portal.accounts.services import language_set
from portal.accounts.step_up import second_factor_record
from portal.web.base import specimens
from portal.web.base.context import KEYS_COOKIE, THEME_COOKIE, THEMES


def safe_next(request: HttpRequest) -> str:
    """Where to go on to: an address of this portal, else its start."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if allowed else "/"


@require_http_methods(["GET", "POST"])
def step_up(request: HttpRequest) -> HttpResponse:
    """Ask for the authenticator's code anew and go on to where the person was."""
    user = request.user
    if not isinstance(user, User):
        raise Http404
    if not second_factor_exists(user):
        return HttpResponseRedirect(reverse("mfa_activate_totp"))
    by_passkey = passkey_exists(user)
    if totp_of(user) is None and by_passkey:
        return HttpResponseRedirect(passkey_again(request))
    form = StepUpForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        second_factor_record(request, user)
        return HttpResponseRedirect(safe_next(request))
    context = {
        "form": form,
        "next": safe_next(request),
        "passkey_href": passkey_again(request) if by_passkey else "",
    }
    return render(request, "base/step_up.html", context)


def passkey_again(request: HttpRequest) -> str:
    """The page that asks for a passkey and goes on to where the person was."""
    query = urlencode({"next": safe_next(request)})
    return f"{reverse('mfa_reauthenticate_webauthn')}?{query}"


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Set the language of the pages: in a cookie, and at the person when signed in."""
    code = request.POST.get("language", "")
    response = HttpResponseRedirect(safe_next(request))
    if translation.check_for_language(code) and code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=365 * 24 * 3600,
            samesite="Lax",
            secure=settings.HTTPS,
            httponly=True,
        )
        if isinstance(request.user, User):
            language_set(request.user, code)
    return response


@login_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or (any other word) as the system has it: kept in a cookie of this browser."""
    wanted = request.POST.get("theme", "")
    return _kept(request, THEME_COOKIE, wanted if wanted in THEMES else "")


@login_not_required
@require_POST
def keys(request: HttpRequest) -> HttpResponse:
    """Single keys (J and K) on or off: kept in a cookie of this browser."""
    return _kept(request, KEYS_COOKIE, "off" if request.POST.get("keys") == "off" else "")


def _kept(request: HttpRequest, cookie: str, value: str) -> HttpResponse:
    """Back to where the person was, with a cookie of a year, or, for an empty value, without it."""
    response = HttpResponseRedirect(safe_next(request))
    if value:
        response.set_cookie(cookie, value, max_age=365 * 24 * 3600, samesite="Lax",
                            secure=settings.HTTPS, httponly=True)  # fmt: skip
    else:
        response.delete_cookie(cookie, samesite="Lax")
    return response


@login_not_required
@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the portal answers and its database can be read."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_GET
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component with sample values; only while OPENBOOK_DEBUG is on."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "base/styleguide.html", specimens.context())


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The start of an installation without partner pages."""
    return render(request, "base/home.html")
