"""What the server loads: Django made ready, then the collector."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings")
django.setup()

from portal.collector.app import Collector  # noqa: E402

application = Collector()
