"""Facts of a scenario as records of feeds: columns, times of happening and of arrival."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter, ValidationError

from commission_rules.compiler.reading import complaints
from commission_rules.schema.scenario import facts as kinds
from commission_rules.schema.scenario.facts import AnyFact, Fact
from pipelines.lib.scenarios.counted import Path, client_of
from pipelines.lib.scenarios.moments import LAST, span_of, utc
from pipelines.lib.scenarios.people import BEFORE, NOBODY, START, Missing, People
from pipelines.lib.scenarios.staged import Record, Row, Version

CONVERSIONS = (
    kinds.Lead, kinds.Custom, kinds.IdentityVerified, kinds.Exclusion, kinds.Deposit,
    kinds.Withdrawal, kinds.Sale,
)  # fmt: skip
ACTIVITY = ("stakes", "payouts", "voids", "bonus_cost", "jackpot_contribution", "chargebacks",
            "adjustments", "net_revenue")  # fmt: skip
ONE_OF = TypeAdapter(AnyFact)


@dataclass
class Events:
    """Turns facts into records; `by_id` finds the fact that another one names."""

    people: People
    by_id: dict[str, tuple[Path, AnyFact, Record]] = field(default_factory=dict)
    mentioned: dict[str, Path] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)  # the partner that a client's fact says
    registered: set[str] = field(default_factory=set)
    accounts: set[str] = field(default_factory=set)
    _number: int = 0

    def error(self, path: Path, what: str, todo: str) -> Missing:
        return Missing(self.people.staged.source.error(path, what, todo))

    def day_of(self, fact: Any) -> date:
        """The day of a fact in the program's zone."""
        if fact.in_:
            return span_of(fact.in_)[1]
        moment: date | datetime = fact.on if fact.on is not None else fact.at
        return moment.date() if isinstance(moment, datetime) else moment

    def happened(self, fact: Fact, number: int) -> datetime:
        """UTC. Facts of a day without a time happen at noon, in the order written."""
        zone = self.people.staged.zone
        if isinstance(fact.at, datetime):
            return utc(fact.at, zone)
        return utc(self.day_of(fact), zone) + timedelta(seconds=number)

    def arrived(self, fact: Fact, happened: datetime) -> datetime:
        zone = self.people.staged.zone
        if fact.recorded is not None:
            return utc(fact.recorded, zone)
        if isinstance(fact, kinds.Activity):
            return utc(self.day_of(fact), zone, LAST)
        return happened

    def add(self, path: Path, fact: AnyFact) -> None:
        """Add one fact. Raises `Missing`."""
        self._number += 1
        if isinstance(fact, kinds.Amendment | kinds.Removal):
            self._change(path, fact)
            return
        if fact.id is not None and fact.id in self.by_id:
            raise self.error(path, f"the id {fact.id} is taken", "give each fact its own id")
        self.people.check(getattr(fact, "partner", None), path)
        payload, fees, table = self._payload(path, fact, self._number)
        happened = self.happened(fact, self._number)
        name = fact.id or f"f{self._number:04}"
        version = Version(
            self.arrived(fact, happened), payload, fees, self.people.staged.source.line(path)
        )
        record = Record(table, f"scenario:{name}", [version])
        self.people.staged.records.append(record)
        self.by_id[name] = (path, fact, record)

    def _change(self, path: Path, change: kinds.Amendment | kinds.Removal) -> None:
        """An amendment is a whole new version; a removal keeps nothing."""
        if change.of not in self.by_id:
            raise self.error((*path, "of"), f"no fact has the id {change.of}", "name one above")
        first_path, fact, record = self.by_id[change.of]
        recorded = utc(change.recorded, self.people.staged.zone)
        if recorded <= record.versions[-1].recorded_at:
            raise self.error(
                (*path, "recorded"), "arrives before what it changes", "write a later moment"
            )
        line = self.people.staged.source.line(path)
        if isinstance(change, kinds.Removal):
            record.versions.append(Version(recorded, None, line=line))
            return
        data = {**fact.model_dump(by_alias=True, exclude_unset=True), **change.set}
        try:
            amended = ONE_OF.validate_python(data)
        except ValidationError as error:
            where, what, todo = complaints(error)[0]
            raise self.error((*path, "set", *where[1:]), what, todo) from None
        payload, fees, _ = self._payload(first_path, amended, self._position(record))
        payload.update({k: v for k, v in (record.versions[0].payload or {}).items()
                        if k in ("event_id", "trade_id", "click_id") and k in payload})  # fmt: skip
        record.versions.append(Version(recorded, payload, fees, line))
        self.by_id[change.of] = (first_path, amended, record)

    def _position(self, record: Record) -> int:
        return list(self.by_id).index(record.key.removeprefix("scenario:")) + 1

    def _payload(self, path: Path, fact: AnyFact, number: int) -> tuple[Row, dict[str, Any], str]:
        builders: tuple[tuple[Any, Callable[..., Row], str], ...] = (
            (kinds.Click, self._click, "clicks"),
            (kinds.Registration, self._registration, "conversions"),
            (CONVERSIONS, self._conversion, "conversions"),
            (kinds.Return, self._return, "conversions"),
            (kinds.Activity, self._activity, "activity"),
            (kinds.Trade, self._trade, "trades"),
            (kinds.Account, self._account, "accounts"),
            (kinds.Attribution, self._attribution, "attributions"),
        )
        for kind, build, table in builders:
            if isinstance(fact, kind):
                return build(path, fact, number), dict(getattr(fact, "fees", {})), table
        raise self.error(path, f"{fact.type} is not a record of a feed", "report this")

    def _client(self, path: Path, fact: Any) -> str | None:
        client = client_of(self.people, path, fact)
        if client is not None and client not in self.mentioned:
            self.mentioned[client] = path
        if client is not None and fact.type != "registration" and getattr(fact, "partner", None):
            self.said.setdefault(client, fact.partner)
        return client

    def _currency(self, fact: Any) -> str:
        return fact.currency or self.people.staged.currency

    def _name(self, fact: Fact, number: int) -> str:
        return fact.id or f"f{number:04}"

    def _click(self, path: Path, fact: kinds.Click, number: int) -> Row:
        partner = fact.partner or self.people.direct(path, "the click")
        subs = {f"sub{n}": getattr(fact, f"sub{n}") for n in range(1, 6)}
        return {
            "click_id": fact.id, "occurred_at": self.happened(fact, number),
            "link_code": self.people.link(partner, fact.campaign, fact.link),
            "country": fact.country, "verdict": fact.verdict, **subs,
        }  # fmt: skip

    def _registration(self, path: Path, fact: kinds.Registration, number: int) -> Row:
        self.registered.add(fact.client)
        known = self.people.staged.scenario.clients.get(fact.client)
        partner = fact.partner or (known.partner if known else None)
        if partner is None and fact.click is None:
            partner = self.people.direct(path, f"client {fact.client}")
        return {
            "event_id": self._name(fact, number), "conversion_type": "registration",
            "occurred_at": self.happened(fact, number), "client_id": fact.client,
            "click_id": fact.click, "quantity": 1, "is_confirmed": True, "brand": fact.brand,
            "partner_code": None if partner in (None, NOBODY) else f"code-{partner}",
            "country": fact.country or (known.country if known else None),
        }  # fmt: skip

    def _conversion(self, path: Path, fact: Any, number: int) -> Row:
        found: Row = {
            "event_id": self._name(fact, number), "conversion_type": fact.type,
            "occurred_at": self.happened(fact, number), "client_id": self._client(path, fact),
            "quantity": 1, "is_confirmed": True,
        }  # fmt: skip
        if isinstance(fact, kinds.Exclusion):
            found.update({"conversion_type": "custom", "product": fact.kind})
        if isinstance(fact, kinds.Conversion):
            found.update({
                "amount": fact.amount, "product": fact.product, "order_id": fact.order,
                "brand": fact.brand, "status": fact.status, "country": fact.country,
                "is_confirmed": fact.confirmed, "click_id": fact.click,
                "currency_code": self._currency(fact) if fact.amount is not None else None,
                "quantity": 1 if fact.quantity is None else fact.quantity,
            })  # fmt: skip
        return found

    def _return(self, path: Path, fact: Any, number: int) -> Row:
        """A refund or chargeback has client, currency, product and brand of what it returns."""
        found: Row = {}
        if fact.of is not None:
            if fact.of not in self.by_id:
                raise self.error(
                    (*path, "of"), f"no fact has the id {fact.of}", "name a sale or deposit above"
                )
            first = self.by_id[fact.of][2].versions[-1].payload or {}
            names = ("client_id", "currency_code", "product", "brand", "event_id")
            found = {name: first.get(name) for name in names}
            found["refunds"] = found.pop("event_id")
            amount = first.get("amount") if fact.amount is None else fact.amount
        else:
            found = {"client_id": self._client(path, fact), "currency_code": self._currency(fact)}
            amount = fact.amount
            if amount is None:
                raise self.error(path, "`amount` is missing", "write it, or `of`: all of that sale")
        given = {"currency_code": fact.currency, "product": fact.product, "brand": fact.brand}
        return {
            **found, **{key: value for key, value in given.items() if value is not None},
            "event_id": self._name(fact, number), "conversion_type": fact.type,
            "occurred_at": self.happened(fact, number), "amount": amount, "quantity": 1,
            "is_confirmed": True,
        }  # fmt: skip

    def _activity(self, path: Path, fact: kinds.Activity, number: int) -> Row:
        return {
            "activity_on": self.day_of(fact), "client_id": self._client(path, fact),
            "product": fact.product, "brand": fact.brand, "currency_code": self._currency(fact),
            **{name: getattr(fact, name) for name in ACTIVITY},
        }  # fmt: skip

    def _trade(self, path: Path, fact: kinds.Trade, number: int) -> Row:
        closed = self.happened(fact, number)
        opened = utc(fact.opened_at, self.people.staged.zone) if fact.opened_at else None
        if opened and opened > closed:
            raise self.error(
                (*path, "opened_at"),
                "the trade closes before it opens",
                "correct `opened_at`, or when it closed",
            )
        account, client = fact.account, None
        if account is None or fact.client:
            client = self._client(path, fact)
        if account is None:
            kind = f"-{fact.account_type}" if fact.account_type else ""
            account = f"{client}{kind}{'-demo' if fact.demo else ''}"
            self._implied(account, client, fact, path)
        elif client is not None and account not in self._declared():
            self._implied(account, client, fact, path)
        elif account not in self._declared():
            raise self.error(
                path,
                f"account {account} is nobody's",
                "say `client`, or write a fact of type account",
            )
        return {
            "trade_id": self._name(fact, number), "account_id": account,
            "account_tail": account[-3:], "client_id": client, "server": "scenario",
            "native_symbol": fact.symbol, "side": fact.side, "lots": fact.lots,
            "contract_size": fact.contract_size, "closed_at": closed,
            "opened_at": opened or closed - timedelta(hours=1), "open_price": fact.open_price,
            "close_price": fact.close_price, "commission_amount": fact.commission,
            "swap_amount": fact.swap, "spread_revenue_amount": fact.spread_revenue,
            "profit_amount": fact.profit, "spread_points": fact.spread_points,
            "agent_commission_amount": fact.agent_commission,
            "currency_code": self._currency(fact),
            "quote_currency_code": fact.quote_currency or self._quoted_in(fact),
            "position_id": fact.position, "brand": fact.brand, "deal_reason": fact.deal_reason,
        }  # fmt: skip

    def _quoted_in(self, fact: kinds.Trade) -> str | None:
        """What a trade brings comes before `details`, so it brings nothing where they say it."""
        symbols = self.people.staged.scenario.program.symbols
        names = [fact.symbol, symbols.aliases.get(fact.symbol, "")]
        names += [fact.symbol.removesuffix(suffix) for suffix in symbols.suffixes]
        known = [symbols.details[name].quote_currency for name in names if name in symbols.details]
        return None if any(known) else self._currency(fact)

    def _declared(self) -> set[str]:
        facts = self.people.staged.scenario.facts
        return {fact.id for fact in facts if isinstance(fact, kinds.Account)}

    def _implied(self, account: str, client: str | None, fact: kinds.Trade, path: Path) -> None:
        """The account of a trade that the scenario does not write, once."""
        if account in self.accounts:
            return
        self.accounts.add(account)
        payload: Row = {
            "account_id": account, "account_tail": account[-3:], "client_id": client,
            "server": "scenario", "account_type": fact.account_type, "is_demo": fact.demo,
            "currency_code": self._currency(fact), "opened_on": START,
        }  # fmt: skip
        staged = self.people.staged
        version = Version(BEFORE, payload, {}, staged.source.line(path))
        staged.records.append(Record("accounts", f"scenario:{account}-account", [version]))

    def _account(self, path: Path, fact: kinds.Account, number: int) -> Row:
        self.mentioned.setdefault(fact.client, path)
        return {
            "account_id": fact.id, "account_tail": fact.id[-3:], "client_id": fact.client,
            "server": "scenario", "account_type": fact.account_type, "is_demo": fact.demo,
            "currency_code": self._currency(fact), "opened_on": self.day_of(fact),
        }  # fmt: skip

    def _attribution(self, path: Path, fact: kinds.Attribution, number: int) -> Row:
        self.mentioned.setdefault(fact.client, path)
        return {
            "client_id": fact.client, "valid_from": self.day_of(fact), "partner_id": fact.partner,
            "attribution_source": "manual", "author": "scenario",
        }  # fmt: skip
