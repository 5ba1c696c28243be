"""A master passes another share to a partner right below it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from portal import clock
from portal.partners import selectors
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.partners.models import Partner, Program, Relation
from portal.partners.periods import period_get, period_of
from portal.partners.services import relation_create
from portal.partners.shares import ShareRange


@transaction.atomic
def share_set(
    *, by: Author, master: Partner, child: Partner, share: Decimal, allowed: ShareRange | None
) -> Relation:
    """The master passes another share to a partner right below it, from the next period on.

    `allowed` is the range of the master's plan. Raises DomainError outside of it, without one, and
    for a partner that stands elsewhere.
    """
    program = selectors.program_lock(master.program_id)
    if allowed is None:
        raise DomainError("no_range", _("Your plan leaves no share to set."))
    if not allowed.allows(share):
        raise DomainError(
            "out_of_range",
            _("Your plan allows %(low)s to %(high)s percent.")
            % {"low": _percent(allowed.lowest), "high": _percent(allowed.highest)},
        )
    begins = max(
        period_get(c.calendar_id, period_of(c.calendar_id, _today(program)).period_id).ends_on
        for c in program.calendars.all()
    ) + timedelta(days=1)
    parent = selectors.parent_on(child, begins)
    if parent is None or parent.pk != master.pk:
        raise DomainError("not_below", _("This partner does not stand right below you."))
    return relation_create(
        by=by, program_id=program.program_id, child_id=child.partner_id,
        parent_id=master.partner_id, valid_from=begins, share=share,
        reason="share set by its master",
    )  # fmt: skip


def _today(program: Program) -> date:
    return clock.now().astimezone(ZoneInfo(program.time_zone)).date()


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}"
