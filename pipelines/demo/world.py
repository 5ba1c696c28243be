"""Programs, partners in trees, deals and links of the demo, from the seed alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from pipelines.demo.calendar import FIRST_DAY, SEED
from pipelines.demo.names import company_names


@dataclass(frozen=True)
class DemoProgram:
    """A tenant. `clients` is the number registered by the demo's clock at scale 1."""

    program_id: str
    name: str
    vertical: str
    time_zone: str
    currency_code: str
    clients: int
    partners: int
    countries: tuple[str, ...]
    plans: tuple[str, ...]


@dataclass(frozen=True)
class DemoPartner:
    """A partner and its place in the tree; `share_of_clients` is a weight, not a rate."""

    program_id: str
    partner_id: str
    code: str
    name: str
    kind: str
    country: str
    parent_id: str | None
    depth: int
    joined_on: date
    weight: int
    payout_currency_code: str
    overrides: dict[str, str] = field(default_factory=dict)
    plan_id: str = ""

    @property
    def deal_id(self) -> str:
        return "D" + self.partner_id[1:]

    @property
    def link_code(self) -> str:
        return self.code.lower()


PROGRAMS = (
    DemoProgram(
        "brightspin", "Brightspin", "igaming", "Europe/Malta", "EUR", 1206, 18,
        ("DE", "FI", "AT", "IE", "NO", "CA"), ("revshare_tiered", "cpa_standard", "hybrid"),
    ),
    DemoProgram(
        "larkspur", "Larkspur Markets", "forex", "Europe/London", "USD", 905, 24,
        ("ES", "DE", "GB", "AE", "MY", "ZA"), ("ib_standard", "ib_pro"),
    ),
    DemoProgram(
        "summit", "Summit Funded", "prop", "America/New_York", "USD", 503, 10,
        ("US", "GB", "IN", "NG", "BR"), ("challenge_share",),
    ),
    DemoProgram(
        "ledgerly", "Ledgerly", "software", "Europe/Berlin", "USD", 403, 8,
        ("DE", "FR", "US", "NL"), ("recurring", "lifetime"),
    ),
)  # fmt: skip

# Parent of the n-th partner of a program (0 = first), by position; None is a root.
# Position 5 of the forex tree is five levels deep, seen from its root.
_TREES: dict[str, tuple[int | None, ...]] = {
    "larkspur": (
        None, 0, 1, 2, 3, 0, 1, None, 7, 8, 7, 8, None, 12, 12, 13, 0, 5, 16, None, 2, 3, 9, 14,
    ),
    "brightspin": (
        None, 0, 0, 1, None, 4, 4, None, None, 7, None, None, 10, None, 5, None, 3, None,
    ),
    "summit": (None, 0, None, 2, None, None, 0, None, 1, None),
    "ledgerly": (None, None, 1, None, None, 3, None, None),
}  # fmt: skip
_PAYOUT = {"DE": "EUR", "ES": "EUR", "FI": "EUR", "AT": "EUR", "IE": "EUR", "FR": "EUR",
           "NL": "EUR", "GB": "GBP", "NO": "NOK", "CA": "CAD"}  # fmt: skip


def partners_of(program: DemoProgram) -> list[DemoPartner]:
    """The partners of one program, parents before children."""
    tree = _TREES[program.program_id]
    names = company_names(program.program_id, len(tree))
    number = {"brightspin": 1000, "larkspur": 2000, "summit": 3000, "ledgerly": 4000}
    made: list[DemoPartner] = []
    for position, parent in enumerate(tree):
        rng = Random(f"{SEED}/{program.program_id}/partner/{position}")
        above = made[parent] if parent is not None else None
        country = rng.choice(program.countries)
        depth = above.depth + 1 if above else 0
        joined = (above.joined_on if above else FIRST_DAY) + timedelta(days=rng.randrange(0, 45))
        plan = program.plans[0] if program.vertical == "forex" else _plan(program, position)
        made.append(
            DemoPartner(
                program_id=program.program_id,
                partner_id=f"P-{number[program.program_id] + 1 + position}",
                code=names[position].split()[0].upper() + str(10 + position),
                name=names[position],
                kind=_kind(program, position, tree),
                country=country,
                parent_id=above.partner_id if above else None,
                depth=depth,
                joined_on=joined if position else FIRST_DAY,
                weight=rng.choice((1, 2, 2, 3, 4, 6, 9)) + (4 if position < 3 else 0),
                payout_currency_code=_PAYOUT.get(country, program.currency_code),
                plan_id=plan,
            )
        )
    return made


def _plan(program: DemoProgram, position: int) -> str:
    return program.plans[position % len(program.plans)]


def _kind(program: DemoProgram, position: int, tree: tuple[int | None, ...]) -> str:
    if position in tree and tree[position] is None:
        return "master"
    if tree[position] is not None:
        return "sub"
    return "ib" if program.vertical == "forex" else "affiliate"


def program_by_id(program_id: str) -> DemoProgram:
    """The demo program of that id; KeyError when there is none."""
    return {program.program_id: program for program in PROGRAMS}[program_id]
