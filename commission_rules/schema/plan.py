"""A plan file: its title, currency and calendar, and its dated versions."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from commission_rules.schema.components import AnyComponent
from commission_rules.schema.parts.closed import Closed
from commission_rules.schema.parts.metrics import ActiveWhen
from commission_rules.schema.parts.numbers import Count, Share

FOREVER = date(9999, 12, 31)


def _day(value: Any) -> Any:
    """Take a date as YAML reads it; text is read as year-month-day."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        raise ValueError(f"`{value}` is not a day – write one like 2026-03-01") from None


Day = Annotated[date, BeforeValidator(_day)]


class Title(Closed):
    """The plan's name for people, in each language."""

    en: str = Field(min_length=1)
    de: str = Field(min_length=1)
    ar: str = Field(min_length=1)


class Guard(Closed):
    """The largest share of the client's revenue that all components and levels may take."""

    share: Share


class Version(Closed):
    """One dated version. `valid_to: null` is written; both days are included."""

    valid_from: Day
    valid_to: Day | None
    recorded_on: Day
    reference: str = Field(min_length=1)
    applies_by: Literal["event", "registration"] = "event"
    rounding: Literal["line", "period"] = "line"
    late_events: Literal["restate", "current_period"] = "restate"
    clawback_days: Count | None = None
    forfeit_after_days: Count | None = None
    active_when: ActiveWhen | None = None
    guard: Guard | None = None
    components: tuple[AnyComponent, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Version:
        if self.last_day < self.valid_from:
            raise ValueError("valid_to is before valid_from – exchange the two days")
        return self

    @property
    def last_day(self) -> date:
        return self.valid_to or FOREVER


class Plan(Closed):
    """A plan. Its id is its path; its versions are numbered as they stand, from 1."""

    title: Title
    currency: str = Field(pattern=r"^[A-Z]{3,5}$")
    calendar: Literal["month", "week", "half_month"]
    versions: tuple[Version, ...] = Field(min_length=1)
