"""Who came: kind of device and program, host they came from, country; never the address itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

BOTS = re.compile(
    r"bot|crawl|spider|slurp|preview|facebookexternalhit|whatsapp|telegram|curl|wget|python|"
    r"httpclient|okhttp|java/|headless|monitor|scan|lighthouse",
    re.IGNORECASE,
)
TABLET = re.compile(r"ipad|tablet|kindle|silk", re.IGNORECASE)
MOBILE = re.compile(r"mobi|iphone|ipod|android", re.IGNORECASE)
PREFETCH = re.compile(r"prefetch|prerender|preview", re.IGNORECASE)


def device_of(agent: str) -> str:
    """mobile, tablet, desktop; empty without a user agent."""
    if not agent:
        return ""
    if TABLET.search(agent) or ("Android" in agent and "Mobi" not in agent):
        return "tablet"
    return "mobile" if MOBILE.search(agent) else "desktop"


def agent_class(agent: str) -> str:
    """browser, bot, or none without a user agent."""
    if not agent:
        return "none"
    return "bot" if BOTS.search(agent) else "browser"


def verdict_of(method: str, headers: Mapping[str, str], *, is_test: bool) -> str:
    """accepted; or why the click counts nowhere: test, bot, prefetch."""
    if is_test:
        return "test"
    if PREFETCH.search(headers.get("sec-purpose", "") + headers.get("purpose", "")):
        return "prefetch"
    if method != "GET" or agent_class(headers.get("user-agent", "")) != "browser":
        return "bot"
    return "accepted"


def referrer_host(referrer: str) -> str:
    """The host that sent the visitor; nothing else of the address is kept."""
    try:
        host = urlsplit(referrer).hostname or ""
    except ValueError:
        return ""
    return host[:253] if re.fullmatch(r"[\w.-]+", host) else ""


def country_of(headers: Mapping[str, str], header: str) -> str:
    """Two letters that a trusted proxy states in `header`; empty when none is configured."""
    stated = headers.get(header.lower(), "").upper() if header else ""
    return stated if re.fullmatch(r"[A-Z]{2}", stated) else ""
