"""Who stood where, on which deal and by which rules, as it was known at a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from pipelines.settings import settings

if TYPE_CHECKING:
    from commission_rules.compiler.compiled import CompiledPlans

Row = dict[str, Any]
PEOPLE = ("portal_relations", "portal_deals")


class Past(Protocol):
    """Answers for one warehouse; rows as in `raw` and `terms`."""

    def people(self, program_id: str, moment: datetime) -> Mapping[str, Sequence[Row]]:
        """`portal_relations` and `portal_deals` of a program as they were known at a moment."""
        ...

    def terms(
        self, program_id: str, day: date | None, deals: Sequence[Row]
    ) -> Mapping[str, Sequence[Row]]:
        """The tables of `terms` for these deals, without rules recorded after `day` (None: with
        all). Raises `RuleErrors` where these deals and rules do not fit."""
        ...


class ProductPast:
    """What the portal and the plans say."""

    def people(self, program_id: str, moment: datetime) -> Mapping[str, Sequence[Row]]:
        from pipelines.lib import portal_gateway

        return {
            name: [row for row in rows if row["program_id"] == program_id]
            for name, rows in portal_gateway.people_known(moment).items()
        }

    def terms(
        self, program_id: str, day: date | None, deals: Sequence[Row]
    ) -> Mapping[str, Sequence[Row]]:
        return terms_known(self._plans, program_id, day, deals)

    @cached_property
    def _plans(self) -> CompiledPlans:
        from commission_rules.compiler import compile_rules

        return compile_rules(settings().plans)


def terms_known(
    plans: CompiledPlans, program_id: str, day: date | None, deals: Sequence[Row]
) -> Mapping[str, Sequence[Row]]:
    """See `Past.terms`."""
    from commission_rules.compiler import resolve
    from pipelines.lib.scenarios.plans import known_on

    known = plans if day is None else known_on(plans, day)
    return {
        name: [row for row in rows if row["program_id"] == program_id]
        for name, rows in resolve(known, list(deals), languages=()).items()
    }
