"""How many unsigned messages are taken: a counter per key and minute, in this one process."""

from __future__ import annotations

from collections.abc import Callable


class Limit:
    """At most `most` per key in each minute of `seconds` (monotonic)."""

    def __init__(self, most: int, seconds: Callable[[], float]) -> None:
        self.most, self.seconds = most, seconds
        self._minute = -1
        self._counts: dict[str, int] = {}

    def passes(self, key: str) -> bool:
        """Count one; False when it is one too many."""
        minute = int(self.seconds() // 60)
        if minute != self._minute:
            self._minute, self._counts = minute, {}
        self._counts[key] = self._counts.get(key, 0) + 1
        return self._counts[key] <= self.most
