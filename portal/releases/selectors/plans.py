"""The plans that the program's rules have, as the release executes them."""

from __future__ import annotations

from portal.deals.ranges import PlanVersion
from portal.releases.reader import Release


def plan_versions(release: Release) -> list[PlanVersion]:
    """Every version of every plan of the program; read when the release was opened."""
    return [
        PlanVersion(
            row["plan_id"], row["version_no"], row["valid_from"], row["valid_to"],
            row["source_text"] or "",
        )
        for row in release.plans
    ]  # fmt: skip
