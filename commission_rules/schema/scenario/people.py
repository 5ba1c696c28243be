"""Who earns and on what terms: partners, dated relations, deals, clients."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from commission_rules.schema.lookups import SymbolDetail
from commission_rules.schema.parts.closed import Closed
from commission_rules.schema.scenario.values import Amount, Count, Currency, Day, Id, Moment, Share

Overrides = dict[str, Any]


class Partner(Closed):
    """A partner. Without `deals` in the scenario it has a deal on `plan` from the start."""

    id: Id
    parent: Id | None = None
    share: Share | None = Field(default=None, description="`passed_down`: what the parent passes")
    plan: str | None = None
    overrides: Overrides = Field(default_factory=dict)
    currency: Currency | None = None
    deal: Literal["default", "none"] = "default"
    joined_on: Day | None = None
    status: Literal["applied", "active", "suspended", "closed"] = "active"
    own_clients: tuple[Id, ...] = Field(default=(), description="clients that are the partner")
    threshold: Amount | None = None


class Relation(Closed):
    """`partner` stands under `parent` (null: under nobody) from a day on."""

    partner: Id
    parent: Id | None
    valid_from: Day
    valid_to: Day | None = None
    share: Share | None = None
    recorded: Moment | None = None


class Deal(Closed):
    """A dated version of a deal; entries with the same id are its versions."""

    id: Id | None = None
    partner: Id
    plan: str | None = None
    brand: Id | None = None
    currency: Currency | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None
    overrides: Overrides = Field(default_factory=dict)
    recorded: Moment | None = None


class Client(Closed):
    """A client. With any of `registered`, `country`, `campaign`, `sub1`, `link`, `brand` it has a
    registration; else it is simply attributed from the start."""

    partner: Id | None = Field(default=None, description='a partner, or "none": unattributed')
    registered: Moment | None = None
    country: str | None = None
    campaign: str | None = None
    link: str | None = None
    sub1: str | None = None
    brand: Id | None = None
    recorded: Moment | None = None


class SymbolNames(Closed):
    """Symbol groups, details (tick, contract size, quote currency), other names of symbols,
    suffixes of brokers."""

    groups: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    details: dict[str, SymbolDetail] = Field(default_factory=dict)
    aliases: dict[str, str] = Field(default_factory=dict)
    suffixes: tuple[str, ...] = ()


class Program(Closed):
    """The program's settings; each scenario is a program of its own."""

    time_zone: str = "UTC"
    currency: Currency | None = Field(default=None, description="default: the first plan's")
    window_days: Count = 30
    reattribute_after_inactive_days: Count | None = None
    first_day: Day | None = Field(default=None, description="default: the first fact's month")
    last_day: Day | None = Field(default=None, description="default: what the scenario names")
    symbols: SymbolNames = SymbolNames()
    countries: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _known_zone(self) -> Program:
        from zoneinfo import ZoneInfo

        try:
            ZoneInfo(self.time_zone)
        except Exception:
            raise ValueError(
                f"unknown time zone {self.time_zone} – write one like Europe/Berlin"
            ) from None
        return self
