"""Attack: a link that leads off the allowed hosts. 60 spellings, none may be stored."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from portal.links.destinations import destination_checked, with_parameters
from portal.partners.errors import DomainError


@dataclass(frozen=True)
class Rule:
    host: str
    with_subdomains: bool = False


RULES = (Rule("larkspur.example"), Rule("pages.example", with_subdomains=True))
GOOD = "larkspur.example"
PAYLOADS = (
    "//evil.example", "///evil.example", "////evil.example/%2f..", "/\\evil.example",
    "\\\\evil.example", "https:evil.example", "https:/evil.example", "https:///evil.example",
    "https:////evil.example", "http://larkspur.example/", "HTTP://larkspur.example/",
    "javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,<script>1</script>",
    "vbscript:x", "file:///etc/passwd", "ftp://larkspur.example/", "blob:https://evil.example/1",
    "https://evil.example", "https://evil.example/?larkspur.example",
    "https://evil.example#larkspur.example", "https://evil.example/larkspur.example",
    f"https://{GOOD}.evil.example/", f"https://evil{GOOD}/", f"https://{GOOD}evil.example/",
    f"https://{GOOD}@evil.example/", f"https://{GOOD}:pw@evil.example/",
    f"https://evil.example@{GOOD}/", f"https://user:pw@{GOOD}/",
    f"https://{GOOD}%40evil.example/", f"https://{GOOD}%2eevil.example/",
    f"https://{GOOD}%00.evil.example/", f"https://{GOOD}%09.evil.example/",
    f"https://{GOOD}\\evil.example/", f"https://evil.example\\.{GOOD}/",
    f"https://{GOOD}\\@evil.example/", f"https:\\\\{GOOD}\\", f"https://{GOOD}\t.evil.example/",
    f"https://{GOOD}\n.evil.example/", f"https://{GOOD}\r\nLocation: https://evil.example/",
    f" https://{GOOD}/", f"https://{GOOD}/ x", f"\x00https://{GOOD}/", f"https://{GOOD}/\x7f",
    f"https://{GOOD}:8443/", f"https://{GOOD}:99999/", f"https://{GOOD}:x/",
    f"https://sub.{GOOD}/", "https://notpages.example/", "https://evil.pages.example.evil.example/",
    "https://127.0.0.1/", "https://2130706433/", "https://0x7f.1/", "https://[::1]/",
    f"https://[{GOOD}]/", "https://larkspur\u3002example.evil.example/",
    "https://lаrkspur.example/",  # the second letter is Cyrillic
    f"https://{GOOD}\uff0fevil.example/", f"https://evil.example\uff03{GOOD}/",
    "https://", "https://.", f"https://.{GOOD}/", f"https://{GOOD}//evil.example/..;/",
    f"https://{GOOD}" + "/a" * 300, "",
)  # fmt: skip


# What a browser may read otherwise than we do: refused, or stored in the one spelling of our host.
READ_TWICE = (
    "https://larkspur.example\u2024evil.example/", "https://larkspur.example\uff0eevil.example/",
    "https://l\u0131rkspur.example/", "https://larkspur.example\u00ad.evil.example/",
    "https://\u24db\u24d0rkspur.example/", "https://\uff4carkspur.example/",
    "https://larkspur.exampl\u212f/", f"https://{GOOD}./", f"https://{GOOD}..evil.example/",
    f"https://{GOOD}%23@evil.example/", f"https://{GOOD}?@evil.example/",
    f"https://{GOOD};@evil.example/", f"https://{GOOD}&@evil.example/", "ht\ttps://evil.example/",
    f"https://{GOOD}/%0d%0aLocation:%20https://evil.example", f"https://{GOOD}/..//evil.example",
    f"https://{GOOD}/\\evil.example", f"https://{GOOD}/%5cevil.example", f"https://{GOOD}:0443/",
    f"https://{GOOD}:443@evil.example/", "https://[::ffff:7f00:1]/", "https://0177.0.0.1/",
    f"\u200bhttps://{GOOD}/", f"https://{GOOD}\u200b.evil.example/", f"https://{GOOD}/\u2028x",
    "https://evil.example%2Epages.example/", f" javascript:1//https://{GOOD}/",
)  # fmt: skip


@pytest.mark.parametrize("payload", READ_TWICE)
def test_what_can_be_read_twice_is_stored_once_and_plain(payload: str) -> None:
    try:
        stored = destination_checked(payload, RULES)
    except DomainError:
        return
    assert stored.startswith(f"https://{GOOD}/")
    assert stored.isascii()
    assert not set(stored) & set("\\\t\r\n \x00")
    assert destination_checked(stored, RULES) == stored


def test_there_are_sixty() -> None:
    assert len(set(PAYLOADS)) >= 60


@pytest.mark.parametrize("payload", PAYLOADS)
def test_it_is_refused_or_leads_to_an_allowed_host(payload: str) -> None:
    try:
        stored = destination_checked(payload, RULES)
    except DomainError:
        return
    parts = urlsplit(stored)
    assert (parts.scheme, parts.netloc) in (("https", GOOD), ("https", "a.pages.example"))
    assert payload == f"https://{GOOD}//evil.example/..;/", "only a path of our own host may pass"


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        (f"https://{GOOD}", f"https://{GOOD}/"),
        (f"HTTPS://{GOOD.upper()}:443/a?b=c", f"https://{GOOD}/a?b=c"),
        ("https://de.pages.example/ü?q=ä", "https://de.pages.example/%C3%BC?q=%C3%A4"),
    ],
)
def test_what_is_good_is_stored_in_one_spelling(given: str, stored: str) -> None:
    assert destination_checked(given, RULES) == stored
    assert destination_checked(stored, RULES) == stored


@pytest.mark.parametrize(
    "value", ["https://evil.example", "//evil.example", "&x=1#", "\r\nSet-Cookie: a"]
)
def test_what_a_visitor_sends_stays_a_parameter(value: str) -> None:
    made = with_parameters(f"https://{GOOD}/a?sub1=old&keep=1#f", {"sub1": value})
    parts = urlsplit(made)
    assert (parts.netloc, parts.path, parts.fragment) == (GOOD, "/a", "f")
    assert "\r" not in made
    assert "old" not in made
