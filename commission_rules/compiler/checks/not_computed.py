"""What `terms` carries and the warehouse does not compute yet: notes, not errors.

Nothing at present. A field that is taken into the schema before a model computes it has its line
here until then; what would be priced wrongly in silence is refused (checks/metrics.py).
"""

from __future__ import annotations

from commission_rules.schema.component import Problem
from commission_rules.schema.plan import Version


def not_computed_yet(version: Version) -> list[Problem]:
    """Return one note for each part of the version that is not computed yet."""
    return []
