"""Reading applications and invitations, each for one viewer."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db.models import Q, QuerySet

from portal import clock
from portal.accounts.models import User
from portal.accounts.selectors import standing_get
from portal.branding.selectors import address_of
from portal.onboarding.models import AdmissionPolicy, Application, Invitation
from portal.partners.errors import NotFound
from portal.partners.models import Partner


def policy_get(program_id: str) -> AdmissionPolicy | None:
    """How a program takes people in; None while nobody has said."""
    return AdmissionPolicy.objects.filter(program_id=program_id).select_related("program").first()


def policies_open() -> QuerySet[AdmissionPolicy]:
    """Programs to which anybody may apply."""
    return AdmissionPolicy.objects.filter(is_open=True).select_related("program")


def applications_of(user: User) -> QuerySet[Application]:
    """The person's own applications, the latest first."""
    return Application.objects.filter(user=user).select_related("program", "partner", "parent")


def application_get(user: User, application_id: str, program_id: str) -> Application:
    """One of the person's own. Raises NotFound."""
    found = (
        applications_of(user).filter(application_id=application_id, program_id=program_id).first()
    )
    if found is None:
        raise NotFound("application", application_id, program_id)
    return found


def applicants_of(master: Partner) -> QuerySet[Application]:
    """Who applied to stand under a master and has handed in; waiting ones first."""
    return (
        Application.objects.filter(parent=master)
        .exclude(state="begun")
        .order_by("decided_at", "submitted_at")
    )


def applicant_get(master: Partner, application_id: str) -> Application:
    """One of them. Raises NotFound."""
    found = applicants_of(master).filter(application_id=application_id).first()
    if found is None:
        raise NotFound("application", application_id, master.program_id)
    return found


def applications_for_staff(user: User) -> QuerySet[Application]:
    """Applications of the programs in which the person is staff; handed in, waiting ones first."""
    return (
        Application.objects.filter(program_id__in=standing_get(user).programs())
        .exclude(state="begun")
        .select_related("program", "parent", "user")
        .order_by("decided_at", "submitted_at")
    )


def invitation_by_code(code: str) -> Invitation | None:
    """The invitation of a code that may still be used; None for any other, without saying why."""
    if not code:
        return None
    return (
        _alive(clock.now())
        .filter(code_hash=code_hash(code))
        .select_related("program", "partner")
        .first()
    )


def network_link_of(master: Partner) -> Invitation | None:
    """The master's own link, if it has made one."""
    return _alive(clock.now()).filter(partner=master, kind="sub").first()


def network_link_url(master: Partner) -> str:
    """Where applicants of the master come in; empty while it has made no link."""
    link = network_link_of(master)
    program = master.program
    return (
        f"{address_of(program)}/apply/{program.program_id}/?via={link.shown_code}" if link else ""
    )


def team_invitations(partner: Partner) -> QuerySet[Invitation]:
    """Invitations to the partner's team that wait."""
    return _alive(clock.now()).filter(partner=partner, kind__in=("team", "partner"))


def code_hash(code: str) -> str:
    """What is kept of a code."""
    return hashlib.sha256(code.encode()).hexdigest()


def application_id_next(program_id: str) -> str:
    """`A-101`, `A-102` …"""
    return f"A-{Application.objects.filter(program_id=program_id).count() + 101}"


def partner_id_next(program_id: str) -> str:
    """The next free id of the program's own numbering: P-2041 after P-2040."""
    taken = Partner.objects.filter(program_id=program_id).values_list("partner_id", flat=True)
    numbers = [int(p[2:]) for p in taken if p.startswith("P-") and p[2:].isdigit()]
    return f"P-{max(numbers, default=1000) + 1}"


def _alive(now: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=now), used_at=None, withdrawn_at=None
    )
