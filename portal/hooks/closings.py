"""Statements that a release shows as closed since the last one: the partner is told, once."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from django.db import transaction

from portal.hooks.models import StatementsTold
from portal.notices.services import notice_send
from portal.partners.models import Partner, Program
from portal.releases.reader import NoRelease, current_release
from portal.releases.selectors.news import Closed, statements_closed_since

MOST_A_TURN = 500
BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)
MONEY_ROLES = ("owner", "finance", "read_only")


def statements_tell() -> int:
    """Tell partners of every program what closed; how many notices.

    What was closed before a program is seen for the first time is told to nobody.
    """
    return sum(_tell(program) for program in Program.objects.all())


@transaction.atomic
def _tell(program: Program) -> int:
    try:
        release = current_release(program.program_id)
    except NoRelease:
        return 0
    told = StatementsTold.objects.select_for_update().filter(program=program).first()
    found = statements_closed_since(release, told.until if told else None, MOST_A_TURN)
    if told is None:
        last = found[-1].closed_at if found else BEFORE_ALL
        StatementsTold.objects.create(program=program, until=last)
        return 0
    if not found:
        return 0
    partners = {p.partner_id: p for p in Partner.objects.filter(
        program=program, partner_id__in={one.partner_id for one in found})}  # fmt: skip
    for one in found:
        if partner := partners.get(one.partner_id):
            notice_send(
                code="statement_closed", partner=partner, roles=MONEY_ROLES, path=_path(one),
                words={"period": one.period_id, "amount": amount_text(one)},
            )  # fmt: skip
    told.until = found[-1].closed_at
    told.save(update_fields=["until"])
    return len(found)


def amount_text(one: Closed) -> str:
    """The amount with its currency, plainly: it is read in a mail."""
    return f"{Decimal(one.total_minor).scaleb(-one.digits):f} {one.currency_code}"


def _path(one: Closed) -> str:
    return (f"/{one.program_id}/{one.partner_id}/statements/{one.calendar_id}/{one.period_id}/"
            f"{one.currency_code}/")  # fmt: skip
