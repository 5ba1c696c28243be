"""The plans that the program's rules have, as the release executes them."""

from __future__ import annotations

from portal.deals.ranges import PlanVersion
from portal.releases.reader import Release

_PLANS = """
select plan_id, version_no, valid_from, valid_to, source_text
from pub_portal__plan_versions
order by plan_id, version_no
"""


def plan_versions(release: Release) -> list[PlanVersion]:
    """Every version of every plan of the program. 1 query."""
    return [
        PlanVersion(
            row["plan_id"], row["version_no"], row["valid_from"], row["valid_to"],
            row["source_text"] or "",
        )
        for row in release.rows(_PLANS)
    ]  # fmt: skip
