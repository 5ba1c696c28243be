"""What time it is for the product: real by default, standing still where a demo set it.

The place is the file `clock.json` in the data folder; the portal reads the same file. Sessions,
tokens and second factors never ask here: they use real time.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

from pipelines.settings import settings


def now() -> datetime:
    """The product's present moment in UTC, with zone."""
    try:
        stated = json.loads((settings().data_dir / "clock.json").read_text())["now"]
    except FileNotFoundError:
        return datetime.now(UTC)
    return datetime.fromisoformat(stated).astimezone(UTC)


def stand_still_at(moment: datetime) -> None:
    """Let the product's clock stand at `moment` (with zone) from now on."""
    if moment.tzinfo is None:
        raise ValueError("the clock needs a moment with a zone, e.g. 2026-10-28T12:00:00+00:00")
    path = settings().data_dir / "clock.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    beside.write_text(json.dumps({"now": moment.astimezone(UTC).isoformat()}))
    beside.replace(path)
