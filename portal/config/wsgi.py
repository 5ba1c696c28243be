"""The portal as a WSGI application; one request at start takes the first visitor's wait away."""

from __future__ import annotations

import os

from django.core.handlers.wsgi import WSGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings")


def warmed() -> WSGIHandler:
    """The application, its files made, after a first request of our own."""
    import django

    django.setup()
    from django.test.client import RequestFactory

    from portal.config.files import files_prepare

    files_prepare()
    made = WSGIHandler()
    made.get_response(RequestFactory().get("/account/login/", headers={"host": "localhost"}))
    return made


application = warmed()
