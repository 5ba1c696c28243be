"""Questions of partners that the pipelines answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipelines.lib.portal_gateway.door import through


@through
def claims_unsearched() -> list[dict[str, Any]]:
    """Claims for a missing client: program_id, partner_id, case_id, and what is known of it."""
    from portal.claims.selectors import claims_unsearched as waiting

    return [
        {
            "program_id": case.program_id,
            "partner_id": case.partner.partner_id,
            "case_id": case.case_id,
            **case.subject,
        }
        for case in waiting()
    ]


@through
def claim_found(program_id: str, case_id: str, found: list[dict[str, Any]]) -> None:
    """What a search brought; see `portal.claims.services.claim_found`."""
    from portal.claims.services import claim_found as told

    told(program_id=program_id, case_id=case_id, found=found)


@through
def calculations_take(limit: int = 10) -> list[dict[str, Any]]:
    """Open calculation requests, taken by this worker: calculation_id, kind, question, whose, and
    the terms of those above the partner today."""
    from portal import clock
    from portal.whatif.selectors import terms_above
    from portal.whatif.services import calculations_take as take

    rows = []
    for found in take(limit):
        share, above = terms_above(found.partner, clock.now().date())
        rows.append(
            {
                "calculation_id": str(found.calculation_id),
                "program_id": found.program_id,
                "partner_id": found.partner.partner_id,
                "kind": found.kind,
                "question": found.question,
                "share": share,
                "above": above,
            }
        )
    return rows


@through
def calculation_answer(calculation_id: str, answer: Mapping[str, Any]) -> None:
    """What the engine gave."""
    from portal.whatif.services import calculation_answer as answered

    answered(calculation_id=calculation_id, answer=answer)


@through
def calculation_fail(calculation_id: str, failure: str) -> None:
    """Why it could not be answered."""
    from portal.whatif.services import calculation_fail as failed

    failed(calculation_id=calculation_id, failure=failure)


@through
def network_classes(addresses: list[str]) -> dict[str, str]:
    """Kinds of network by address, of those that the operator's file knows; a hash is none.

    Raises NetworksUnreadable, naming the file and the line.
    """
    from django.conf import settings

    from portal.collector.networks import networks_at

    known = networks_at(settings.NETWORKS_FILE)
    if not known.classes:
        return {}
    return {one: found for one in addresses if (found := known.class_of(one))}
