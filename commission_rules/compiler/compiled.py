"""What compiling gives: plans with their rulings by date, and the lookups of each program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from commission_rules.compiler.errors import RuleError
from commission_rules.compiler.intervals import Dated
from commission_rules.compiler.reading import Document
from commission_rules.schema.lookups import Lookups
from commission_rules.schema.plan import Plan, Version


@dataclass(frozen=True, eq=False)
class CompiledVersion:
    """One version: its number, its text in the file, the names its CPAs are paid once for."""

    version_no: int
    version: Version
    source_text: str
    once_names: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class CompiledPlan:
    """A plan; `intervals` say which version rules on each day."""

    program_id: str
    plan_id: str
    plan: Plan
    document: Document
    versions: tuple[CompiledVersion, ...]
    intervals: tuple[Dated[CompiledVersion], ...]


@dataclass(frozen=True, eq=False)
class CompiledPlans:
    """All plans by (program, plan) and all lookups by program; `rules_hash` covers every file.

    `notes` name what is carried into `terms` and not computed by the warehouse yet.
    """

    plans: Mapping[tuple[str, str], CompiledPlan]
    lookups: Mapping[str, Lookups]
    rules_hash: str
    notes: tuple[RuleError, ...] = ()
