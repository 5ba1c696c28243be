"""`_signals.yaml`: which fraud and quality rules a program runs, and at which thresholds.

The codes and what each asks: docs/reference/signals.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, StrictInt

from commission_rules.schema.parts.closed import Closed

DAY = 86400


class Rule(Closed):
    """What every rule says: its version, and how long what it holds waits for a decision."""

    version: StrictInt = Field(ge=1)
    decide_within_days: StrictInt = Field(ge=1, le=365)
    unresolved: Literal["release", "reject"]

    def numbers(self) -> dict[str, int | None]:
        """Return threshold, window_seconds and limit_seconds; None where the rule has none."""
        return {"threshold": 1, "window_seconds": None, "limit_seconds": None}


class Counted(Rule):
    """At least so many within a window that ends at the last of them."""

    at_least: StrictInt = Field(ge=2)
    within_minutes: StrictInt = Field(ge=1, le=525600)

    def numbers(self) -> dict[str, int | None]:
        return {
            "threshold": self.at_least,
            "window_seconds": 60 * self.within_minutes,
            "limit_seconds": None,
        }


class Churn(Counted):
    """At least so many trades within the window, each held for less than `under_seconds`."""

    under_seconds: StrictInt = Field(ge=1, le=DAY)

    def numbers(self) -> dict[str, int | None]:
        return {**super().numbers(), "limit_seconds": self.under_seconds}


class Hedges(Counted):
    """At least so many pairs of opposite trades opened within the window of each other."""

    at_least: StrictInt = Field(ge=1)


class Daily(Rule):
    """At least so many different values on one day."""

    at_least: StrictInt = Field(ge=2)

    def numbers(self) -> dict[str, int | None]:
        return {**super().numbers(), "threshold": self.at_least}


class Quick(Rule):
    """Less than so many seconds after the click."""

    under_seconds: StrictInt = Field(ge=1, le=DAY)

    def numbers(self) -> dict[str, int | None]:
        return {**super().numbers(), "threshold": self.under_seconds}


class Slow(Rule):
    """So many hours after the click, or more."""

    at_least_hours: StrictInt = Field(ge=1, le=8760)

    def numbers(self) -> dict[str, int | None]:
        return {**super().numbers(), "threshold": self.at_least_hours}


class BankAccount(Rule):
    """Another partner is paid to the same place. It holds a whole partner: never rejected."""

    unresolved: Literal["release"]

    def numbers(self) -> dict[str, int | None]:
        return {**super().numbers(), "threshold": 2}


class Signals(Closed):
    """The rules of one program; one that is not written does not run."""

    shared_address: Counted | None = None
    shared_device: Counted | None = None
    quick_conversion: Quick | None = None
    late_conversion: Slow | None = None
    click_velocity: Counted | None = None
    sub_id_explosion: Daily | None = None
    data_centre: Rule | None = None
    self_referral: Rule | None = None
    same_bank_account: BankAccount | None = None
    country_mismatch: Rule | None = None
    churn: Churn | None = None
    opposite_hedges: Hedges | None = None

    def declared(self) -> Iterator[tuple[str, Rule]]:
        """Yield code and rule of those that run, in the order of the class."""
        for code in type(self).model_fields:
            rule = getattr(self, code)
            if rule is not None:
                yield code, rule
