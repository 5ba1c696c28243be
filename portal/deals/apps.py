"""The app of deals and their dated versions."""

from django.apps import AppConfig


class DealsConfig(AppConfig):
    name = "portal.deals"
    label = "deals"
