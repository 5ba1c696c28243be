"""What a program is about, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

VERTICALS: dict[str, str | Promise] = {
    "igaming": lazy("iGaming"),
    "forex": lazy("Forex"),
    "prop": lazy("Prop trading"),
    "software": lazy("Software subscriptions"),
}
