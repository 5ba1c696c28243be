"""The files beside the plans: `_symbols.yaml`, `_countries.yaml`, `_names.yaml`, and the rules of
`_signals.yaml`."""

from __future__ import annotations

from dataclasses import dataclass, field

from pydantic import Field

from commission_rules.schema.parts.closed import Closed
from commission_rules.schema.parts.numbers import Amount, Rate
from commission_rules.schema.plan import Title
from commission_rules.schema.signals import Signals


class SymbolGroup(Closed):
    """A named group of symbols; a symbol is in one group."""

    label: Title
    symbols: tuple[str, ...] = Field(min_length=1)


class SymbolDetail(Closed):
    """What one symbol is: its tick, its contract size and its quote currency. What a trade brings
    with it comes first."""

    tick: Rate | None = None
    contract_size: Amount | None = None
    quote_currency: str | None = Field(default=None, pattern=r"^[A-Z]{3,5}$")


class Symbols(Closed):
    """Groups, details, other names of symbols, and suffixes that brokers append."""

    groups: dict[str, SymbolGroup] = Field(default_factory=dict)
    details: dict[str, SymbolDetail] = Field(default_factory=dict)
    aliases: dict[str, str] = Field(default_factory=dict)
    suffixes: tuple[str, ...] = ()

    def group_of(self) -> dict[str, str]:
        """Return the group of each symbol."""
        return {s: name for name, group in self.groups.items() for s in group.symbols}

    def all(self) -> frozenset[str]:
        """Return every declared symbol, in a group or not."""
        return frozenset({*self.group_of(), *self.details})


class CountryGroup(Closed):
    """A named group of ISO 3166 country codes."""

    label: Title
    countries: tuple[str, ...] = Field(min_length=1)


class Countries(Closed):
    """Country groups of the program."""

    groups: dict[str, CountryGroup] = Field(default_factory=dict)


class Names(Closed):
    """What people read for values that feeds carry; a value without a name is shown as it is."""

    product: dict[str, Title] = Field(default_factory=dict)
    account_type: dict[str, Title] = Field(default_factory=dict)
    campaign: dict[str, Title] = Field(default_factory=dict)
    deduction: dict[str, Title] = Field(default_factory=dict)


@dataclass(frozen=True)
class Lookups:
    """Symbols, country groups, names and signal rules of one program."""

    symbols: Symbols = field(default_factory=Symbols)
    countries: Countries = field(default_factory=Countries)
    names: Names = field(default_factory=Names)
    signals: Signals = field(default_factory=Signals)

    def symbols_in(self, group: str) -> frozenset[str]:
        found = self.symbols.groups.get(group)
        return frozenset(found.symbols if found else ())

    def countries_in(self, group: str) -> frozenset[str]:
        found = self.countries.groups.get(group)
        return frozenset(found.countries if found else ())
