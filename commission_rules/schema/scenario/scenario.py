"""A scenario: a program of its own with a plan, people, facts, closes and expectations."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from commission_rules.schema.parts.closed import Closed
from commission_rules.schema.scenario.expectations import Expectation
from commission_rules.schema.scenario.facts import AnyFact
from commission_rules.schema.scenario.people import Client, Deal, Partner, Program, Relation
from commission_rules.schema.scenario.short import long_form
from commission_rules.schema.scenario.values import Currency, Id, Moment, Period, Price, day_of


def _fact(value: Any) -> Any:
    """Take a short form, or `{fact: <short form>, …}` with more keys, or the long form."""
    if isinstance(value, str):
        return long_form(value)
    if isinstance(value, dict) and "fact" in value:
        more = {key: given for key, given in value.items() if key != "fact"}
        short = long_form(str(value["fact"]))
        twice = sorted(more.keys() & short.keys())
        if twice:
            raise ValueError(f"`{twice[0]}` is said twice – write it once")
        return {**short, **more}
    return value


def _close(value: Any) -> Any:
    return {"period": value} if isinstance(value, str) else value


def _partner(value: Any) -> Any:
    return {"id": value} if isinstance(value, str) else value


def _client(value: Any) -> Any:
    return {"partner": value} if isinstance(value, str) else value


def _rates(value: Any) -> Any:
    return {str(key): given for key, given in value.items()} if isinstance(value, dict) else value


def calendar_of(period: str) -> str:
    """The calendar that names periods so: 2026-03, 2026-W10 or 2026-03a."""
    return "week" if "W" in period else "half_month" if period[-1] in "ab" else "month"


class Close(Closed):
    """A close of a period, and of those of its calendar before it that are not closed."""

    period: Period
    calendar: Literal["month", "week", "half_month"] | None = None
    at: Moment | None = Field(default=None, description="default: the next day at 06:00")

    @property
    def calendar_id(self) -> str:
        return self.calendar or calendar_of(self.period)


FactEntry = Annotated[AnyFact, BeforeValidator(_fact)]
PartnerEntry = Annotated[Partner, BeforeValidator(_partner)]
ClientEntry = Annotated[Client, BeforeValidator(_client)]
CloseEntry = Annotated[Close, BeforeValidator(_close)]


class Scenario(Closed):
    """One scenario. `plan` and `plans` hold plans as plan files do, or ids of plan files."""

    name: str = Field(min_length=1)
    source: str | None = Field(default=None, description="where the case comes from")
    program: Program = Program()
    plan: dict[str, Any] | str | None = None
    plans: dict[Id, dict[str, Any] | str] = Field(default_factory=dict)
    partners: tuple[PartnerEntry, ...] = ()
    relations: tuple[Relation, ...] = ()
    deals: tuple[Deal, ...] | None = None
    clients: dict[Id, ClientEntry] = Field(default_factory=dict)
    rates: Annotated[
        dict[str, dict[Currency, Price]], BeforeValidator(_rates),
        Field(default_factory=dict, description="stored rates by day, units for 1 EUR"),
    ]  # fmt: skip
    facts: tuple[FactEntry, ...] = ()
    closes: tuple[CloseEntry, ...] = ()
    expect: tuple[Expectation, ...] = ()
    refused: str | None = Field(default=None, description="words of the error that must come")
    as_of: Moment | None = Field(default=None, description="default: after all that is named")

    @model_validator(mode="after")
    def _whole(self) -> Scenario:
        if self.plan is None and not self.plans:
            raise ValueError("a scenario needs a plan – write `plan` or `plans`")
        if self.plan is not None and "plan" in self.plans:
            raise ValueError("`plans` has a plan called plan – `plan` is already called so")
        if bool(self.expect) == (self.refused is not None):
            raise ValueError("nothing or two things are expected – write `expect` or `refused`")
        for day in self.rates:
            day_of(day)
        return self

    def all_plans(self) -> dict[str, dict[str, Any] | str]:
        """Plans by their name here; `plan` is called plan."""
        first = {"plan": self.plan} if self.plan is not None else {}
        return {**first, **self.plans}
