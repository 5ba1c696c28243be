"""The dates of the demo's story."""

from __future__ import annotations

from datetime import UTC, date, datetime

SEED = "openbook-demo-1"
FIRST_DAY = date(2025, 9, 1)
CLOCK = datetime(2026, 10, 28, 12, 0, tzinfo=UTC)
# Clients are spread over these days; later days go on registering at the last rate.
FOUNDING_DAYS = (CLOCK.date() - FIRST_DAY).days
# The packaged ECB history ends here; a rate serves for seven more days.
LAST_RATE_DAY = date(2026, 10, 30)
LAST_POSSIBLE_DAY = date(2026, 11, 6)
