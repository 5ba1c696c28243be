"""Asking for a calculation, and what the worker of the pipelines writes back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.partners.errors import DomainError
from portal.partners.models import Partner
from portal.whatif.models import Calculation

MOST_WAITING = 3  # of one partner at once
TAKEN_FOR = timedelta(seconds=60)  # after this a worker is taken to have died


@transaction.atomic
def calculation_ask(
    *, by: User, partner: Partner, kind: str, question: Mapping[str, Any]
) -> Calculation:
    """Store a question; the same one that still waits is returned instead of a second.

    Raises DomainError while three others of the kind wait for the partner.
    """
    waiting = Calculation.objects.filter(partner=partner, kind=kind, state__in=("asked", "taken"))
    for other in waiting:
        if other.question == dict(question):
            return other
    if waiting.count() >= MOST_WAITING:
        raise DomainError(
            "too_many", _("Three calculations are still running. Wait for one of them.")
        )
    made = Calculation(
        program=partner.program, partner=partner, calculation_id=uuid.uuid4(), kind=kind,
        question=dict(question), asked_by=by, asked_at=_now(),
    )  # fmt: skip
    made.full_clean()
    made.save()
    return made


@transaction.atomic
def calculations_take(limit: int = 10) -> list[Calculation]:
    """Waiting questions for a worker, the oldest first; those of a dead worker come again."""
    now = _now()
    Calculation.objects.filter(state="taken", taken_at__lt=now - TAKEN_FOR).update(state="asked")
    found = list(
        Calculation.objects.select_for_update()
        .filter(state="asked")
        .select_related("program", "partner")
        .order_by("asked_at")[:limit]
    )
    Calculation.objects.filter(pk__in=[c.pk for c in found]).update(state="taken", taken_at=now)
    return found


@transaction.atomic
def calculation_answer(*, calculation_id: str, answer: Mapping[str, Any]) -> None:
    """What the engine gave. A second answer changes nothing."""
    Calculation.objects.filter(calculation_id=calculation_id, state__in=("asked", "taken")).update(
        state="answered", answer=dict(answer), answered_at=_now()
    )


@transaction.atomic
def calculation_fail(*, calculation_id: str, failure: str) -> None:
    """Why it could not be answered, in a sentence for the person who asked."""
    Calculation.objects.filter(calculation_id=calculation_id, state__in=("asked", "taken")).update(
        state="failed", failure=failure[:2000], answered_at=_now()
    )


def _now() -> datetime:
    """Real time: what a worker waits for is not the product's clock."""
    return datetime.now(UTC)
