"""The app of webhooks and postbacks that go out."""

from django.apps import AppConfig


class HooksConfig(AppConfig):
    name = "portal.hooks"
    label = "hooks"
