"""The app of creatives: what partners may show."""

from django.apps import AppConfig


class CreativesConfig(AppConfig):
    name = "portal.creatives"
    label = "creatives"
