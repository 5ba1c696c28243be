"""Compile a folder of plans: every error at once, or plans with their rulings by date."""

from __future__ import annotations

from pathlib import Path

from commission_rules.compiler.checks import HISTORY_CHECKS, PLAN_VERSION_CHECKS
from commission_rules.compiler.checks.cpa_ids import once_names
from commission_rules.compiler.checks.dates import rulings
from commission_rules.compiler.checks.not_computed import not_computed_yet
from commission_rules.compiler.compiled import CompiledPlan, CompiledPlans, CompiledVersion
from commission_rules.compiler.currencies import is_known
from commission_rules.compiler.errors import RuleError, RuleErrors
from commission_rules.compiler.intervals import Dated
from commission_rules.compiler.read_programs import (
    plan_files,
    program_folders,
    read_lookups,
    rules_hash,
    stray_files,
)
from commission_rules.compiler.reading import Document, read_document, validate
from commission_rules.schema.lookups import Lookups
from commission_rules.schema.plan import Plan


def compile_rules(plans_dir: Path) -> CompiledPlans:
    """Compile `plans_dir/<program>/<plan>.yaml`; the path is the id of a plan.

    Raises:
        RuleErrors: all errors of all files, each with file, line and what to do.
    """
    if not plans_dir.is_dir():
        what, todo = "there is no such folder", "name the folder of plans"
        raise RuleErrors([RuleError(str(plans_dir), 0, what, todo)])
    plans: dict[tuple[str, str], CompiledPlan] = {}
    lookups: dict[str, Lookups] = {}
    errors: list[RuleError] = []
    for folder in program_folders(plans_dir):
        beside, found = read_lookups(folder, plans_dir)
        lookups[folder.name] = beside
        errors += [*found, *stray_files(folder, plans_dir)]
        for path in plan_files(folder):
            plan, found = compile_plan(path, plans_dir, beside)
            errors += found
            if plan:
                plans[plan.program_id, plan.plan_id] = plan
    if errors:
        raise RuleErrors(errors)
    notes = tuple(note for plan in plans.values() for note in notes_of(plan))
    return CompiledPlans(plans, lookups, rules_hash(plans_dir), notes)


def compile_plan(
    path: Path, root: Path, lookups: Lookups
) -> tuple[CompiledPlan | None, list[RuleError]]:
    """Compile one file; returns the plan, or the errors."""
    document = read_document(path, root)
    if isinstance(document, RuleError):
        return None, [document]
    plan, errors = validate(Plan, document)
    if plan is None:
        return None, errors
    errors = check_plan(plan, document, lookups)
    if errors:
        return None, errors
    once = once_names(plan)
    versions = tuple(
        CompiledVersion(index + 1, version, source_text(document, index), once[index])
        for index, version in enumerate(plan.versions)
    )
    intervals = tuple(
        Dated(ruling.first, ruling.last, ruling.order, versions[ruling.thing])
        for ruling in rulings(plan)
    )
    return (
        CompiledPlan(document.program_id, path.stem, plan, document, versions, intervals),
        [],
    )


def notes_of(plan: CompiledPlan) -> list[RuleError]:
    """Return what the plan says and the warehouse does not compute yet, with its lines."""
    return [
        plan.document.error(("versions", index, *note.path), note.what, note.todo)
        for index, version in enumerate(plan.plan.versions)
        for note in not_computed_yet(version)
    ]


def check_plan(plan: Plan, document: Document, lookups: Lookups) -> list[RuleError]:
    """Run every check over a plan that fits the schema."""
    errors = []
    if not is_known(plan.currency):
        what = f"unknown currency {plan.currency}"
        errors.append(document.error(("currency",), what, "write a code of ISO 4217"))
    for index, version in enumerate(plan.versions):
        for version_check in PLAN_VERSION_CHECKS:
            errors += [
                document.error(("versions", index, *problem.path), problem.what, problem.todo)
                for problem in version_check(version, lookups)
            ]
    for history_check in HISTORY_CHECKS:
        errors += [
            document.error(problem.path, problem.what, problem.todo)
            for problem in history_check(plan)
        ]
    return errors


def source_text(document: Document, index: int) -> str:
    """Return the lines of version `index` (from 0) as they stand in the file."""
    sequence = document.data["versions"]
    starts = [sequence.lc.item(number)[0] for number in range(len(sequence))]
    lines = document.text.splitlines()
    end = starts[index + 1] if index + 1 < len(starts) else len(lines)
    own = lines[starts[index] : end]
    while own and (not own[-1].strip() or own[-1].lstrip().startswith("#")):
        own.pop()
    return "\n".join(own) + "\n"
