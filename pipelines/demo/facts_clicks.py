"""Clicks on the partners' links: those that became clients, and many that did not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from pipelines.demo.calendar import FIRST_DAY, SEED
from pipelines.demo.clients import DemoClient, season
from pipelines.demo.facts_forex import Fact, stamp
from pipelines.demo.world import DemoPartner, DemoProgram

_SUBS = ("bonus-page", "top-10", "newsletter", "video-12", "homepage", "guide-a", "guide-b")
_HOSTS = ("search", "forum.example", "video.example", "mail.example", "direct")


def facts_of(
    program: DemoProgram, partners: list[DemoPartner], clients: list[DemoClient], until: date
) -> Iterator[Fact]:
    """All clicks before `until`."""
    for client in clients:
        if client.partner and client.clicked_at:
            yield client.clicked_at.date(), "clicks", _row(
                program, client.click_id, client.clicked_at, client.partner, client.sub1,
                client.country, client.device,
                f"198.51.{client.number % 250}.{client.number // 250}",
            )  # fmt: skip
    for partner in partners:
        rng = Random(f"{SEED}/{program.program_id}/clicks/{partner.partner_id}")
        day, number = max(partner.joined_on, FIRST_DAY), 0
        while day < until:
            grown = 40 + (day - FIRST_DAY).days // 4
            for _ in range(rng.randrange(0, 1 + partner.weight * season(day) * grown // 15000)):
                number += 1
                at = datetime.combine(day, time(0), UTC) + timedelta(seconds=rng.randrange(86400))
                yield day, "clicks", _row(
                    program, f"clk-{partner.partner_id}-{number:06d}", at, partner,
                    rng.choice(_SUBS), rng.choice(program.countries),
                    rng.choice(("mobile", "mobile", "desktop", "tablet")),
                    f"203.0.{rng.randrange(250)}.{rng.randrange(250)}",
                )  # fmt: skip
            day += timedelta(days=1)


def _row(
    program: DemoProgram, click_id: str, at: datetime, partner: DemoPartner, sub1: str,
    country: str, device: str, address: str,
) -> dict[str, str]:  # fmt: skip
    return {
        "click_id": click_id, "occurred_at": stamp(at), "link_code": partner.link_code,
        "program": program.program_id, "sub1": sub1, "sub2": "", "sub3": "", "sub4": "", "sub5": "",
        "landing_url": f"https://{program.program_id}.example/start", "country": country,
        "referrer_host": _HOSTS[sum(map(ord, sub1)) % len(_HOSTS)], "device": device,
        "ip_hash": address, "user_agent_class": "browser", "verdict": "accepted",
    }  # fmt: skip
