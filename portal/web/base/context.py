"""What every template may rely on: the person, its standing, the direction of the script."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from portal.accounts.models import User
from portal.accounts.selectors import standing_get
from portal.branding.selectors import Look, look_of
from portal.partners.models import Program

THEMES = ("light", "dark")
THEME_COOKIE = "openbook_portal_theme"
KEYS_COOKIE = "openbook_portal_keys"  # "off" where a person wants no single keys


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """`standing` of the signed-in person, `text_direction`, `theme` chosen by cookie if any."""
    user = getattr(request, "user", None)
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "standing": standing_get(user) if isinstance(user, User) else None,
        "text_direction": "rtl" if translation.get_language_bidi() else "ltr",
        "theme": theme if theme in THEMES else "",
        "has_keys": request.COOKIES.get(KEYS_COOKIE) != "off",
        "offered_languages": settings.OFFERED_LANGUAGES,
        # Of the program whose domain was asked; pages of one program put its look in its place.
        "look": _look(request),
        "is_debug": settings.DEBUG,
    }


def _look(request: HttpRequest) -> Look:
    """By host; else, before somebody is signed in, of the program that it was on its way to."""
    found: Look | None = getattr(request, "look", None)
    if found is not None:
        return found
    program_id = request.GET.get("next", "").strip("/").partition("/")[0]
    if program_id and not getattr(request.user, "is_authenticated", False):
        program = Program.objects.filter(pk=program_id[:40]).first()
        return look_of(program) if program else Look()
    return Look()
