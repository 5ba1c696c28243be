"""Addresses of postbacks: macros that are filled with what happened. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from django.utils.translation import gettext as _

from portal.partners.errors import DomainError

MACROS = ("event", "id", "amount", "currency", "component", "level", "period", "state", "link",
          "sub1", "date")  # fmt: skip
MACRO = re.compile(r"\{([^{}]*)\}")


def macros_checked(url: str) -> str:
    """The address as it is. Raises DomainError for an unknown macro, or one in the host."""
    unknown = sorted(set(MACRO.findall(url)) - set(MACROS))
    if unknown:
        names = ", ".join("{" + name + "}" for name in MACROS)
        raise DomainError(
            "bad_macro",
            _("%(unknown)s is no macro; there are: %(names)s")
            % {"unknown": ", ".join(unknown), "names": names},
        )
    if "{" in urlsplit(url).netloc or re.sub(MACRO, "", url).count("{"):
        raise DomainError(
            "bad_macro", _("macros stand in the path or the query, never in the host")
        )
    return url


def filled(url: str, event: str, data: Mapping[str, Any]) -> str:
    """The address with every macro replaced by its value, encoded."""
    money = data.get("commission") or data.get("total") or data.get("amount") or {}
    values = {
        "event": event,
        "id": data.get("line_id") or data.get("statement_id") or data.get("payment_id"),
        "amount": money.get("amount"),
        "currency": money.get("currency"),
        "component": data.get("component_id"),
        "level": data.get("level"),
        "period": data.get("period_id"),
        "state": data.get("state"),
        "link": data.get("link_code"),
        "sub1": data.get("sub1"),
        "date": data.get("event_on") or data.get("state_on"),
    }
    return MACRO.sub(
        lambda found: quote("" if values[found[1]] is None else str(values[found[1]]), safe=""), url
    )
