"""The files beside the plans: `_symbols.yaml`, `_countries.yaml`, `_names.yaml`."""

from __future__ import annotations

from dataclasses import dataclass, field

from pydantic import Field

from commission_rules.schema.parts.closed import Closed
from commission_rules.schema.plan import Title


class SymbolGroup(Closed):
    """A named group of symbols; a symbol is in one group."""

    label: Title
    symbols: tuple[str, ...] = Field(min_length=1)


class Symbols(Closed):
    """Groups, other names of symbols, and suffixes that brokers append."""

    groups: dict[str, SymbolGroup] = Field(default_factory=dict)
    aliases: dict[str, str] = Field(default_factory=dict)
    suffixes: tuple[str, ...] = ()

    def group_of(self) -> dict[str, str]:
        """Return the group of each symbol."""
        return {s: name for name, group in self.groups.items() for s in group.symbols}


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
    """Symbols, country groups and names of one program."""

    symbols: Symbols = field(default_factory=Symbols)
    countries: Countries = field(default_factory=Countries)
    names: Names = field(default_factory=Names)

    def symbols_in(self, group: str) -> frozenset[str]:
        found = self.symbols.groups.get(group)
        return frozenset(found.symbols if found else ())

    def countries_in(self, group: str) -> frozenset[str]:
        found = self.countries.groups.get(group)
        return frozenset(found.countries if found else ())
