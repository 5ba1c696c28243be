"""Whose house a visitor has come to: a program's own domain shows that program and no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation

from portal.branding.selectors import look_of, program_at
from portal.config.environment import LOOPBACK

Handler = Callable[[HttpRequest], HttpResponse]


class TenantByHost:
    """Sets `request.look` on a program's domain; addresses of other programs are not there.

    A visitor who has chosen no language gets the browser's only where it is offered: a page that
    says it is Spanish and speaks English helps nobody.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        own = urlsplit(settings.PORTAL_URL).hostname
        host = request.get_host().rsplit(":", 1)[0].lower()
        program = None if host in (*LOOPBACK, own) else program_at(host)
        offered: tuple[str, ...] = settings.OFFERED_LANGUAGES
        default = settings.LANGUAGE_CODE
        if program is not None:
            request.look = look = look_of(program)  # type: ignore[attr-defined]
            offered, default = tuple(look.languages), look.default_language
        chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
        if not chosen and translation.get_language() not in offered:
            translation.activate(default)
            request.LANGUAGE_CODE = default
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, kwargs: dict[str, Any]
    ) -> None:
        """Raises Http404 for another program's address."""
        look = getattr(request, "look", None)
        named = kwargs.get("program_id")
        if look is not None and named is not None and named != look.program_id:
            raise Http404
