"""People of the operator and their roles: proposed by one administrator, decided by another."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal.accounts.models import StaffRole
from portal.accounts.step_up import second_factor_is_fresh, step_up_redirect
from portal.onboarding.models import RoleProposal
from portal.onboarding.roles import (
    role_approve,
    role_proposals_of,
    role_propose,
    role_refuse,
    role_withdraw,
    roles_of,
)
from portal.partners.errors import DomainError
from portal.web.base import fields
from portal.web.staff.frame import PROGRAM_OWNERS, Desk, needs, staff_page
from portal.web.staff.programs import tabs_of

DECIDED_SHOWN = 20


class RoleForm(forms.Form):
    """Whom to give which role, and why."""

    email = forms.EmailField(label=lazy("E-mail address"), widget=fields.text(dir="ltr"))
    name = forms.CharField(
        label=lazy("Name, of somebody who has no account yet"), max_length=120, required=False,
        widget=fields.text(),
    )  # fmt: skip
    role = forms.ChoiceField(label=lazy("Role"), choices=StaffRole.choices, widget=fields.choice())
    reason = forms.CharField(
        label=lazy("Reason, for the audit"), max_length=300, widget=fields.lines()
    )


@staff_page(*PROGRAM_OWNERS)
def roles(desk: Desk) -> HttpResponseBase:
    """Who has which role, what waits, what was decided."""
    return _page(desk, RoleForm())


@staff_page(*PROGRAM_OWNERS, methods=("POST",))
def propose(desk: Desk) -> HttpResponseBase:
    """Give a role (by the form) or take one away (by the row's button)."""
    asked = desk.request.POST
    if asked.get("deed") == "revoke":
        values = {name: asked.get(name, "") for name in ("email", "role", "reason")}
        form = RoleForm()
    else:
        form = RoleForm(asked)
        if not form.is_valid():
            return _page(desk, form, status=422)
        values = form.cleaned_data
    kind = "revoke" if asked.get("deed") == "revoke" else "grant"
    try:
        role_propose(by=desk.user, program=desk.program, kind=kind, **values)
    except DomainError as refusal:
        if kind == "grant":
            form.add_error(None, str(refusal))
            return _page(desk, form, status=422)
        messages.error(desk.request, str(refusal))
    else:
        messages.success(desk.request, _("Proposed: another administrator decides it."))
    return HttpResponseRedirect(desk.url("roles"))


@staff_page(*PROGRAM_OWNERS, methods=("POST",))
def decide(desk: Desk, proposal_id: str) -> HttpResponseBase:
    """Approve (behind a fresh second factor), refuse, or take back."""
    found = role_proposals_of(desk.program).filter(proposal_id=proposal_id).first()
    if found is None:
        raise Http404
    deed, reason = (desk.request.POST.get(name, "") for name in ("deed", "reason"))
    if deed == "approve" and not second_factor_is_fresh(desk.request):
        return step_up_redirect(desk.request, back=desk.url("roles"))
    try:
        if deed == "approve":
            role_approve(by=desk.user, proposal=found, reason=reason)
            messages.success(desk.request, _("Approved: it holds from now on."))
        elif deed == "refuse":
            role_refuse(by=desk.user, proposal=found, reason=reason)
        elif deed == "withdraw":
            role_withdraw(by=desk.user, proposal=found)
    except DomainError as refusal:
        messages.error(desk.request, str(refusal))
    return HttpResponseRedirect(desk.url("roles"))


def _page(desk: Desk, form: RoleForm, status: int = 200) -> HttpResponseBase:
    every = list(role_proposals_of(desk.program))
    people: dict[str, dict[str, Any]] = {}
    for one in roles_of(desk.program):
        person = people.setdefault(one.user.email, {"user": one.user, "roles": []})
        person["roles"].append({"role": one.role, "word": StaffRole(one.role).label,
                                "since": one.granted_at})  # fmt: skip
    context: dict[str, Any] = {
        "tabs": tabs_of(desk, "roles"),
        "people": list(people.values()),
        "is_alone": sum(
            p["user"].is_active and any(r["role"] == StaffRole.ADMINISTRATOR for r in p["roles"])
            for p in people.values()
        )
        < 2,
        "waiting": [_row(desk, one) for one in every if one.state == "proposed"],
        "decided": [_row(desk, one) for one in every if one.state != "proposed"][:DECIDED_SHOWN],
        "form": form,
        "propose_url": desk.url("roles_propose"),
        "audit_url": desk.url("audit") + "?object_kind=person",
        "who_may": needs(*PROGRAM_OWNERS),
        "nav_current": "staff:program",
    }
    return desk.render("staff/program/roles.html", context, status=status)


def _row(desk: Desk, one: RoleProposal) -> dict[str, Any]:
    words = {"role": StaffRole(one.role).label, "who": one.name or one.email}
    return {
        "one": one,
        "text": _("%(who)s gets the role %(role)s") % words
        if one.kind == "grant"
        else _("%(who)s loses the role %(role)s") % words,
        "state": {"approved": _("approved"), "refused": _("refused"),
                  "withdrawn": _("taken back")}.get(one.state, ""),
        "is_own": one.author_id == desk.user.pk,
        "is_about_me": one.email == desk.user.email.lower(),
        "decide_url": desk.url("roles_decide", proposal_id=one.proposal_id),
    }  # fmt: skip
