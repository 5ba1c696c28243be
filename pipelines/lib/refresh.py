"""One way to refresh: door → gate 1 → rules, ledger → dbt → gate 2 → publish.

The sensor `micro_batch`, Dagster's runs and the command line all call `refresh`. It holds the
warehouse lock throughout. A program whose gate fails keeps its release; the others go on.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

import duckdb

from commission_rules.compiler.errors import RuleErrors
from data_tests.runner import CheckResult
from pipelines.lib import clock, dbt_runner, refresh_gates, refresh_inputs, refresh_signals
from pipelines.lib.errors import OpenbookError
from pipelines.lib.lock import warehouse_lock
from pipelines.lib.preview.baseline import keep_baseline
from pipelines.lib.refresh_result import OnStep, Outcome, ProgramOutcome, RefreshResult, step
from pipelines.lib.warehouse import warehouse_open


class _Run:
    """One refresh on its way: the result so far, the clock of each step, what builds it."""

    def __init__(self, on_step: OnStep | None) -> None:
        self.as_of = clock.now()
        self.result = RefreshResult(as_of=self.as_of.isoformat())
        self.on_step = on_step
        self.programs: list[str] = []
        self.rules_hash = ""
        self.has_terms = True
        self.digests: refresh_inputs.Digests = {}
        self.changed: set[tuple[str, str]] = set()

    def step(self, name: str) -> AbstractContextManager[list[str]]:
        """Time one step; what the caller appends is its detail."""
        return step(self.on_step, name, self.result.seconds)


def refresh(
    program_ids: list[str] | None = None,
    paths: list[Path] | None = None,
    on_step: OnStep | None = None,
    *,
    force: bool = False,
    wait_seconds: int = 600,
) -> RefreshResult:
    """Take in what lies in `landing/` (or `paths`), rebuild what it touches, publish.

    `program_ids` narrows door and publishing; the build is one for all programs. Without a change
    since the last build nothing is built, unless `force`. Raises `WarehouseBusy` when another
    process holds the warehouse for `wait_seconds`, and the errors of dbt and the ledger.
    """
    with warehouse_lock(wait_seconds):
        run = _Run(on_step)
        with warehouse_open() as con:
            _take_in(con, run, program_ids, paths)
            if not (force or _is_needed(run)):
                _say_unchanged(run)
                return run.result
            _mark(con, run)
        built = run.has_terms and _build(run)
        if built:
            with run.step("gate 2") as detail:
                run.result.checks += refresh_gates.gate_2(run.as_of, run.programs)
                detail.append(f"{len(run.result.checks)} checks")
        with warehouse_open() as con:
            if built:
                con.execute("delete from raw.touched_partitions")
                keep_baseline(run.as_of)
                with run.step("signals") as detail:
                    detail.append(f"{refresh_signals.hand_over(con, run.programs)} new")
            with run.step("publish") as detail:
                for program in _in_order(run, program_ids or run.programs):
                    run.result.programs[program] = _publish(con, run, program)
                detail.append(_summary(run.result))
            refresh_inputs.keep_digests(con, run.digests)
        return run.result


def _take_in(
    con: duckdb.DuckDBPyConnection,
    run: _Run,
    program_ids: list[str] | None,
    paths: list[Path] | None,
) -> None:
    """Portal tables first (the door needs the programs' zones), then door, rules, ledger."""
    from pipelines.defs import feeds
    from pipelines.defs.feeds import raw

    with run.step("portal") as detail:
        refresh_inputs.load_portal(con, refresh_inputs.exported_tables(run.as_of))
        run.programs = refresh_inputs.program_ids(con)
        detail.append(f"{len(run.programs)} programs")
        unknown = set(program_ids or ()) - set(run.programs)
        if unknown:
            raise OpenbookError(
                f"no such program: {', '.join(sorted(unknown))}; see `program list`"
            )
    with run.step("door and gate 1") as detail:
        raw.ensure_tables(con)
        received = feeds.receive(con, program_ids=program_ids, paths=paths, now=run.as_of)
        run.result.files = list(received.files)
        run.result.checks += list(received.checks)
        run.result.checks += refresh_gates.still_blocked(con, run.programs)
        detail.append(f"{len(run.result.files)} files")
    with run.step("rules and ledger") as detail:
        try:
            run.rules_hash = refresh_inputs.load_terms(con)
        except RuleErrors as error:
            run.rules_hash = error.rules_hash
            run.has_terms = bool(error.rules_hash)
            run.result.checks += refresh_gates.rules_refused(error, run.programs)
            detail.append("rules do not compile")
        refresh_inputs.load_ledger(con)
        run.digests = refresh_inputs.digests_now(con, run.as_of, dbt_runner.project_digest())
        run.changed = refresh_inputs.changed(refresh_inputs.digests_before(con), run.digests)


def _is_needed(run: _Run) -> bool:
    """Whether anything differs from what the last build was made from."""
    return bool(run.changed)


def _mark(con: duckdb.DuckDBPyConnection, run: _Run) -> None:
    """Mark all days of the programs whose terms, relations, deals, reviews or settings changed."""
    subjects = refresh_inputs.TOUCHES_ALL
    for program in sorted({p for p, subject in run.changed if subject in subjects and p}):
        refresh_inputs.touch_all_days(con, program)
    refresh_inputs.touch_first_days(con)


def _build(run: _Run) -> bool:
    """Build the models; whether all did. A changed project rebuilds every partition."""
    full = (refresh_inputs.EVERYWHERE, "project") in run.changed
    with run.step("dbt") as detail:
        nodes = dbt_runner.build_settled(run.as_of, full_refresh=full)
        checks, is_broken = refresh_gates.broken(nodes, run.programs)
        run.result.checks += checks
        run.result.built = not is_broken
        run.result.nodes = nodes
        detail.append(f"{len(nodes)} models")
    return not is_broken


def _in_order(run: _Run, program_ids: list[str]) -> list[str]:
    """Programs of which something changed come first: somebody waits for them."""
    changed = {program for program, _ in run.changed}
    return sorted(program_ids, key=lambda program: program not in changed)


def _publish(con: duckdb.DuckDBPyConnection, run: _Run, program: str) -> ProgramOutcome:
    """Publish one program whose checks all passed; else say what holds its release."""
    from pipelines.defs.publish import history
    from pipelines.defs.publish.release import NotPublished, publish

    before = history.current(program)
    digest = before["digest"] if before else None
    failed = run.result.failed_checks(program)
    if failed:
        return ProgramOutcome(program, "blocked", digest, _reason(failed))
    checks = [check for check in run.result.checks if check.program_id == program]
    try:
        made = publish(
            con, program_id=program, as_of=run.as_of, checks=checks, rules_hash=run.rules_hash
        )
    except NotPublished as error:
        run.result.checks += error.checks
        return ProgramOutcome(program, "blocked", digest, str(error))
    history.prune(program, run.as_of)
    run.result.manifests[program] = made.content
    return ProgramOutcome(program, "published" if made.is_new else "unchanged", made.digest)


def _reason(failed: list[CheckResult]) -> str:
    first = failed[0]
    more = f" and {len(failed) - 1} more" if len(failed) > 1 else ""
    said = f": {first.message}" if first.message else ""
    return f"{first.gate} {first.subject} {first.check_name}{more}{said}"


def _say_unchanged(run: _Run) -> None:
    from pipelines.defs.publish import history

    for program in run.programs:
        before = history.current(program)
        digest = before["digest"] if before else None
        run.result.programs[program] = ProgramOutcome(program, "unchanged", digest)


def _summary(result: RefreshResult) -> str:
    counts = [found.outcome for found in result.programs.values()]
    names: tuple[Outcome, ...] = ("published", "unchanged", "blocked")
    return ", ".join(f"{counts.count(name)} {name}" for name in names if name in counts)


def moment_of(result: RefreshResult) -> datetime:
    """The moment (UTC) that a refresh was made for."""
    return datetime.fromisoformat(result.as_of)
