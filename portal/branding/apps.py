"""The app of branding: how a program looks, sounds and is called."""

from django.apps import AppConfig


class BrandingConfig(AppConfig):
    name = "portal.branding"
    label = "branding"
