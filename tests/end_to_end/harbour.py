"""The small program of the end-to-end tests: three partners under each other, one report.

The same story in three programs: `harbour` (the account is live), `harbour-demo` (the account is a
demo and the plan lists live ones only), `harbour-practice` (a demo, and a plan that lists demos).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tests.end_to_end.product import Product
from tests.fixtures.mt5_report import Close, Position, mt5_report

LIVE, DEMO, PRACTICE = "harbour", "harbour-demo", "harbour-practice"
PROGRAMS = {LIVE: ("live", "rebate"), DEMO: ("demo", "rebate"), PRACTICE: ("demo", "practice")}
LOGIN = "5012345"
MASTER, MIDDLE, DIRECT = "P-1", "P-2", "P-3"
CHAIN = (DIRECT, MIDDLE, MASTER)

# Rates per lot that each partner has agreed to: the plan's own, or the deal's instead.
_TABLE = "components.rebate.rate_per_lot"
OVERRIDES = {
    MASTER: {"majors": "7.50", "minors": "9.25", "metals": "11.00"},
    MIDDLE: {"majors": "8.00", "minors": "7.25", "metals": "10.00"},
    DIRECT: {},
}
# Written out by hand, per symbol as the broker writes it: direct partner, middle, master; lots
# count times the last number.
RATES = {
    "EURUSD": ("6.00", "8.00", "7.50", "1"),
    "EURAUD": ("5.75", "7.25", "9.25", "1"),
    "GOLD_": ("7.00", "10.00", "11.00", "1"),
    "SILVER_": ("7.00", "10.00", "11.00", "0.80"),
}
OTHERS = ("2.00", "2.00", "2.00", "1")
SUFFIXES = (".r", "_")

# Server time is UTC+3: the fifth position closes on 1 November there, on 31 October here.
POSITIONS = (
    Position(10_001, "EURUSD.r", "sell", "0.03", "2022.10.05 09:00:00", "0.99120",
             (Close(901, "2022.10.05 10:00:00", "0.03", "0.98870", "7.50"),)),
    Position(10_003, "EURAUD", "sell", "0.03", "2022.10.28 12:48:49", "1.55244",
             (Close(902, "2022.10.28 13:26:11", "0.03", "1.55055", "3.64", "[tp 1.55057]"),)),
    Position(10_005, "GOLD_", "buy", "0.30", "2022.10.28 13:00:27", "1649.16",
             (Close(903, "2022.10.28 13:05:00", "0.13", "1650.00", "10.92"),
              Close(904, "2022.10.28 13:09:53", "0.17", "1649.63", "7.99"))),
    Position(10_007, "SILVER_", "buy", "1.05", "2022.10.30 10:00:00", "19.200",
             (Close(905, "2022.10.31 10:00:00", "1.05", "19.300", "525"),), "-3.15"),
    Position(10_009, "EURUSD.r", "buy", "2 500.00", "2022.10.31 22:00:00", "0.98800",
             (Close(906, "2022.11.01 01:30:00", "2 500.00", "0.98790", "-25000"),)),
    Position(10_011, "DOGEUSD", "buy", "0.25", "2022.10.31 12:00:00", "0.1201",
             (Close(907, "2022.10.31 12:30:00", "0.25", "0.1203", "0.05"),)),
    Position(10_013, "EURAUD", "buy", "0.50", "2022.10.31 12:00:00", "1.5500",
             (Close(908, "2022.11.01 03:30:00", "0.50", "1.5510", "30"),)),
)  # fmt: skip


@dataclass(frozen=True)
class Trade:
    """A closed trade as the report says it."""

    symbol: str
    lots: Decimal
    day: str  # of the program: UTC


def trades_of(positions: tuple[Position, ...] = POSITIONS) -> list[Trade]:
    """One trade per closing deal; days by hand: the last two close after midnight over there."""
    days = {906: "2022-10-31", 908: "2022-11-01"}
    return [
        Trade(
            p.symbol,
            Decimal(c.volume.replace(" ", "")),
            days.get(c.deal) or c.at[:10].replace(".", "-"),
        )
        for p in positions
        for c in p.closes
    ]


def earned_by(trade: Trade) -> dict[str, Decimal]:
    """What the chain earns on a trade, to the cent: COMMISSIONS, Levels, differential.

    The direct partner has its own rate; each one above what its rate exceeds all rates below.
    """
    name = trade.symbol
    for suffix in SUFFIXES:
        name = name if name in RATES else name.removesuffix(suffix)
    *rates, modifier = (Decimal(text) for text in RATES.get(name, OTHERS))
    lots = trade.lots * modifier
    direct, middle, master = rates
    exact = {
        DIRECT: lots * direct,
        MIDDLE: lots * max(Decimal(0), middle - direct),
        MASTER: lots * max(Decimal(0), master - max(direct, middle)),
    }
    return {who: amount.quantize(Decimal("0.01"), ROUND_HALF_UP) for who, amount in exact.items()}


def found(product: Product, first_period: str) -> None:
    """Programs, partners under each other and deals, by commands; then the ECB's rates."""
    day = f"{first_period}-01"
    lines: list[str] = []
    for program, (_, plan) in PROGRAMS.items():
        product.take_plans(program, "harbour")
        where = f"--program {program} --from {day}"
        lines += [
            f"program create {program} --name {program.title()} --vertical forex --currency USD "
            f"--first-period {first_period}",
            f"partner create {MASTER} {where} --name Master --kind master",
            f"partner create {MIDDLE} {where} --name Middle --kind ib --parent {MASTER}",
            f"partner create {DIRECT} {where} --name Direct --kind sub --parent {MIDDLE}",
        ]
        for partner, rates in OVERRIDES.items():
            agreed = [f"--override {_TABLE}[symbol_group={g}]={v}" for g, v in rates.items()]
            lines.append(f"deal create {partner} {plan} {where} {' '.join(agreed)}")
        lines.append(f"rates ecb --program {program} --since 2022-09-01 --until 2022-10-28")
    product.commands(*lines)


def deliver(product: Product, report: bytes, login: str, first_period: str) -> None:
    """The report, who has the account, and whom the client belongs to, into each landing."""
    for program, (account_type, _) in PROGRAMS.items():
        clock = product.data_dir / "programs" / program / "feeds.yaml"
        clock.parent.mkdir(parents=True, exist_ok=True)
        clock.write_text("trades: {clock: UTC+3}\n")
        product.drop(program, "trades", "ReportHistory.xlsx", report)
        product.drop(
            program,
            "accounts",
            "accounts.csv",
            f"login,client_id,type\n{login},client-7,{account_type}\n",
        )
        product.drop(
            program,
            "attributions",
            "attributions.csv",
            f"client_id,valid_from,partner_id,source\nclient-7,{first_period}-01,{DIRECT},manual\n",
        )


def with_person(product: Product, program: str, partner: str) -> tuple[str, str]:
    """A new person who may look at a partner: address and password."""
    email = f"{partner.lower()}@{program}.example"
    made = product.ask(
        ["person", "create", email, "--name", partner, "--partner", f"{program}/{partner}:owner"]
    )
    return email, made["password"]


def report_bytes() -> bytes:
    """The report of the fixture: an account in US dollars."""
    return mt5_report(POSITIONS, login=LOGIN)
