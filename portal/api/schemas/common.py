"""What every answer is made of: money as text, strict bodies, problems."""

from __future__ import annotations

from typing import Any

from ninja import Schema
from pydantic import ConfigDict

from portal.payouts.money import major
from portal.releases.money import Money


class Strict(Schema):
    """A body in which an unknown field is an error: nothing is assigned by the way."""

    model_config = ConfigDict(extra="forbid")


class Amount(Schema):
    """Money: `amount` with exactly the currency's digits, as text."""

    amount: str
    currency: str

    @classmethod
    def of(cls, money: Money) -> Amount:
        return cls(amount=f"{money.amount:f}", currency=money.currency_code)

    @classmethod
    def of_minor(cls, minor: int, currency_code: str) -> Amount:
        """Of an amount in minor units, as the portal's own tables keep it."""
        return cls(amount=f"{major(minor, currency_code):f}", currency=currency_code)


class Problem(Schema):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str


def text(value: Any) -> str | None:
    """A number as text, never as a float; None stays."""
    return None if value is None else f"{value:f}"
