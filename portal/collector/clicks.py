"""A click as a record of the feed `clicks`, and where the visitor goes. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from portal.accounts.addresses import address_hash
from portal.collector import visitors
from portal.links.addresses import destination_of
from portal.links.destinations import sub_cleaned
from portal.links.models import SUBS, Link


@dataclass(frozen=True)
class Visit:
    """What a request says about itself."""

    method: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    address: str
    network_class: str = ""


def subs_of(link: Link, query: Mapping[str, str]) -> dict[str, str]:
    """Sub ids of the request go before those of the link."""
    return {
        name: value
        for name in SUBS
        if (value := sub_cleaned(query.get(name, "")) or link.subs.get(name, ""))
    }


def click_record(
    link: Link, visit: Visit, *, click_id: str, at: datetime, ip_key: bytes, is_test: bool,
    country_header: str = "",
) -> tuple[dict[str, Any], str]:  # fmt: skip
    """The record (columns of docs/reference/feeds.md) and the address of the redirect."""
    subs = subs_of(link, visit.query)
    record = {
        "click_id": click_id,
        "occurred_at": at.astimezone(UTC).isoformat(),
        "link_code": link.link_code,
        **subs,
        "landing_url": link.destination,
        "referrer_host": visitors.referrer_host(visit.headers.get("referer", "")),
        "country": visitors.country_of(visit.headers, country_header),
        "device": visitors.device_of(visit.headers.get("user-agent", "")),
        "ip_hash": address_hash(ip_key, visit.address),
        "user_agent_class": visitors.agent_class(visit.headers.get("user-agent", "")),
        "network_class": visit.network_class,
        "verdict": visitors.verdict_of(visit.method, visit.headers, is_test=is_test),
    }
    return record, destination_of(link, click_id, subs)
