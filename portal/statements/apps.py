"""The app of ledger heads and manual adjustments."""

from django.apps import AppConfig


class StatementsConfig(AppConfig):
    name = "portal.statements"
    label = "statements"
