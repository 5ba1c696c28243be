"""From the results of a refresh to check evaluations, one per declared check. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dagster import (
    AssetCheckEvaluation,
    AssetCheckKey,
    AssetKey,
    JsonMetadataValue,
    MarkdownMetadataValue,
    MetadataValue,
)

from data_tests.runner import CheckResult

GATE_1, RULES, RELEASE_SUMS, OTHERS = "gate_1", "rules_compile", "sums", "gate_2_others"
TERMS_KEY, RELEASE_KEY = AssetKey(["terms", "plan_versions"]), AssetKey(["release"])
SAMPLE_COLUMNS = 8


def declared_key(
    result: CheckResult, declared: Mapping[str, AssetCheckKey], feeds: Iterable[str]
) -> AssetCheckKey:
    """The declared check under which a result is told.

    `declared` maps the names of dbt's tests to their keys.
    """
    if result.check_name == RULES:
        return AssetCheckKey(TERMS_KEY, RULES)
    if result.gate == "gate_1" and result.subject in set(feeds):
        return AssetCheckKey(AssetKey(["raw", result.subject]), GATE_1)
    if result.gate == "published":
        return AssetCheckKey(RELEASE_KEY, RELEASE_SUMS)
    return declared.get(result.check_name, AssetCheckKey(RELEASE_KEY, OTHERS))


def evaluations(
    results: Iterable[CheckResult], declared: Mapping[str, AssetCheckKey], feeds: Iterable[str]
) -> list[AssetCheckEvaluation]:
    """One evaluation per declared check that has results; it fails when one of them failed."""
    grouped: dict[AssetCheckKey, list[CheckResult]] = {}
    known = list(feeds)
    for result in results:
        grouped.setdefault(declared_key(result, declared, known), []).append(result)
    return [_evaluation(key, found) for key, found in sorted(grouped.items(), key=str)]


def _evaluation(key: AssetCheckKey, results: list[CheckResult]) -> AssetCheckEvaluation:
    failed = [result for result in results if not result.passed]
    metadata: dict[str, MetadataValue] = {
        "expectations": MetadataValue.int(len({r.check_name for r in results})),
        "failed_rows": MetadataValue.int(sum(r.failed_rows for r in failed)),
    }
    if failed:
        metadata["programs"] = JsonMetadataValue(sorted({r.program_id for r in failed}))
        metadata["failed"] = MarkdownMetadataValue(failed_table(failed))
    for number, result in enumerate(failed[:5], 1):
        if result.sample:
            metadata[f"rows_{number}_{result.check_name}"[:60]] = MarkdownMetadataValue(
                sample_table(result.sample)
            )
    return AssetCheckEvaluation(
        asset_key=key.asset_key,
        check_name=key.name,
        passed=not failed,
        metadata=metadata,
        description=failed[0].message or failed[0].check_name if failed else None,
        blocking=True,
    )


def failed_table(failed: Iterable[CheckResult]) -> str:
    """Which expectation of which program failed, for how many rows, as Markdown."""
    return _markdown(
        ("program", "on", "expectation", "failed rows", "message"),
        [
            (r.program_id, r.subject, r.check_name, str(r.failed_rows), r.message[:200])
            for r in failed
        ],
    )


def sample_table(sample: Iterable[Mapping[str, str]]) -> str:
    """Rows that failed, as Markdown; of wide rows the first columns."""
    rows = list(sample)
    names = list(rows[0])[:SAMPLE_COLUMNS] if rows else []
    return _markdown(names, [[row.get(name, "") for name in names] for row in rows])


def _markdown(names: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    def line(cells: Iterable[str]) -> str:
        shown = (str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells)
        return f"| {' | '.join(shown)} |"

    head = list(names)
    return "\n".join([line(head), "|" + "---|" * len(head), *(line(row) for row in rows)])
