"""Closing a period by hand takes a token too: for one person, period and state of the chain."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.selectors import roles_for_user
from portal.audit.services import audit_record
from portal.partners.errors import DomainError
from portal.partners.models import ProgramCalendar
from portal.payouts.models import ApprovalToken
from portal.payouts.services.tokens import token_mint, token_use, try_record
from portal.statements.selectors import head_last

CLOSERS = ("finance_maker", "finance_checker", "administrator")


def close_subject(program_id: str, calendar_id: str, period_id: str) -> str:
    """The subject of a token for closing: `larkspur/month/2026-10`."""
    return f"{program_id}/{calendar_id}/{period_id}"


def close_token_mint(
    *, person: User, program_id: str, calendar_id: str, code: str = "",
    passkey_shown_at: int | None = None,
) -> tuple[str, ApprovalToken]:  # fmt: skip
    """A token for closing the open period of a calendar. Raises DomainError, `TokenRefused`."""
    _refuse_unless_closer(person, program_id)
    calendar = ProgramCalendar.objects.filter(program_id=program_id, calendar_id=calendar_id)
    found = calendar.first()
    if found is None:
        raise DomainError(
            "unknown_calendar",
            _("%(program_id)s has no calendar %(calendar_id)r")
            % {"program_id": program_id, "calendar_id": calendar_id},
        )
    return token_mint(
        person=person,
        verb="close",
        program_id=program_id,
        subject=close_subject(program_id, calendar_id, found.open_period_id),
        digest=_chain_end(program_id, calendar_id),
        code=code,
        passkey_shown_at=passkey_shown_at,
    )


def close_token_use(*, person: User, subject: str, text: str) -> None:
    """Use up a token for closing `subject`; a close since it was minted voids it.

    Raises DomainError and changes nothing but the audit (and the count of wrong tries).
    """
    program_id, _slash, rest = subject.partition("/")
    calendar_id = rest.partition("/")[0]
    try:
        with transaction.atomic():
            _refuse_unless_closer(person, program_id)
            digest = _chain_end(program_id, calendar_id)
            token_use(person=person, verb="close", subject=subject, digest=digest, text=text)
            audit_record(
                who=person,
                verb="close started",
                object_kind="ledger_head",
                object_id=subject,
                program_id=program_id,
            )
    except DomainError as refusal:
        try_record(person, "close", program_id, subject, refusal)
        raise


def _refuse_unless_closer(person: User, program_id: str) -> None:
    roles = roles_for_user(person).get(program_id, frozenset())
    if not person.is_active or roles.isdisjoint(CLOSERS):
        raise DomainError(
            "role",
            _("to close a period of %(program_id)s takes one of: %(closers)s")
            % {"program_id": program_id, "closers": ", ".join(CLOSERS)},
        )


def _chain_end(program_id: str, calendar_id: str) -> str:
    last = head_last(program_id, calendar_id)
    return last.segment_sha256 if last else ""
