"""A random program before it is given an id: plans, deals, people and records in two phases."""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from commission_rules.compiler import RuleErrors, compile_rules, resolve
from tests.oracle.facts import Rows

Data = dict[str, Any]
FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)


@dataclass
class Record:
    """One record of a feed: its payload by version; None is a removal.

    `phase` is when the first version arrives: 1 before the first close, 2 after it; a second
    version arrives in phase 2.
    """

    table: str
    record_key: str
    versions: list[Data | None]
    fees: list[Mapping[str, Any]] = field(default_factory=list)
    phase: int = 1


@dataclass
class Draft:
    """Everything about a program but its id."""

    zone: str = "UTC"
    reattribute_after: int | None = None
    plans: dict[str, Data] = field(default_factory=dict)
    symbols: Data = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    suffixes: list[str] = field(default_factory=list)
    countries: dict[str, list[str]] = field(default_factory=dict)
    details: Data = field(default_factory=dict)
    partners: list[Data] = field(default_factory=list)
    relations: list[Data] = field(default_factory=list)
    deals: list[Data] = field(default_factory=list)
    links: list[Data] = field(default_factory=list)
    reviews: list[Data] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)

    def rows(self, program_id: str, phase: int = 2) -> dict[tuple[str, str], list[Data]]:
        """Rows of `raw` as they are known in a phase."""
        tables: dict[tuple[str, str], list[Data]] = defaultdict(list)
        tables["raw", "portal_programs"] = [
            {"name": program_id, "time_zone": self.zone, "vertical": "forex",
             "calendar_ids": "month,week,half_month", "currency_code": "EUR",
             "rate_set": "shared", "window_days": 30,
             "reattribute_after_inactive_days": self.reattribute_after,
             "first_period_id": "2026-01"}
        ]  # fmt: skip
        tables["raw", "portal_periods"] = [row for name in CALENDARS for row in periods(name)]
        for name in ("partners", "relations", "deals", "links"):
            tables["raw", f"portal_{name}"] = [dict(row) for row in getattr(self, name)]
        tables["raw", "portal_reviews"] = [
            {"review_id": f"R-{number}", **row}
            for number, row in enumerate(self.reviews)
            if row["phase"] <= phase
        ]
        for record in self.records:
            for table, row in _versions(record, phase):
                tables["raw", table].append(row)
        for row in tables["raw", "portal_deals"]:
            row["overrides"] = json.dumps(row["overrides"])
        for (_, table), found in tables.items():
            for row in found:
                row["program_id"] = program_id
                if table == "portal_reviews":
                    row.pop("phase")
        return tables


ARRIVALS = {1: "2026-02-01 04:00:00", 2: "2026-03-20 04:00:00"}


def _versions(record: Record, phase: int) -> list[tuple[str, Data]]:
    """The record's rows of its table (and its fees) that have arrived."""
    found: list[tuple[str, Data]] = []
    known = [
        (number, payload)
        for number, payload in enumerate(record.versions, 1)
        if (record.phase if number == 1 else 2) <= phase
    ]
    for number, payload in known:
        kept = payload if payload is not None else record.versions[number - 2]
        arrival = ARRIVALS[record.phase if number == 1 else 2]
        row = {
            "record_key": record.record_key, "version_no": number,
            "is_current": number == len(known), "is_removed": payload is None,
            "content_hash": f"{record.record_key}/{number}", "recorded_at": arrival,
            "first_recorded_at": ARRIVALS[record.phase], "source": "test", "file_id": "f",
            "file_name": "f.csv", "file_row": 2 + number, **(kept or {}),
        }  # fmt: skip
        found.append((record.table, row))
        for fee in record.fees:
            key = {"record_key": record.record_key, "version_no": number}
            found.append(("activity_fees", {**key, **fee}))
    return found


CALENDARS = ("month", "week", "half_month")


def periods(calendar_id: str) -> list[Data]:
    """The periods of the first half of 2026 (weeks: those that begin in it)."""
    starts = [day for day in _days() if _begins(calendar_id, day)]
    ends = [start - timedelta(days=1) for start in starts[1:]]
    last = LAST if calendar_id != "week" else starts[-1] + timedelta(days=6)
    return [
        {
            "calendar_id": calendar_id,
            "period_id": _period_id(calendar_id, start),
            "starts_on": start,
            "ends_on": end,
            "period_no": number,
            "is_open": False,
        }
        for number, (start, end) in enumerate(zip(starts, [*ends, last], strict=True), 1)
    ]


def _days() -> list[date]:
    return [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]


def _begins(calendar_id: str, day: date) -> bool:
    if calendar_id == "week":
        return day.isoweekday() == 1
    return day.day == 1 or (calendar_id == "half_month" and day.day == 16)


def _period_id(calendar_id: str, start: date) -> str:
    if calendar_id == "week":
        year, week, _ = start.isocalendar()
        return f"{year}-W{week:02}"
    half = "" if calendar_id == "month" else "a" if start.day == 1 else "b"
    return f"{start:%Y-%m}{half}"


def compiled(drafts: Mapping[str, Draft], phase: int = 2) -> dict[str, Rows]:
    """Rows of `raw` and `terms` of each program, by the product's own compiler.

    Raises RuleErrors when a draft is not a program that the compiler accepts.
    """
    rows = {program_id: draft.rows(program_id, phase) for program_id, draft in drafts.items()}
    with tempfile.TemporaryDirectory() as folder:
        for program_id, draft in drafts.items():
            _write_plans(Path(folder) / program_id, draft)
        plans = compile_rules(Path(folder))
    deals = [
        {**row, "valid_from": _day(row["valid_from"]), "valid_to": _day(row["valid_to"])}
        for tables in rows.values()
        for row in tables["raw", "portal_deals"]
    ]
    for name, found in resolve(plans, deals, languages=("en",)).items():
        for row in found:
            rows[row["program_id"]]["terms", name].append(row)
    for program_id, draft in drafts.items():
        rows[program_id]["raw", "fx_rates"] = list(RATES)
        rows[program_id].update(as_written(draft))
    return rows


def as_written(draft: Draft) -> dict[tuple[str, str], list[Data]]:
    """What the oracle reads in place of `terms`: plans as they are written."""
    beside = {"countries": draft.countries, "details": draft.details}
    return {
        ("plan", "plans"): [{"plan_id": name, **plan} for name, plan in draft.plans.items()],
        ("plan", "beside"): [{"name": name, "value": value} for name, value in beside.items()],
    }


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def is_accepted(draft: Draft) -> bool:
    """Tell whether the compiler takes the draft."""
    try:
        compiled({"p": draft})
    except RuleErrors:
        return False
    return True


def _write_plans(folder: Path, draft: Draft) -> None:
    folder.mkdir()
    for name, plan in draft.plans.items():
        (folder / f"{name}.yaml").write_text(json.dumps(plan, default=str))
    groups = {
        group: {"label": {"en": group, "de": group, "ar": group}, "symbols": members}
        for group, members in draft.symbols.items()
    }
    if groups:
        lookups = {
            "groups": groups, "details": draft.details, "aliases": draft.aliases,
            "suffixes": draft.suffixes,
        }  # fmt: skip
        (folder / "_symbols.yaml").write_text(json.dumps(lookups))
    if draft.countries:
        countries = {
            name: {"label": {"en": name, "de": name, "ar": name}, "countries": members}
            for name, members in draft.countries.items()
        }
        (folder / "_countries.yaml").write_text(json.dumps({"groups": countries}))


def _rates() -> Sequence[Data]:
    """Rates of the year's working days; the fifth of May is missing for the dollar."""
    found = []
    for number in range(-40, 200):
        day = FIRST + timedelta(days=number)
        if day.isoweekday() > 5:
            continue
        for code, base, step in (("USD", 10850, 37), ("JPY", 1612300, 4177), ("KWD", 3321, 13)):
            units = f"{(base + number * number * step % (base // 10)) / 10000:.8f}"
            found.append(
                {"rate_set": "shared", "rate_on": day, "currency_code": code,
                 "units_per_eur": units, "source": "test", "recorded_at": "2026-01-01 00:00:00"}
            )  # fmt: skip
    return found


RATES = _rates()
