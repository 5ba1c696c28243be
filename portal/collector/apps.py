"""The app of the collector: its sources and what they sent."""

from django.apps import AppConfig


class CollectorConfig(AppConfig):
    name = "portal.collector"
    label = "collector"
