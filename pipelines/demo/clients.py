"""Clients of the demo: who brought them, when, and how they behave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from pipelines.demo.calendar import FIRST_DAY, FOUNDING_DAYS, SEED
from pipelines.demo.world import DemoPartner, DemoProgram


@dataclass(frozen=True)
class DemoClient:
    """`partner` is None for one that came by itself; `vigour` says how active it is, 1 to 100."""

    program_id: str
    number: int
    native_id: str
    partner: DemoPartner | None
    registered_at: datetime
    clicked_at: datetime | None
    country: str
    device: str
    sub1: str
    currency_code: str
    vigour: int

    @property
    def click_id(self) -> str:
        return f"clk-{self.program_id[:2]}-{self.number:06d}"

    def rng(self, purpose: str) -> Random:
        """A generator of this client's own: drawn in order of days."""
        return Random(f"{SEED}/{self.program_id}/client/{self.number}/{purpose}")


_DEVICES = ("mobile", "mobile", "mobile", "desktop", "desktop", "tablet")
_SUBS = ("bonus-page", "top-10", "newsletter", "video-12", "homepage", "guide-a", "guide-b")
_SEASON = (100, 104, 96, 108, 120, 112, 98, 95, 92, 90, 94, 97)


def registration_day(number: int, founding: int) -> date:
    """The day on which the n-th client (from 1) registers: growing at first, steady after."""
    if number > founding:
        per_day = max(founding * 4 // (FOUNDING_DAYS * 3), 1)
        return FIRST_DAY + timedelta(days=FOUNDING_DAYS + (number - founding - 1) // per_day)
    # Square-root growth in integers: the first half of the days brings a quarter of the clients.
    low, high = 0, FOUNDING_DAYS
    while low < high:
        middle = (low + high) // 2
        reached = founding * (middle * middle + 2 * middle * FOUNDING_DAYS)
        if reached >= number * 3 * FOUNDING_DAYS * FOUNDING_DAYS:
            high = middle
        else:
            low = middle + 1
    return FIRST_DAY + timedelta(days=low)


def clients_of(
    program: DemoProgram, partners: list[DemoPartner], until: date, scale: int = 1
) -> list[DemoClient]:
    """All clients of a program that have registered before `until` (excluded)."""
    founding = program.clients * scale
    made: list[DemoClient] = []
    number = 0
    while True:
        number += 1
        day = registration_day(number, founding)
        if day >= until:
            return made
        made.append(_client(program, partners, number, day))


def _client(
    program: DemoProgram, partners: list[DemoPartner], number: int, day: date
) -> DemoClient:
    rng = Random(f"{SEED}/{program.program_id}/client/{number}")
    known = [partner for partner in partners if partner.joined_on <= day]
    partner = rng.choices(known, [p.weight for p in known])[0] if rng.randrange(20) else None
    at = datetime.combine(day, time(0), UTC) + timedelta(seconds=rng.randrange(6 * 3600, 86000))
    waited = min(int(rng.expovariate(1 / 40000)) + 30, 7 * 86400)
    clicked = at - timedelta(seconds=waited) if partner else None
    return DemoClient(
        program_id=program.program_id,
        number=number,
        native_id=f"{program.program_id[:2].upper()}{100000 + number}",
        partner=partner,
        registered_at=at,
        clicked_at=clicked,
        country=rng.choice(program.countries),
        device=rng.choice(_DEVICES),
        sub1=rng.choice(_SUBS),
        currency_code=_currency(program, rng),
        vigour=min(100, int(rng.paretovariate(1.1) * 6)),
    )


def _currency(program: DemoProgram, rng: Random) -> str:
    if program.vertical == "igaming":
        return rng.choice(("EUR", "EUR", "EUR", "EUR", "NOK", "CAD"))
    if program.vertical == "forex":
        return rng.choice(("USD", "USD", "USD", "EUR", "GBP"))
    return rng.choice(("USD", "USD", "EUR")) if program.vertical == "software" else "USD"


def season(day: date) -> int:
    """Percent of an ordinary day: quieter summers, busier Decembers, slow weekends."""
    return _SEASON[(day.month + 7) % 12] * (80 if day.weekday() >= 5 else 104) // 100
