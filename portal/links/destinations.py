"""Where a link may lead, and what is appended on the way. Pure: no database, no network.

A destination is judged once when the link is made and again at every click; what a visitor
sends never decides where it goes (no open redirect).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping
from typing import Protocol
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from django.utils.translation import gettext as _

from portal.partners.errors import DomainError

LONGEST = 500
SUB_LENGTH = 100
PATH_SAFE = "/:@!$&'()*+,;=-._~%"
QUERY_SAFE = PATH_SAFE + "?"


class HostRule(Protocol):
    """An allowed host; `with_subdomains` lets hosts below it pass as well."""

    host: str
    with_subdomains: bool


def host_checked(text: str) -> str:
    """A host name in lower-case ASCII. Raises DomainError `bad_host` for anything else."""
    host = text.strip().lower().rstrip(".")
    try:
        host = host.encode("idna").decode("ascii")
    except UnicodeError:
        host = ""
    labels = host.split(".")
    good = len(host) <= 253 and len(labels) >= 2 and all(_is_label(label) for label in labels)
    if not good or _is_address(host) or labels[-1].isdecimal() or labels[-1].startswith("0x"):
        raise DomainError(
            "bad_host",
            _("%(text)r is no host name; write it like www.example.com") % {"text": text},
        )
    return host


def destination_checked(text: str, rules: Iterable[HostRule]) -> str:
    """The address as it is stored: https, on an allowed host, in plain ASCII.

    Raises DomainError: `bad_url` for what browsers read in two ways (backslashes, control
    characters, user names, ports, encoded hosts), `host_not_allowed` for a host that no rule names.
    """
    if not text or len(text) > LONGEST or any(c <= " " or c == "\x7f" for c in text):
        raise _bad("write one address of at most 500 characters, without spaces")
    if "\\" in text or not text.lower().startswith("https://") or text[8:9] in ("/", ""):
        raise _bad("it begins with https:// and has no backslash")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise _bad("its host or port cannot be read") from None
    if "@" in parts.netloc or "%" in parts.netloc or port not in (None, 443):
        raise _bad("leave out user names, encoded hosts and ports")
    try:
        host = host_checked(parts.hostname or "")
    except DomainError:
        raise _bad("its host cannot be read") from None
    rules = list(rules)
    if not any(_covers(rule, host) for rule in rules):
        names = ", ".join(sorted(rule.host for rule in rules)) or "none yet"
        raise DomainError(
            "host_not_allowed",
            _("links may not lead to %(host)s; allowed hosts are: %(names)s")
            % {"host": host, "names": names},
        )
    path = quote(parts.path or "/", safe=PATH_SAFE)
    if path.startswith("//"):
        raise _bad("its path begins with two slashes")
    query, fragment = (quote(part, safe=QUERY_SAFE) for part in (parts.query, parts.fragment))
    made = urlunsplit(("https", host, path, query, fragment))
    if len(made) > LONGEST:
        raise _bad("it is longer than 500 characters")
    return made


def is_allowed(destination: str, rules: Iterable[HostRule]) -> bool:
    """Whether a stored destination may still be gone to."""
    try:
        return destination_checked(destination, rules) == destination
    except DomainError:
        return False


def sub_cleaned(text: str) -> str:
    """A sub id as it is kept: printable, at most 100 characters."""
    return "".join(c for c in text if c.isprintable())[:SUB_LENGTH]


def with_parameters(destination: str, added: Mapping[str, str]) -> str:
    """The destination with parameters appended; one of the same name is replaced."""
    parts = urlsplit(destination)
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name not in added
    ]
    query = urlencode([*kept, *((name, value) for name, value in added.items() if value)])
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, parts.fragment))


def _covers(rule: HostRule, host: str) -> bool:
    return host == rule.host or (rule.with_subdomains and host.endswith("." + rule.host))


def _is_label(label: str) -> bool:
    return (
        0 < len(label) <= 63
        and label[0] != "-"
        and label[-1] != "-"
        and all(c.isascii() and (c.isalnum() or c == "-") for c in label)
    )


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _bad(help_text: str) -> DomainError:
    return DomainError(
        "bad_url", _("This destination cannot be used: %(help_text)s.") % {"help_text": help_text}
    )
