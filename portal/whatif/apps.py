from __future__ import annotations

from django.apps import AppConfig


class WhatifConfig(AppConfig):
    name = "portal.whatif"
    label = "whatif"
