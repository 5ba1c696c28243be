"""Which row of a rate table is more specific (COMMISSIONS, "Rate tables"; RULINGS, "Which
terms")."""

from __future__ import annotations

from collections.abc import Mapping

from commission_rules.schema.lookups import Lookups

Row = Mapping[str, str]
PLAIN = ("product", "campaign")
# Kinds of accounts, each of which has many account types.
ACCOUNT_KINDS = frozenset({"live", "demo"})


def levels(row: Row) -> dict[str, int]:
    """Return how specific the row is in each dimension: 2 one symbol, country or account type,
    1 a group of them or a value of another dimension, 0 any."""
    found = {name: int(name in row) for name in PLAIN}
    found["country"] = 2 if "country" in row else int("country_group" in row)
    found["symbol"] = 2 if "symbol" in row else int("symbol_group" in row)
    account = row.get("account_type")
    found["account_type"] = 0 if account is None else 1 if account in ACCOUNT_KINDS else 2
    return found


def specificity(row: Row) -> int:
    """Return one number by which rows that can match the same event are ordered.

    Such rows are ordered in every dimension (else the compiler refuses them), so the sum of
    the levels is larger exactly for the more specific one.
    """
    return sum(levels(row).values())


def at_least_as_specific(row: Row, other: Row) -> bool:
    """Tell whether `row` is at least as specific as `other` in every dimension."""
    mine, theirs = levels(row), levels(other)
    return all(mine[name] >= theirs[name] for name in mine)


def can_match_one_event(row: Row, other: Row, lookups: Lookups) -> bool:
    """Tell whether some event matches both rows."""
    if any(name in row and name in other and row[name] != other[name] for name in PLAIN):
        return False
    accounts = {row.get("account_type"), other.get("account_type")} - {None}
    if len(accounts) == 2 and len(accounts & ACCOUNT_KINDS) != 1:
        return False
    mine, theirs = _symbols(row, lookups), _symbols(other, lookups)
    if mine is not None and theirs is not None and not mine & theirs:
        return False
    here, there = _countries(row, lookups), _countries(other, lookups)
    return here is None or there is None or bool(here & there)


def modifier_rows_meet(row: Row, other: Row) -> bool:
    """Tell whether two lot modifiers stand for the same symbol or the same group."""
    return dict(row) == dict(other)


def _symbols(row: Row, lookups: Lookups) -> frozenset[str] | None:
    if "symbol" in row:
        return frozenset({row["symbol"]})
    return lookups.symbols_in(row["symbol_group"]) if "symbol_group" in row else None


def _countries(row: Row, lookups: Lookups) -> frozenset[str] | None:
    if "country" in row:
        return frozenset({row["country"]})
    return lookups.countries_in(row["country_group"]) if "country_group" in row else None
