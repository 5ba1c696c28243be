"""Caps: the most that an event, a client or a deal earns (COMMISSIONS, "Gates and caps")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field, model_validator

from commission_rules.schema.parts.closed import Closed
from commission_rules.schema.parts.numbers import Amount, Count

NARROWEST_FIRST = (
    ("event", None), ("client", "period"), ("client", "life"), ("deal", "period"), ("deal", "life"),
)  # fmt: skip


class Cap(Closed):
    """At most `amount`, or at most `count` paid events, per event, client or deal; in a period
    or over the life of the deal. A client's window is its life unless `window` is written."""

    per: Literal["event", "client", "deal"]
    window: Literal["period", "life"] | None = None
    amount: Amount | None = None
    count: Count | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _fits(self) -> Cap:
        if (self.amount is None) == (self.count is None):
            raise ValueError("a cap has `amount` or `count` – write one of the two")
        if self.per == "event" and (self.window or self.count):
            raise ValueError("one event is capped by an amount alone – remove window and count")
        if self.per == "deal" and self.window is None:
            raise ValueError("a cap per deal says its window – write period or life")
        return self

    @property
    def reach(self) -> str | None:
        """Return the window that holds: a client's is its life unless it is written."""
        return "life" if self.per == "client" and self.window is None else self.window

    @property
    def place(self) -> int:
        """Return the place in the order of application, narrowest first."""
        return NARROWEST_FIRST.index((self.per, self.reach))


def has_amount_caps(caps: Sequence[Cap]) -> bool:
    """Tell whether a cap is an amount in the plan's currency."""
    return any(cap.amount is not None for cap in caps)


def cap_rows(caps: Sequence[Cap]) -> list[dict[str, Any]]:
    """Return the rows of `terms.deal_caps`, narrowest first; amounts before counts."""
    ordered = sorted(caps, key=lambda cap: (cap.place, cap.count is not None))
    return [
        {
            "cap_no": number,
            "per": cap.per,
            "cap_window": cap.reach,
            "kind": "amount" if cap.count is None else "count",
            "cap_value": cap.amount if cap.count is None else cap.count,
        }
        for number, cap in enumerate(ordered, start=1)
    ]
