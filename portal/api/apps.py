"""The app of the REST API: its tokens and what was done under an idempotency key."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "portal.api"
    label = "api"
