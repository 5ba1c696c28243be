"""Run the one refresh inside Dagster, and tell Dagster what happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dagster import (
    AssetCheckEvaluation,
    AssetCheckKey,
    AssetCheckResult,
    AssetExecutionContext,
    AssetKey,
    AssetMaterialization,
    MaterializeResult,
    MetadataValue,
)

from data_tests.runner import CheckResult
from pipelines.defs.publish import history
from pipelines.defs.quality.evaluations import RELEASE_KEY, evaluations
from pipelines.defs.rules import TABLES
from pipelines.lib import dbt_runner
from pipelines.lib.refresh import refresh
from pipelines.lib.refresh_result import ProgramOutcome, RefreshResult

FEEDS = ("clicks", "conversions", "activity", "trades", "accounts", "attributions", "fx_rates")
WAIT_SECONDS = 900  # a run waits so long for the warehouse


def declared_checks() -> dict[str, AssetCheckKey]:
    """{dbt test: its check's key}, for tests that stand on one model."""
    parsed = dbt_runner.manifest()
    found = {}
    for node in parsed.nodes.values():
        if str(node.resource_type) != "test":
            continue
        attached = parsed.nodes.get(getattr(node, "attached_node", None) or "")
        if attached is not None:
            key = AssetKey([attached.schema, attached.name])
            found[node.name] = AssetCheckKey(key, node.name)
    return found


def check_events(result: RefreshResult) -> list[AssetCheckEvaluation]:
    """The gates' answers as check evaluations."""
    return evaluations(result.checks, declared_checks(), FEEDS)


def materializations(result: RefreshResult) -> list[AssetMaterialization]:
    """What was made: feeds that brought files, terms, models, releases."""
    found: list[AssetMaterialization] = []
    by_feed: dict[str, list[Any]] = {}
    for file in result.files:
        by_feed.setdefault(file.feed, []).append(file)
    for feed, files in sorted(by_feed.items()):
        metadata = {
            name: sum(getattr(file, name) for file in files)
            for name in ("new", "amended", "repeated", "removed", "quarantined")
        }
        metadata["files"] = len(files)
        found.append(AssetMaterialization(AssetKey(["raw", feed]), metadata=metadata))
    if result.built:
        found += [AssetMaterialization(AssetKey(["terms", name])) for name in TABLES]
        found += [
            AssetMaterialization(
                AssetKey(node.subject.split(".")), metadata={"seconds": node.seconds}
            )
            for node in result.nodes
            if node.kind == "model" and not node.is_bad
        ]
    found += [
        AssetMaterialization(
            RELEASE_KEY, partition=outcome.program_id, metadata=release_metadata(result, outcome)
        )
        for outcome in result.programs.values()
        if outcome.outcome == "published"
    ]
    return found


def release_metadata(result: RefreshResult, outcome: ProgramOutcome) -> dict[str, Any]:
    """What the UI shows of one program's release."""
    manifest = result.manifests.get(outcome.program_id, {})
    files = manifest.get("files", [])
    return {
        "outcome": outcome.outcome,
        "digest": outcome.digest or "none",
        "reason": outcome.reason or "–",
        "as_of": result.as_of,
        "rows": sum(entry["rows"] for entry in files),
        "files": len(files),
        "seconds": MetadataValue.json(result.seconds),
    }


def release_events(programs: Iterable[str]) -> list[AssetMaterialization | AssetCheckEvaluation]:
    """What to tell of releases that were published outside Dagster: from their manifests."""
    programs = list(programs)
    events: list[AssetMaterialization | AssetCheckEvaluation] = []
    events += release_materializations(programs)
    checks: list[CheckResult] = []
    for program in programs:
        manifest = history.read(program, "current")
        checks += [
            CheckResult(
                row["gate"],
                program,
                row["subject"],
                row["check"],
                row["passed"],
                row["failed_rows"],
            )
            for row in manifest["gates"]
        ]
    names = sorted({name for program in programs for name in _tables_of(program)})
    events += [AssetMaterialization(AssetKey(["publish", name])) for name in names]
    return [*events, *evaluations(checks, declared_checks(), FEEDS)]


def release_materializations(programs: Iterable[str]) -> list[AssetMaterialization]:
    """The present releases of these programs."""
    events = []
    for program in programs:
        manifest = history.read(program, "current")
        metadata = {"digest": manifest["digest"], "as_of": manifest["as_of"]}
        events.append(AssetMaterialization(RELEASE_KEY, partition=program, metadata=metadata))
    return events


def _tables_of(program: str) -> list[str]:
    files = history.read(program, "current")["files"]
    named = [entry["table"] for entry in files if "tables" not in entry]
    return named + [name for entry in files for name in entry.get("tables", ())]


def run_refresh(context: AssetExecutionContext, programs: list[str] | None = None) -> RefreshResult:
    """The refresh of a run: visible steps in the log, waiting a stated time for the lock."""
    result = refresh(
        programs,
        on_step=lambda step: context.log.info(
            f"{step.name} …"
            if step.seconds is None
            else f"{step.name}: {step.seconds:.1f} s {step.detail}"
        ),
        force=True,
        wait_seconds=WAIT_SECONDS,
    )
    for outcome in result.programs.values():
        context.log.info(f"{outcome.program_id}: {outcome.outcome} {outcome.reason}".rstrip())
    return result


def tell(
    context: AssetExecutionContext, result: RefreshResult
) -> Iterator[MaterializeResult[Any] | AssetCheckResult]:
    """Results for the assets and checks that this run selected."""
    rows: dict[AssetKey, AssetMaterialization] = {m.asset_key: m for m in materializations(result)}
    for key in context.selected_asset_keys:
        told = rows.get(key)
        yield MaterializeResult(asset_key=key, metadata=dict(told.metadata) if told else {})
    yield from selected_checks(context.selected_asset_check_keys, check_events(result))


def selected_checks(
    keys: Iterable[AssetCheckKey], events: Iterable[AssetCheckEvaluation]
) -> Iterator[AssetCheckResult]:
    """The evaluations of the selected checks; a check without rows to look at passed."""
    by_key = {event.asset_check_key: event for event in events}
    for key in keys:
        event = by_key.get(key)
        yield AssetCheckResult(
            asset_key=key.asset_key,
            check_name=key.name,
            passed=event.passed if event else True,
            metadata=dict(event.metadata) if event else {},
            description=event.description if event else "nothing arrived to look at",
        )
