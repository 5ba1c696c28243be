"""Dated facts in their long form: one class per kind, told apart by `type`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from commission_rules.schema.parts.closed import Closed
from commission_rules.schema.scenario.values import (
    Amount,
    Count,
    Currency,
    Day,
    Id,
    Lots,
    Moment,
    Period,
    Price,
)


class Fact(Closed):
    """What every fact has: when it happened (one of `on`, `at`, `in`) and when it arrived."""

    id: Id | None = None
    on: Day | None = Field(default=None, description="a day of the program: noon")
    at: Moment | None = Field(default=None, description="a moment")
    in_: Period | None = Field(default=None, alias="in", description="a period: its last day")
    recorded: Moment | None = Field(default=None, description="when it arrived; default: at once")

    @model_validator(mode="after")
    def _happens_once(self) -> Fact:
        if sum(value is not None for value in (self.on, self.at, self.in_)) != 1:
            raise ValueError("a fact has one of `on`, `at` and `in` – write exactly one")
        return self


class Click(Fact):
    type: Literal["click"]
    id: Id
    partner: Id | None = None
    link: str | None = None
    campaign: str | None = None
    sub1: str | None = None
    sub2: str | None = None
    sub3: str | None = None
    sub4: str | None = None
    sub5: str | None = None
    country: str | None = None
    verdict: Literal["accepted", "rejected"] = "accepted"


class Registration(Fact):
    type: Literal["registration"]
    client: Id
    partner: Id | None = Field(default=None, description='whose code it names, or "none"')
    click: Id | None = None
    country: str | None = None
    brand: Id | None = None


class Conversion(Fact):
    client: Id | None = None
    partner: Id | None = Field(default=None, description="of a fact without a client")
    click: Id | None = Field(default=None, description="the click that brought the client back")
    amount: Amount | None = None
    currency: Currency | None = None
    quantity: Amount | None = None
    product: str | None = None
    order: str | None = None
    brand: Id | None = None
    status: str | None = None
    country: str | None = None
    confirmed: bool = True


class Lead(Conversion):
    type: Literal["lead"]


class Custom(Conversion):
    type: Literal["custom"]


class IdentityVerified(Fact):
    type: Literal["identity_verified"]
    client: Id


class Money(Conversion):
    amount: Amount


class Exclusion(Fact):
    """The client is a duplicate, or excluded itself, from that day on."""

    type: Literal["exclusion"]
    client: Id
    kind: Literal["duplicate_client", "self_excluded"]


class Deposit(Money):
    type: Literal["deposit"]


class Withdrawal(Money):
    type: Literal["withdrawal"]


class Sale(Money):
    type: Literal["sale"]


class Return(Fact):
    """Of a sale or deposit (without `amount`, of all of it); without `of`, of its client."""

    of: Id | None = None
    client: Id | None = None
    partner: Id | None = None
    amount: Amount | None = None
    currency: Currency | None = None
    product: str | None = None
    brand: Id | None = None


class Refund(Return):
    type: Literal["refund"]


class Chargeback(Return):
    type: Literal["chargeback"]


class Activity(Fact):
    """One row per client, day and product; `fees` are named without `fees.`."""

    type: Literal["activity"]
    client: Id | None = None
    partner: Id | None = None
    product: str | None = None
    brand: Id | None = None
    currency: Currency | None = None
    stakes: Amount | None = None
    payouts: Amount | None = None
    voids: Amount | None = None
    bonus_cost: Amount | None = None
    jackpot_contribution: Amount | None = None
    chargebacks: Amount | None = None
    adjustments: Amount | None = None
    net_revenue: Amount | None = None
    fees: dict[str, Amount] = Field(default_factory=dict)


class Trade(Fact):
    """A closed trade; `on`/`at` is its close. Without `account` the client has one, live."""

    type: Literal["trade"]
    symbol: str
    lots: Lots
    client: Id | None = None
    partner: Id | None = None
    account: Id | None = None
    account_type: str | None = None
    demo: bool = False
    side: Literal["buy", "sell"] = "buy"
    opened_at: Moment | None = Field(default=None, description="default: an hour before")
    contract_size: Amount | None = None
    open_price: Price | None = None
    close_price: Price | None = None
    commission: Amount | None = None
    swap: Amount | None = None
    spread_revenue: Amount | None = None
    spread_points: Amount | None = None
    agent_commission: Amount | None = None
    profit: Amount | None = None
    currency: Currency | None = None
    quote_currency: Currency | None = None
    position: str | None = None
    brand: Id | None = None
    deal_reason: str | None = None


class Account(Fact):
    """A trading account of a client; known from `recorded` (default: its day) on."""

    type: Literal["account"]
    id: Id
    client: Id
    account_type: str | None = None
    demo: bool = False
    currency: Currency | None = None


class Attribution(Fact):
    type: Literal["attribution"]
    client: Id
    partner: Id


class LineName(Closed):
    """Names a line: as the selectors of an expectation do."""

    partner: Id | None = None
    component: Id | None = None
    period: Period | None = None
    event: Id | None = None
    client: Id | None = None
    level: Count | None = None


class Review(Fact):
    """Of a client `on` is the day that it names (`from_start`: none); else the whole is meant."""

    type: Literal["review"]
    client: Id | None = None
    event: Id | None = None
    line: LineName | None = None
    state: Literal["held", "released", "rejected"]
    from_start: bool = False
    reason: str = "review"

    @model_validator(mode="after")
    def _one_target(self) -> Review:
        if sum(value is not None for value in (self.client, self.event, self.line)) != 1:
            raise ValueError("a review has one target – write `client`, `event` or `line`")
        return self


class Adjustment(Fact):
    """A manual adjustment, plus or minus; `approved_by: null` waits for a second person."""

    type: Literal["adjustment"]
    partner: Id
    amount: Amount
    currency: Currency | None = None
    deal: Id | None = None
    origin: Period | None = None
    reason: str = "agreed"
    author: str = "one@example.com"
    approved_by: str | None = "two@example.com"


class Rate(Fact):
    """Stored exchange rates of a day: units of each currency for 1 EUR."""

    type: Literal["rate"]
    units: dict[Currency, Price]


class Change(Closed):
    """A fact that arrives again, changed or not at all."""

    of: Id
    recorded: Moment


class Amendment(Change):
    type: Literal["amendment"]
    set: dict[str, Any] = Field(min_length=1)


class Removal(Change):
    type: Literal["removal"]


class Counted(Fact):
    """Facts in number: clients are made up for them."""

    count: Count
    partner: Id | None = None
    product: str | None = None


class ActiveClients(Counted):
    """Exactly so many clients of the partner are active in the period; others are filled up."""

    type: Literal["active_clients"]


class Registrations(Counted):
    type: Literal["registrations", "leads"]


class FirstDeposits(Counted):
    type: Literal["first_deposits", "sales"]
    amount: Amount
    currency: Currency | None = None


AnyFact = Annotated[
    Click | Registration | Lead | Custom | IdentityVerified | Exclusion | Deposit | Withdrawal
    | Sale | Refund | Chargeback | Activity | Trade | Account | Attribution | Review | Adjustment
    | Rate | Amendment | Removal | ActiveClients | Registrations | FirstDeposits,
    Field(discriminator="type"),
]  # fmt: skip
