"""What a scenario's people and rules were at a moment, for the parts of differences."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from pipelines.lib.scenarios.moments import local_day
from pipelines.lib.scenarios.staged import Row, Staged


class StagedPast:
    """A `Past` of scenarios: `known` gives each program with the moment it has come to."""

    def __init__(self, known: Mapping[str, tuple[Staged, datetime]]) -> None:
        self._known = known

    def people(self, program_id: str, moment: datetime) -> Mapping[str, Sequence[Row]]:
        """See `pipelines.lib.causes.Past`."""
        staged, _ = self._known[program_id]
        relations = [{**row, "program_id": program_id} for row in staged.relations_known(moment)]
        deals = [
            {**row, "program_id": program_id, "overrides": json.dumps(row["overrides"])}
            for row in staged.deals_known(moment)
        ]
        return {"portal_relations": relations, "portal_deals": deals}

    def terms(
        self, program_id: str, day: date | None, deals: Sequence[Row]
    ) -> Mapping[str, Sequence[Row]]:
        """See `pipelines.lib.causes.Past`."""
        staged, moment = self._known[program_id]
        chosen = [{**row, "overrides": json.loads(row["overrides"])} for row in deals]
        tables = staged.terms_known(day or local_day(moment, staged.zone), chosen)
        return {name: rows for (_, name), rows in tables.items()}
