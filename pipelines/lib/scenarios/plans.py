"""The plans of a scenario, compiled by the product's own compiler; errors name the scenario."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from commission_rules.compiler.checks.cpa_ids import once_names
from commission_rules.compiler.checks.dates import rulings
from commission_rules.compiler.compile import check_plan, compile_plan, notes_of
from commission_rules.compiler.compiled import CompiledPlan, CompiledPlans, CompiledVersion
from commission_rules.compiler.errors import RuleError
from commission_rules.compiler.intervals import Dated
from commission_rules.compiler.read_programs import read_lookups
from commission_rules.compiler.reading import Document, validate
from commission_rules.schema.lookups import (
    Countries,
    CountryGroup,
    Lookups,
    Names,
    SymbolDetail,
    SymbolGroup,
    Symbols,
)
from commission_rules.schema.plan import Plan, Title, Version
from commission_rules.schema.scenario.reading import Source
from commission_rules.schema.scenario.scenario import Scenario
from pipelines.settings import settings

START = "2000-01-01"


@dataclass(frozen=True, eq=False)
class Written(Document):
    """A plan that stands in a scenario: its lines are the scenario's."""

    source: Source | None = None
    path: tuple[str | int, ...] = ()
    has_versions: bool = False

    def line(self, path: Sequence[str | int]) -> int:
        """The line in the scenario; a plan without `versions` has their keys beside the others."""
        assert self.source is not None
        if path[:1] == ("versions",) and not self.has_versions:
            path = path[2:]
        return self.source.line((*self.path, *path))


def compiled_plans(
    scenario: Scenario, source: Source, program_id: str
) -> tuple[CompiledPlans | None, list[RuleError]]:
    """All plans of a scenario as the plans of one program, or what is wrong with them."""
    own = _own_lookups(scenario)
    plans: dict[tuple[str, str], CompiledPlan] = {}
    lookups: Lookups | None = None
    errors: list[RuleError] = []
    for name, written in scenario.all_plans().items():
        path = ("plan",) if name == "plan" and scenario.plan is not None else ("plans", name)
        if isinstance(written, str):
            plan, beside, found = _by_id(written, source, path, own)
            lookups = lookups or beside
        else:
            plan, found = _inline(written, scenario.name, source, path, own)
        errors += found
        if plan:
            plans[program_id, name] = replace(plan, program_id=program_id, plan_id=name)
    if errors:
        return None, errors
    declared = scenario.program.symbols
    is_own = declared.groups or declared.details or own.countries.groups or lookups is None
    used = own if is_own or lookups is None else lookups
    notes = tuple(note for plan in plans.values() for note in notes_of(plan))
    return CompiledPlans(plans, {program_id: used}, "", notes), []


def _own_lookups(scenario: Scenario) -> Lookups:
    symbols = scenario.program.symbols
    grouped = {symbol for members in symbols.groups.values() for symbol in members}
    named = {symbol for plan in scenario.all_plans().values() for symbol in _symbols_in(plan)}
    return Lookups(
        Symbols(
            groups={
                name: SymbolGroup(label=_title(name), symbols=members)
                for name, members in symbols.groups.items()
            },
            details={
                **{name: SymbolDetail() for name in sorted(named - grouped)},
                **symbols.details,
            },
            aliases=symbols.aliases,
            suffixes=symbols.suffixes,
        ),
        Countries(
            groups={
                name: CountryGroup(label=_title(name), countries=members)
                for name, members in scenario.program.countries.items()
            }
        ),
        Names(),
    )


def _symbols_in(part: Any) -> Iterator[str]:
    """The symbols that a plan names: a scenario need not declare them as well."""
    if isinstance(part, list):
        for entry in part:
            yield from _symbols_in(entry)
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "symbol" and isinstance(value, str):
                yield value
            elif key == "symbols" and isinstance(value, list):
                yield from (symbol for symbol in value if isinstance(symbol, str))
            else:
                yield from _symbols_in(value)


def _title(text: str) -> Title:
    return Title(en=text, de=text, ar=text)


def _by_id(
    plan_id: str, source: Source, path: tuple[str | int, ...], own: Lookups
) -> tuple[CompiledPlan | None, Lookups, list[RuleError]]:
    """A plan file, by `program/plan`."""
    root = settings().plans
    file = root / f"{plan_id}.yaml"
    if len(Path(plan_id).parts) != 2 or not file.is_file():
        known = ", ".join(
            sorted(
                p.relative_to(root).with_suffix("").as_posix()
                for p in root.glob("*/*.yaml")
                if not p.name.startswith("_")
            )
        )
        return (
            None,
            own,
            [source.error(path, f"there is no plan {plan_id}", f"name one of {known}")],
        )
    lookups, errors = read_lookups(file.parent, root)
    plan, found = compile_plan(file, root, lookups)
    return plan, lookups, [*errors, *found]


def _inline(
    written: dict[str, Any], name: str, source: Source, path: tuple[str | int, ...], own: Lookups
) -> tuple[CompiledPlan | None, list[RuleError]]:
    data = _with_defaults(written, name)
    document = Written(
        source.place, "", _text_of(source, path), data, source, path, "versions" in written
    )
    plan, errors = validate(Plan, document)
    if plan is None:
        return None, errors
    errors = check_plan(plan, document, own)
    if errors:
        return None, errors
    once = once_names(plan)
    versions = tuple(
        CompiledVersion(index + 1, version, document.text, once[index])
        for index, version in enumerate(plan.versions)
    )
    return CompiledPlan("", "", plan, document, versions, _intervals(plan, versions)), []


def _with_defaults(written: dict[str, Any], name: str) -> dict[str, Any]:
    """What a plan in a scenario may leave out: title, currency, calendar, and the frame of its
    versions (in force since 2000, recorded on the first day)."""
    heads = {key: written[key] for key in written if key in Plan.model_fields}
    rest = {key: written[key] for key in written if key not in Plan.model_fields}
    versions = written.get("versions")
    if versions is None:
        versions = [rest]
    else:
        heads.update(rest)  # unknown keys: the plan's schema names them
    if isinstance(versions, list):
        versions = [_version(v, index, name) for index, v in enumerate(versions)]
    title = {"en": name, "de": name, "ar": name}
    return {"title": title, "currency": "EUR", "calendar": "month", **heads, "versions": versions}


def _version(written: Any, index: int, name: str) -> Any:
    if not isinstance(written, dict):
        return written
    frame: dict[str, Any] = {"valid_to": None, "reference": name}
    if index == 0:
        frame["valid_from"] = START
    found = {**frame, **written}
    found.setdefault("recorded_on", found.get("valid_from", START))
    return found


def _text_of(source: Source, path: tuple[str | int, ...]) -> str:
    """The plan as it stands in the file: from its line to the last line below it."""
    below = [line for key, line in source.lines.items() if key[: len(path)] == path]
    if not below:
        return ""
    return "\n".join(source.text.splitlines()[min(below) - 1 : max(below)]) + "\n"


def _intervals(
    plan: Plan, versions: tuple[CompiledVersion, ...]
) -> tuple[Dated[CompiledVersion], ...]:
    return tuple(
        Dated(ruling.first, ruling.last, ruling.order, versions[ruling.thing])
        for ruling in rulings(plan)
    )


def known_on(plans: CompiledPlans, day: date) -> CompiledPlans:
    """The plans as they were on a day: without versions that were recorded later."""
    return replace(plans, plans={key: _known(plan, day) for key, plan in plans.plans.items()})


def _known(plan: CompiledPlan, day: date) -> CompiledPlan:
    known = [
        (compiled, version)
        for compiled, version in zip(plan.versions, plan.plan.versions, strict=True)
        if version.recorded_on <= day
    ] or [(plan.versions[0], plan.plan.versions[0])]
    versions = tuple(compiled for compiled, _ in known)
    shown = plan.plan.model_copy(update={"versions": tuple(version for _, version in known)})
    return replace(plan, plan=shown, versions=versions, intervals=_intervals(shown, versions))


def plan_words(plans: CompiledPlans) -> str:
    """Everything that the plans say, to look for words in."""
    return " ".join(
        version.model_dump_json(by_alias=True)
        for plan in plans.plans.values()
        for version in plan.plan.versions
        if isinstance(version, Version)
    )
