"""Resolve deals: plan versions x deal versions x overrides become intervals without overlap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise
from typing import Any

from commission_rules.compiler.agreed import Agreed, AgreedTerms
from commission_rules.compiler.checks.changes import WHOLE_PERIODS, changed_period_parts
from commission_rules.compiler.cohorts import (
    BY_DAY,
    Cohort,
    cohorts_of,
    id_of_the_day,
    is_by_registration,
)
from commission_rules.compiler.compiled import CompiledPlan, CompiledPlans, CompiledVersion
from commission_rules.compiler.currencies import digits_of
from commission_rules.compiler.deals import (
    Deal,
    DealRow,
    deal_error,
    deals_problems,
    read_deals,
)
from commission_rules.compiler.errors import RuleError, RuleErrors
from commission_rules.compiler.intervals import is_first_of_period
from commission_rules.compiler.terms.components import CHILD_TABLES, Row
from commission_rules.compiler.terms.programs import program_tables
from commission_rules.schema.lookups import Lookups
from commission_rules.schema.plan import FOREVER, Version
from commission_rules.text.render import validity_sentence

Tables = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Span:
    """A deal's terms standing still from `first` to `last`."""

    first: date
    last: date
    row: DealRow
    plan: CompiledPlan
    agreed: Agreed
    cohorts: tuple[tuple[Cohort, Agreed], ...] = ()
    whole_last: date = FOREVER


def resolve(
    compiled: CompiledPlans,
    deals: Iterable[DealRow],
    languages: Sequence[str] = ("en", "de", "ar"),
) -> Tables:
    """Return the tables of `terms` by name, as rows of Decimal, date, str, int, bool and None.

    `deals` are rows of `portal_deals` (docs/reference/tables.md, section 3).

    Raises:
        RuleErrors: every deal that cannot be, named by its id.
    """
    tables, errors = resolve_sound(compiled, deals, languages)
    if errors:
        raise RuleErrors(errors)
    return tables


def resolve_sound(
    compiled: CompiledPlans,
    deals: Iterable[DealRow],
    languages: Sequence[str] = ("en", "de", "ar"),
) -> tuple[Tables, list[RuleError]]:
    """Return the tables of the programs whose deals can all be, and what is wrong with the others.

    One bad deal refuses its own program: half a rule book pays nobody, and nobody else's.
    """
    read = read_deals(deals)
    errors = deals_problems(read, compiled)
    refused = {error.program_id for error in errors}
    kept = AgreedTerms(languages)
    tables: Tables = {
        **program_tables(compiled),
        **{name: [] for name in ("deal_versions", "deal_components", *CHILD_TABLES, "sentences")},
    }
    for deal in read:
        if deal.program_id in refused:
            continue
        spans = list(_spans(deal, compiled, kept))
        found = list(_span_problems(spans))
        errors += found
        if not found:
            for span in spans:
                _emit(tables, deal, span, languages)
    refused = {error.program_id for error in errors}
    return {name: _without(rows, refused) for name, rows in tables.items()}, errors


def _without(rows: list[dict[str, Any]], refused: set[str]) -> list[dict[str, Any]]:
    return [row for row in rows if row["program_id"] not in refused] if refused else rows


def _spans(deal: Deal, compiled: CompiledPlans, kept: AgreedTerms) -> Iterator[Span]:
    for interval in deal.intervals:
        row = interval.thing
        plan = compiled.plans[row["program_id"], row["plan_id"]]
        lookups = compiled.lookups[row["program_id"]]
        agreed = partial(_agreed, kept, plan, lookups, row)
        # the first span of a deal's interval brings the terms of every version's own clients
        cohorts = tuple((cohort, agreed(cohort.compiled)) for cohort in cohorts_of(plan))
        whole_last = min(interval.last, plan.intervals[-1].last)
        for ruling in plan.intervals:
            first, last = max(interval.first, ruling.first), min(interval.last, ruling.last)
            if first <= last:
                yield Span(first, last, row, plan, agreed(ruling.thing), cohorts, whole_last)
                cohorts = ()


def _agreed(
    kept: AgreedTerms,
    plan: CompiledPlan,
    lookups: Lookups,
    row: DealRow,
    version: CompiledVersion,
) -> Agreed:
    return kept.get(plan, version, lookups, row["currency_code"], row["overrides"])


def _span_problems(spans: Sequence[Span]) -> Iterator[RuleError]:
    for span in spans:
        for agreed in (span.agreed, *(terms for _, terms in span.cohorts)):
            for what, todo in agreed.refusals:
                yield deal_error(span.row, what, todo)
    for before, after in pairwise(spans):
        if before.row is after.row or before.agreed is after.agreed:
            continue
        parts = changed_period_parts(before.agreed.signature, after.agreed.signature)
        old, new = before.agreed.version, after.agreed.version
        parts += [name for name in WHOLE_PERIODS if getattr(old, name) != getattr(new, name)]
        if parts and not is_first_of_period(after.plan.plan.calendar, after.first):
            yield deal_error(
                after.row,
                f"changes {', '.join(parts)} on {after.first}, inside a period",
                f"start the change on the first day of a period ({after.plan.plan.calendar})",
            )


def _emit(tables: Tables, deal: Deal, span: Span, languages: Sequence[str]) -> None:
    """Append the rows of one span to the tables."""
    version, row = span.agreed.version, span.row
    currency = row["currency_code"]
    key = {"program_id": deal.program_id, "deal_id": deal.deal_id}
    dates = {"valid_from": span.first, "valid_to": span.last}
    common = {
        "partner_id": deal.partner_id,
        "brand": deal.brand,
        "plan_id": span.plan.plan_id,
        "plan_version_no": span.agreed.compiled.version_no,
        "currency_code": currency,
        "currency_digits": digits_of(currency),
        "calendar_id": span.plan.plan.calendar,
        "rounding": version.rounding,
    }
    tables["deal_versions"].append(
        {
            **key,
            **dates,
            "deal_version_no": row["deal_version_no"],
            **common,
            "late_events": version.late_events,
            "clawback_days": version.clawback_days,
            "forfeit_after_days": version.forfeit_after_days,
            "guard_share": version.guard.share if version.guard else None,
        }
    )
    whole = _of_version(version)
    by_registration = is_by_registration(span.plan.plan)
    for component_id, columns, children in span.agreed.components:
        if by_registration and columns["component_type"] not in BY_DAY:
            continue
        name = id_of_the_day(span.plan, component_id) if by_registration else component_id
        _emit_component(
            tables, {**key, "component_id": name, "valid_from": span.first},
            {**dates, **common, **whole, **columns}, children,
        )  # fmt: skip
    for cohort, agreed in span.cohorts:
        own = {
            **common, **_of_version(agreed.version), "valid_to": span.whole_last,
            "plan_version_no": cohort.compiled.version_no, "rounding": agreed.version.rounding,
            "registered_from": cohort.registered_from, "registered_to": cohort.registered_to,
        }  # fmt: skip
        for component_id, columns, children in agreed.components:
            if columns["component_type"] in BY_DAY:
                continue
            read = {
                name: cohort.component_id(columns[name])
                for name in ("recoup_from", "follows")
                if columns.get(name)
            }
            name = cohort.component_id(component_id)
            _emit_component(
                tables, {**key, "component_id": name, "valid_from": span.first},
                {**columns, **own, **read}, children,
            )  # fmt: skip
    tables["sentences"].extend(_sentences(key, span, languages))


def _of_version(version: Version) -> Row:
    """What a version says of all its components."""
    return {
        "guard_share": version.guard.share if version.guard else None,
        "active_metric": version.active_when.metric if version.active_when else None,
        "active_minimum": version.active_when.at_least if version.active_when else None,
    }


def _emit_component(tables: Tables, key: Row, columns: Row, children: dict[str, list[Row]]) -> None:
    tables["deal_components"].append({**key, **columns})
    for name, rows in children.items():
        tables[name].extend({**key, **own} for own in rows)


def _sentences(key: Row, span: Span, languages: Sequence[str]) -> Iterator[Row]:
    for language in languages:
        title = getattr(span.plan.plan.title, language)
        number = span.agreed.compiled.version_no
        opening = validity_sentence(title, number, span.first, span.last, language)
        spoken = ((None, opening), *span.agreed.sentences[language])
        for position, (component_id, sentence) in enumerate(spoken, start=1):
            yield {
                **key,
                "valid_from": span.first,
                "component_id": component_id,
                "language": language,
                "position": position,
                "sentence": sentence,
            }
