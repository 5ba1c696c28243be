"""Charts in templates: `{% chart description %}`."""

from __future__ import annotations

from django import template

register = template.Library()
