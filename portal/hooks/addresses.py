"""Which addresses are the public internet, and which never are. Pure."""

from __future__ import annotations

import ipaddress
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from portal.links.destinations import host_checked
from portal.partners.errors import DomainError

LONGEST = 1000
OTHER_NAMES = ("localhost", "local", "internal", "localdomain", "home", "lan", "corp", "intranet",
               "private", "test", "invalid", "onion", "arpa", "svc", "consul", "cluster", "docker",
               "localnet")  # fmt: skip
# Relays, services at the nearest machine, examples, and IPv6 forms that carry an IPv4 address
# inside: others decide where they lead.
CARRIERS = tuple(
    ipaddress.ip_network(text)
    for text in (
        "192.0.0.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.175.48.0/24",
        "2620:4f:8000::/48",
        "3fff::/20",
        "5f00::/16",
        "::/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/32",
        "2002::/16",
        "fec0::/10",
    )
)


def url_checked(text: str) -> str:
    """An address that messages may be sent to: https, a public name, no user, no odd port.

    Raises DomainError `bad_url`. Where the name leads is asked at each delivery.
    """
    if not text or len(text) > LONGEST or any(not "!" <= c <= "~" for c in text):
        raise _bad("write one address of at most 1000 plain characters, without spaces")
    if not text.lower().startswith("https://") or "\\" in text:
        raise _bad("it begins with https:// and has no backslash")
    try:
        parts = urlsplit(text)
        port = parts.port
        host = host_checked(parts.hostname or "")
    except (ValueError, DomainError):
        raise _bad("its host must be a public name, not a number") from None
    if "@" in parts.netloc or "%" in parts.netloc or port not in (None, 443) or parts.fragment:
        raise _bad("leave out user names, encoded hosts, ports and fragments")
    if host.rpartition(".")[2] in OTHER_NAMES:
        raise _bad("its host must be a public name")
    return text


def is_public(address: str) -> bool:
    """Whether an IP address is on the public internet, for sure."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return _is_global(found) and not any(found in network for network in CARRIERS)


def _is_global(address: IPv4Address | IPv6Address) -> bool:
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_unspecified
        and not address.is_loopback
        and not address.is_link_local
        and not address.is_private
    )


def _bad(help_text: str) -> DomainError:
    return DomainError(
        "bad_url", _("Messages cannot be sent there: %(help_text)s.") % {"help_text": help_text}
    )
