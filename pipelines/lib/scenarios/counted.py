"""Facts in number: `12 active clients in 2026-03` becomes clients that are made up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from typing import Any

from commission_rules.schema.scenario.facts import ActiveClients as Active
from commission_rules.schema.scenario.facts import (
    Activity,
    AnyFact,
    Deposit,
    Fact,
    FirstDeposits,
    Lead,
    Registration,
    Registrations,
    Sale,
    Trade,
)
from pipelines.lib.scenarios.moments import LAST, span_of, utc
from pipelines.lib.scenarios.people import Missing, People
from pipelines.lib.scenarios.plans import plan_words

Path = tuple[str | int, ...]
Facts = Sequence[tuple[Path, AnyFact]]


def spread_out(people: People, facts: Facts, day_of: Callable[[Any], date]) -> Facts:
    """The facts, with those that count replaced by facts of made-up clients."""
    told: list[tuple[Path, AnyFact]] = []
    for path, fact in facts:
        if isinstance(fact, Registrations):
            told += [(path, own) for own in _registrations(people, path, fact)]
        elif isinstance(fact, FirstDeposits):
            told += [(path, own) for own in _first_deposits(people, path, fact)]
        else:
            told.append((path, fact))
    active = [(path, fact) for path, fact in told if isinstance(fact, Active)]
    known = tuple((path, fact) for path, fact in told if not isinstance(fact, Active))

    def made(of_product: bool, others: Facts) -> dict[Path, list[tuple[Path, AnyFact]]]:
        return {
            path: [(path, own) for own in _active(people, path, fact, others, day_of)]
            for path, fact in active
            if bool(fact.product) is of_product
        }

    # those of a product are some of those counted without one, and so come first
    clients = made(of_product=True, others=known)
    clients |= made(of_product=False, others=(*known, *chain.from_iterable(clients.values())))
    return [one for path, fact in told for one in clients.get(path, [(path, fact)])]


def _when(fact: Fact) -> dict[str, Any]:
    return {"on": fact.on, "at": fact.at, "in": fact.in_, "recorded": fact.recorded}


def _label(fact: Fact) -> str:
    return str(fact.in_ or fact.on or fact.at).replace(" ", "T").replace(":", "")


def _registrations(people: People, path: Path, fact: Registrations) -> Iterator[AnyFact]:
    partner = fact.partner or people.direct(path, "a registration")
    for number in range(1, fact.count + 1):
        client = f"new-{partner}-{_label(fact)}-{path[-1]}-{number}"
        if fact.type == "leads":
            yield Lead(type="lead", client=client, partner=partner, product=fact.product,
                       **_when(fact))  # fmt: skip
        else:
            yield Registration(type="registration", client=client, partner=partner, **_when(fact))


def _first_deposits(people: People, path: Path, fact: FirstDeposits) -> Iterator[AnyFact]:
    """First deposits, or sales, each of a client of its own."""
    partner = fact.partner or people.direct(path, "a client")
    for number in range(1, fact.count + 1):
        if fact.type == "sales":
            yield Sale(
                type="sale", client=f"buyer-{partner}-{_label(fact)}-{path[-1]}-{number}",
                partner=partner, amount=fact.amount, currency=fact.currency,
                product=fact.product, **_when(fact),
            )  # fmt: skip
            continue
        yield Deposit(
            type="deposit", client=f"depositor-{partner}-{_label(fact)}-{path[-1]}-{number}",
            partner=partner, amount=fact.amount, currency=fact.currency, **_when(fact),
        )  # fmt: skip


def _active(
    people: People, path: Path, fact: Active, facts: Facts, day_of: Callable[[Any], date]
) -> Iterator[AnyFact]:
    """As many clients as miss: those whom other facts make active in the period count."""
    partner = fact.partner or people.direct(path, "an active client")
    first, last = span_of(fact.in_) if fact.in_ else (day_of(fact), day_of(fact))
    known_by = _arrival(people, fact, last)
    others = {
        client_of(people, other_path, other)
        for other_path, other in facts
        if _makes_active(other) and fact.product in (None, getattr(other, "product", None))
        and _arrival(people, other, day_of(other)) <= known_by and first <= day_of(other) <= last
        and partner_of(people, other_path, other) == partner
    }  # fmt: skip
    if len(others) > fact.count:
        raise Missing(
            people.staged.source.error(
                path,
                f"{len(others)} clients are active by other facts already, {fact.count} is said",
                "say the whole number of active clients of the period",
            )
        )
    words = plan_words(people.staged.plans)
    by_sale = any(word in words for word in ('"turnover"', '"theoretical"', '"stakes"'))
    for number in range(1, fact.count - len(others) + 1):
        client = f"active-{partner}-{fact.product or ''}{number}"
        if by_sale:
            yield Sale(
                type="sale", client=client, partner=partner, amount=Decimal(0),
                product=fact.product, **_when(fact),
            )  # fmt: skip
        else:
            yield Activity(
                type="activity", client=client, partner=partner, product=fact.product,
                stakes=Decimal(1), payouts=Decimal(1), **_when(fact),
            )  # fmt: skip


def _arrival(people: People, fact: AnyFact, day: date) -> datetime:
    """When a fact is known at the latest if it does not say: at the end of its day."""
    recorded = getattr(fact, "recorded", None)
    zone = people.staged.zone
    return utc(recorded, zone) if recorded is not None else utc(day, zone, LAST)


def _makes_active(fact: AnyFact) -> bool:
    """COMMISSIONS, Words: a stake above 0, a closed trade or a sale."""
    if isinstance(fact, Activity):
        return (fact.stakes or 0) > 0
    return isinstance(fact, Sale) or (isinstance(fact, Trade) and not fact.demo)


def client_of(people: People, path: Path, fact: Any) -> str | None:
    """The client of a fact; one without stands for somebody of the partner."""
    client = getattr(fact, "client", None)
    if client is not None:
        return str(client)
    if getattr(fact, "type", "") in ("registration", "attribution", "review", "account"):
        return None
    partner = getattr(fact, "partner", None) or people.direct(path, "the fact")
    return f"somebody-{partner}"


def partner_of(people: People, path: Path, fact: Any) -> str:
    """The partner whom the scenario's `clients` (or defaults) give the fact's client."""
    partner = getattr(fact, "partner", None)
    client = getattr(fact, "client", None)
    known = people.staged.scenario.clients.get(client) if client else None
    if known is not None and known.partner:
        return known.partner
    if client:
        owner = people.owner(client)
        if owner:
            return owner
        for _, other in enumerate(people.staged.scenario.facts):
            if isinstance(other, Registration) and other.client == client and other.partner:
                return other.partner
    return str(partner) if partner else people.direct(path, "the fact")
