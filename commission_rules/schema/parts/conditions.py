"""Conditions of a CPA: a metric of the client reaches a value, perhaps within days of an anchor."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from commission_rules.schema.parts.closed import Closed
from commission_rules.schema.parts.numbers import Amount, Count

ClientMetric = Literal[
    "first_deposit", "total_deposits", "net_deposits", "wagered", "lots", "trades",
    "net_revenue", "commission_paid", "identity_verified",
]  # fmt: skip


class AtLeast(Closed):
    """A number, or a multiple `times` of another metric or of the amount due."""

    value: Amount | None = None
    times: Amount | None = None
    of: ClientMetric | Literal["amount_due"] | None = None

    @model_validator(mode="after")
    def _number_or_multiple(self) -> AtLeast:
        multiple = self.times is not None and self.of is not None
        if (self.value is not None) == multiple or (self.times is None) != (self.of is None):
            raise ValueError(
                'neither a number nor a multiple – write at_least: "40.00", '
                'or at_least: {times: "5", of: first_deposit}'
            )
        return self


class _NumberOrMultiple:
    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        number = {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?$"}
        return {"anyOf": [number, handler(core_schema)]}


def _as_at_least(value: Any) -> Any:
    return value if isinstance(value, dict | AtLeast) else {"value": value}


class Condition(Closed):
    """`metric >= at_least` within `within_days` of `anchor`; null is no limit (COMMISSIONS,
    "CPA")."""

    metric: ClientMetric
    at_least: Annotated[AtLeast, BeforeValidator(_as_at_least), _NumberOrMultiple()]
    within_days: Count | None = None
    anchor: Literal["click", "registration", "first_deposit"] | None = None

    @model_validator(mode="after")
    def _window_has_an_anchor(self) -> Condition:
        if self.within_days is not None and self.anchor is None:
            raise ValueError("within_days needs an anchor – write one, like anchor: registration")
        if self.metric == "identity_verified" and self.at_least.value != 1:
            raise ValueError('an identity is verified or not – write at_least: "1"')
        return self
