"""Every address of the portal, found in its own resolver."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, UUIDConverter

STAND_IN: dict[str, object] = {"program_id": "larkspur", "partner_id": "P-2002"}


@dataclass(frozen=True)
class Address:
    """One address: `namespace:name`, or its pattern when it has no name."""

    name: str
    pattern: URLPattern
    converters: tuple[tuple[str, Any], ...]

    def path(self, named: dict[str, dict[str, object]]) -> str:
        """The address with things of P-2002 in it, or with stand-ins that are nothing's."""
        if self.name == self.route:
            return "/" + self.route
        given = named.get(self.name, {})
        kwargs = {
            key: given.get(key, STAND_IN.get(key, _nothing(converter)))
            for key, converter in self.converters
        }
        if self.name == "account_reset_password_from_key":
            kwargs = {"uidb36": "1", "key": "x"}
        if self.name == "account_confirm_email":
            kwargs = {"key": "x"}
        if self.name == "api_unknown":
            return "/api/nothing"
        return reverse(self.name, kwargs=kwargs)

    @property
    def route(self) -> str:
        return str(self.pattern.pattern)


def every_address() -> list[Address]:
    """Addresses in their order; one that answers under two names is found twice."""
    return list(_walk(get_resolver(), "", ()))


def _walk(
    resolver: URLResolver, namespace: str, above: tuple[tuple[str, Any], ...]
) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        own = (*above, *entry.pattern.converters.items())
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner, own)
        else:
            name = f"{namespace}{entry.name}" if entry.name else str(entry.pattern)
            yield Address(name, entry, own)


def _nothing(converter: Any) -> object:
    if isinstance(converter, IntConverter):
        return 999_999
    if isinstance(converter, UUIDConverter):
        return "00000000-0000-0000-0000-000000000000"
    return "nothing"
