"""Our own contract: the columns of each feed, as data. Source: FEEDS, "Our own contract".

Readers give text under the names of a file's header; `validation` turns it into the types of
`raw` (docs/reference/tables.md, section 2). A column may be delivered under its name or one of
its other names.
"""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("text", "decimal", "integer", "timestamp", "date", "currency", "choice", "person")


@dataclass(frozen=True)
class Column:
    """One column. `precision` and `scale` are those of a decimal, `choices` those of a choice."""

    name: str
    kind: str = "text"
    other_names: tuple[str, ...] = ()
    required: bool = False
    precision: int = 18
    scale: int = 4
    choices: tuple[str, ...] = ()
    default: str | None = None

    @property
    def sql_type(self) -> str:
        """The type in `raw`."""
        return {
            "decimal": f"decimal({self.precision},{self.scale})",
            "integer": "integer",
            "timestamp": "timestamp",
            "date": "date",
        }.get(self.kind, "varchar")


@dataclass(frozen=True)
class Feed:
    """A feed: its columns, what identifies a record, and which column says when it happened."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    happened: str | None  # a timestamp or date column; None: the record has no day
    promised_within_hours: int | None
    one_of: tuple[str, ...] = ()  # at least one of these has a value in each row

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def _text(name: str, *other: str, required: bool = False) -> Column:
    return Column(name, "text", other, required)


def _amount(name: str, *other: str, precision: int = 18, scale: int = 4) -> Column:
    return Column(name, "decimal", other, precision=precision, scale=scale)


CURRENCY = Column("currency_code", "currency", ("currency",))
COUNTRY = _text("country", "country_code")
CONVERSIONS = (
    *("lead", "registration", "identity_verified", "deposit", "withdrawal", "sale"),
    *("refund", "chargeback", "custom"),
)

CLICKS = Feed(
    "clicks",
    (
        _text("click_id", required=True),
        Column("occurred_at", "timestamp", required=True),
        _text("link_code", required=True),
        *(_text(f"sub{n}") for n in range(1, 6)),
        _text("landing_url"),
        _text("referrer_host"),
        COUNTRY,
        _text("device"),
        Column("ip_hash", "person", ("ip", "ip_address")),
        _text("user_agent_class"),
        Column("device_hash", "person", ("device_id",)),
        _text("network_class"),
        _text("verdict"),
    ),
    key=("click_id",),
    happened="occurred_at",
    promised_within_hours=24,
)

CONVERSION = Feed(
    "conversions",
    (
        _text("event_id", required=True),
        Column("conversion_type", "choice", ("type",), required=True, choices=CONVERSIONS),
        Column("occurred_at", "timestamp", required=True),
        Column("client_id", "person", required=True),
        _text("click_id"),
        _text("partner_code"),
        _amount("amount"),
        CURRENCY,
        Column("quantity", "decimal", precision=9, scale=4, default="1"),
        _text("product"),
        _text("order_id"),
        _text("refunds"),
        _text("brand"),
        _text("status"),
        COUNTRY,
    ),
    key=("event_id",),
    happened="occurred_at",
    promised_within_hours=24,
)

ACTIVITY = Feed(
    "activity",
    (
        Column("activity_on", "date", ("day", "date"), required=True),
        Column("client_id", "person", required=True),
        _text("product", required=True),
        _text("brand"),
        Column("currency_code", "currency", ("currency",), required=True),
        *(
            _amount(name)
            for name in (
                *("stakes", "payouts", "voids", "bonus_cost", "jackpot_contribution"),
                *("chargebacks", "adjustments", "net_revenue"),
            )
        ),
    ),
    key=("client_id", "activity_on", "product", "brand"),
    happened="activity_on",
    promised_within_hours=36,
)

TRADES = Feed(
    "trades",
    (
        _text("trade_id", required=True),
        Column("account_id", "person"),
        Column("client_id", "person"),
        _text("server"),
        _text("native_symbol", "symbol", required=True),
        Column("side", "choice", required=True, choices=("buy", "sell")),
        Column("lots", "decimal", required=True, precision=9, scale=4),
        _amount("contract_size"),
        Column("opened_at", "timestamp"),
        Column("closed_at", "timestamp", required=True),
        _amount("open_price", scale=8),
        _amount("close_price", scale=8),
        _amount("commission_amount", "commission"),
        _amount("swap_amount", "swap"),
        _amount("spread_revenue_amount", "spread_revenue"),
        _amount("profit_amount", "profit"),
        _amount("spread_points", precision=12),
        _amount("agent_commission_amount", "agent_commission"),
        CURRENCY,
        Column("quote_currency_code", "currency", ("quote_currency",)),
        _text("position_id"),
        _text("brand"),
        _text("deal_reason"),
    ),
    key=("trade_id",),
    happened="closed_at",
    promised_within_hours=24,
    one_of=("account_id", "client_id"),
)

ACCOUNTS = Feed(
    "accounts",
    (
        Column("account_id", "person", ("login",), required=True),
        Column("client_id", "person", required=True),
        _text("server"),
        _text("account_type", "type", required=True),
        CURRENCY,
        Column("opened_on", "date"),
    ),
    key=("account_id",),
    happened=None,
    promised_within_hours=None,
)

ATTRIBUTIONS = Feed(
    "attributions",
    (
        Column("client_id", "person", required=True),
        Column("valid_from", "date", required=True),
        _text("partner_id", required=True),
        Column(
            "attribution_source",
            "choice",
            ("source",),
            choices=("link", "code", "manual", "migration"),
            default="manual",
        ),
        _text("evidence"),
        _text("author"),
    ),
    key=("client_id", "valid_from"),
    happened=None,
    promised_within_hours=None,
)

FX_RATES = Feed(
    "fx_rates",
    (
        _text("rate_set"),
        Column("rate_on", "date", ("date",), required=True),
        Column("currency_code", "currency", ("currency",), required=True),
        Column("units_per_eur", "decimal", ("rate",), required=True, precision=18, scale=8),
        _text("source"),
    ),
    key=("rate_set", "rate_on", "currency_code"),
    happened="rate_on",
    promised_within_hours=96,
)

FEEDS: dict[str, Feed] = {
    feed.name: feed
    for feed in (FX_RATES, ATTRIBUTIONS, ACCOUNTS, CLICKS, CONVERSION, ACTIVITY, TRADES)
}
"""In the order in which files that lie side by side are taken: parents first."""
