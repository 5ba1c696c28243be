"""The app of tracking links."""

from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "portal.links"
    label = "links"
