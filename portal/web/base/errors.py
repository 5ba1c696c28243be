"""Pages for what went wrong: each says what happened, that no figure changed, and what to do."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: who can give access."""
    reason = str(exception) if exception and str(exception) else ""
    return render(request, "base/errors/403.html", {"reason": reason}, status=403)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: it does not exist, or it is another's, which is the same."""
    return render(request, "base/errors/404.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """500: a code that the log has too; the page asks no database."""
    import logging

    code = secrets.token_hex(3).upper()
    logging.getLogger("portal").error("page failed, code %s: %s", code, request.path)
    return render(request, "base/errors/500.html", {"code": code}, status=500)


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form whose token is missing or old."""
    return render(request, "base/errors/expired.html", {"reason": reason}, status=403)
