"""Reading cases: a partner's own, a program's for its staff, those that wait for a search."""

from __future__ import annotations

from django.db.models import QuerySet

from portal.accounts.models import User
from portal.claims.models import Case, Evidence
from portal.partners.errors import NotFound
from portal.partners.models import Partner
from portal.partners.selectors import partner_filter


def cases_of(partner: Partner) -> QuerySet[Case]:
    """The cases of one partner, the latest first."""
    return Case.objects.filter(partner=partner)


def case_get(partner: Partner, case_id: str) -> Case:
    """One of the partner's cases. Raises NotFound."""
    found = cases_of(partner).filter(case_id=case_id).select_related("adjustment").first()
    if found is None:
        raise NotFound("case", case_id, partner.program_id)
    return found


def case_of_line(partner: Partner, line_id: str) -> Case | None:
    """The partner's open case about a line, if there is one."""
    return (
        cases_of(partner)
        .filter(kind="dispute", subject__line_id=line_id, state__in=("opened", "answered"))
        .first()
    )


def case_of_statement(partner: Partner, key: dict[str, str]) -> Case | None:
    """The partner's open case about a statement (calendar_id, period_id, currency_code)."""
    subject = {f"subject__{name}": value for name, value in key.items()}
    own = cases_of(partner).filter(kind="statement", state__in=("opened", "answered"), **subject)
    return own.first()


def evidence_get(partner: Partner, case_id: str, evidence_id: int) -> Evidence:
    """A file of one of the partner's cases. Raises NotFound."""
    found = Evidence.objects.filter(
        pk=evidence_id, case__partner=partner, case__case_id=case_id
    ).first()
    if found is None:
        raise NotFound("file", str(evidence_id), partner.program_id)
    return found


def cases_for_user(user: User) -> QuerySet[Case]:
    """Cases of the person's partners, and of programs in which it is staff; due ones first."""
    return (
        Case.objects.filter(partner_filter(user, "partner__"))
        .select_related("partner", "program", "opened_by")
        .order_by("due_on", "pk")
    )


def claims_unsearched(limit: int = 20) -> QuerySet[Case]:
    """Claims for a missing client that nobody has searched for yet, the oldest first."""
    return (
        Case.objects.filter(kind="claim", searched_at=None, state__in=("opened", "answered"))
        .select_related("partner")
        .order_by("opened_at")[:limit]
    )


def case_id_next(program_id: str) -> str:
    """`C-1001`, `C-1002` …"""
    return f"C-{Case.objects.filter(program_id=program_id).count() + 1001}"
