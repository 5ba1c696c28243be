"""A scenario as rows: what was known at each moment. `records` are feeds, `dated` portal rows."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from commission_rules.compiler import resolve
from commission_rules.compiler.compiled import CompiledPlans
from commission_rules.compiler.intervals import Dated, effective
from commission_rules.schema.plan import FOREVER
from commission_rules.schema.scenario.reading import Source
from commission_rules.schema.scenario.scenario import Scenario
from pipelines.lib.scenarios.moments import local_day
from pipelines.lib.scenarios.plans import known_on

Row = dict[str, Any]
Tables = dict[tuple[str, str], list[Row]]
SOURCE = "scenario"


@dataclass
class Version:
    """A record as it arrived: payload (None: removed), its fees, the line that said it."""

    recorded_at: datetime
    payload: Row | None
    fees: Mapping[str, Any] = field(default_factory=dict)
    line: int = 0


@dataclass
class Record:
    """A record of a feed with its versions in order of arrival."""

    table: str
    key: str
    versions: list[Version]


@dataclass
class Staged:
    """Everything about one scenario, ready to be loaded as of a moment."""

    program_id: str
    scenario: Scenario
    source: Source
    plans: CompiledPlans
    zone: ZoneInfo
    currency: str
    first_day: date
    last_day: date
    settings: Tables = field(default_factory=lambda: defaultdict(list))
    records: list[Record] = field(default_factory=list)
    relations: list[Row] = field(default_factory=list)
    deals: list[Row] = field(default_factory=list)
    reviews: list[Row] = field(default_factory=list)
    adjustments: list[Row] = field(default_factory=list)
    rates: list[Row] = field(default_factory=list)
    _terms: dict[str, Tables] = field(default_factory=dict)

    def rows(self, moment: datetime, line_ids: Mapping[str, str]) -> Tables:
        """Rows of `raw` and `terms` as known at a moment; `line_ids` names reviewed lines.

        Raises RuleErrors when deals and plans do not fit.
        """
        tables: Tables = defaultdict(list)
        for name, rows in self.settings.items():
            tables[name] = [dict(row) for row in rows]
        tables["raw", "portal_relations"] = self.relations_known(moment)
        deals = self.deals_known(moment)
        tables["raw", "portal_deals"] = [
            {**row, "overrides": json.dumps(row["overrides"])} for row in deals
        ]
        tables["raw", "portal_reviews"] = self._reviews(moment, line_ids)
        tables["raw", "portal_adjustments"] = [
            {key: value for key, value in row.items() if key != "recorded_at"}
            for row in self.adjustments
            if row["recorded_at"] <= moment
        ]
        for record in self.records:
            _arrived(tables, record, moment, self.source.place)
        for (_, table), rows in tables.items():
            for row in rows:
                if table != "fx_rates":
                    row["program_id"] = self.program_id
        tables["raw", "fx_rates"] = [row for row in self.rates if row["recorded_at"] <= moment]
        for name, rows in self._resolved(moment, deals).items():
            tables[name] = rows
        return tables

    def _resolved(self, moment: datetime, deals: list[Row]) -> Tables:
        return self.terms_known(local_day(moment, self.zone), deals)

    def deals_known(self, moment: datetime) -> list[Row]:
        """Rows of the deals that were recorded by a moment."""
        return [row for row in self.deals if row["recorded_at"] <= moment]

    def terms_known(self, day: date, deals: list[Row]) -> Tables:
        """The tables of `terms` for some of the deals, by the rules known on a day."""
        plans = known_on(self.plans, day)
        versions = sorted(
            (key, version.version_no) for key, plan in plans.plans.items()
            for version in plan.versions
        )  # fmt: skip
        key = repr((versions, [(row["deal_id"], row["deal_version_no"]) for row in deals]))
        if key not in self._terms:
            rows = [
                {**row, "program_id": self.program_id, "overrides": json.dumps(row["overrides"])}
                for row in deals
            ]
            found = resolve(plans, rows, languages=())
            self._terms[key] = {("terms", name): list(own) for name, own in found.items()}
        return self._terms[key]

    def relations_known(self, moment: datetime | None) -> list[Row]:
        """On each day the relation recorded last rules (spans of one child never overlap);
        without a moment, all that are ever recorded."""
        by_child: dict[str, list[Dated[Row]]] = defaultdict(list)
        for number, row in enumerate(self.relations):
            if moment is None or row["recorded_at"] <= moment:
                by_child[row["partner_id"]].append(
                    Dated(row["valid_from"], row["valid_to"], (row["recorded_at"], number), row)
                )
        return [
            {**span.thing, "valid_from": span.first, "valid_to": span.last}
            for items in by_child.values()
            for span in effective(items)
            if span.thing["parent_partner_id"] is not None
        ]

    def _reviews(self, moment: datetime, line_ids: Mapping[str, str]) -> list[Row]:
        """The state that rules now: of one target's reviews the one recorded last."""
        ruling: dict[tuple[str, str], Row] = {}
        known = [row for row in self.reviews if row["recorded_at"] <= moment]
        for row in sorted(known, key=lambda row: row["recorded_at"]):
            found = dict(row)
            if found["target_kind"] == "line":
                found["target_id"] = line_ids.get(found["review_id"], "")
            ruling[found["target_kind"], found["target_id"]] = found
        return list(ruling.values())


def _arrived(tables: Tables, record: Record, moment: datetime, place: str) -> None:
    """Append the versions of a record that had arrived."""
    known = [version for version in record.versions if version.recorded_at <= moment]
    before: Row = {}
    for number, version in enumerate(known, start=1):
        payload = before if version.payload is None else version.payload
        before = payload
        tables["raw", record.table].append({
            "record_key": record.key, "version_no": number, "is_current": number == len(known),
            "is_removed": version.payload is None, "content_hash": f"{record.key}/{number}",
            "recorded_at": version.recorded_at, "first_recorded_at": known[0].recorded_at,
            "source": SOURCE, "file_id": "scenario", "file_name": place,
            "file_row": version.line, **payload,
        })  # fmt: skip
        for code, amount in version.fees.items():
            tables["raw", "activity_fees"].append({
                "record_key": record.key, "version_no": number, "fee_code": f"fees.{code}",
                "amount": amount,
            })  # fmt: skip


def forever(day: date | None) -> date:
    """An open end as the tables write it."""
    return day or FOREVER
