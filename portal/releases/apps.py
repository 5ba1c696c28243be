"""The app of what the portal exchanges with the warehouse: releases in, its tables out."""

from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    name = "portal.releases"
    label = "releases"
