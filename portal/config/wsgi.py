"""The portal as a WSGI application; one request at start takes the first visitor's wait away."""

from __future__ import annotations

import os

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings")


def warmed() -> WSGIHandler:
    """The application after a first request of our own."""
    from django.test.client import RequestFactory

    made = get_wsgi_application()
    made.get_response(RequestFactory().get("/account/login/", headers={"host": "localhost"}))
    return made


application = warmed()
