"""What every template may rely on: the person, its standing, the direction of the script."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from portal.accounts.models import User
from portal.accounts.selectors import standing_get

THEMES = ("light", "dark")
THEME_COOKIE = "openbook_portal_theme"


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """`standing` of the signed-in person, `text_direction`, `theme` chosen by cookie if any."""
    user = getattr(request, "user", None)
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "standing": standing_get(user) if isinstance(user, User) else None,
        "text_direction": "rtl" if translation.get_language_bidi() else "ltr",
        "theme": theme if theme in THEMES else "",
        "offered_languages": settings.OFFERED_LANGUAGES,
        "is_debug": settings.DEBUG,
    }
