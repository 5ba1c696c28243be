"""What time it is for the product: the same file that the pipelines read.

`clock.json` in the data folder says where a demo's clock stands; without it time is real.
Sessions, tokens and second factors never ask here: they use real time.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

from django.conf import settings


def now() -> datetime:
    """The product's present moment in UTC, with zone."""
    try:
        stated = json.loads((settings.DATA_DIR / "clock.json").read_text())["now"]
    except FileNotFoundError:
        return datetime.now(UTC)
    return datetime.fromisoformat(stated).astimezone(UTC)


def utc(moment: datetime) -> datetime:
    """The moment with its zone: without one it is of a release or a file, which know UTC alone."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
