"""The team: who acts for the partner, with which role, and who is invited."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal.accounts.models import MemberRole, Membership
from portal.accounts.selectors import members_of
from portal.accounts.step_up import second_factor_is_owed, step_up_redirect
from portal.onboarding import invitations
from portal.onboarding.selectors import team_invitations
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.web.base import fields
from portal.web.partner.frame import Viewer, partner_deed, partner_page, show

OWNERS = (MemberRole.OWNER,)
# Role → its word, and what it may do.
ROLES: dict[str, tuple[str | Promise, str | Promise]] = {
    "owner": (lazy("Owner"), lazy("everything: team, network, bank details, requests")),
    "finance": (lazy("Finance"), lazy("statements, payments, invoices, cases")),
    "marketing": (lazy("Marketing"), lazy("links, creatives, cases; no payments")),
    "read_only": (lazy("Read only"), lazy("sees everything, does nothing")),
}


class InviteForm(forms.Form):
    """Somebody new for the team."""

    email = forms.EmailField(
        label=lazy("E-mail address"),
        widget=forms.EmailInput(attrs={"class": "field", "autocomplete": "off", "dir": "ltr"}),
    )
    role = forms.ChoiceField(
        label=lazy("Role"), widget=fields.choice(), initial="marketing",
        choices=[(code, word) for code, (word, _deeds) in ROLES.items()],
    )  # fmt: skip


@partner_page()
def team(viewer: Viewer) -> HttpResponseBase:
    """Members and waiting invitations."""
    return _page(viewer, InviteForm())


@partner_deed(*OWNERS)
def invite(viewer: Viewer) -> HttpResponseBase:
    """Mail a link that lets one address in; who has a second factor shows it first."""
    if second_factor_is_owed(viewer.request):
        return _to_the_code(viewer)
    form = InviteForm(viewer.request.POST)
    if form.is_valid():
        try:
            invitations.invitation_send(
                by=Author.of(viewer.user), partner=viewer.partner, language=viewer.language,
                **form.cleaned_data,
            )  # fmt: skip
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(viewer.request, _("A link is on its way; it is good for 14 days."))
            return HttpResponseRedirect(viewer.url("team"))
    return _page(viewer, form, status=422)


@partner_deed(*OWNERS)
def change(viewer: Viewer) -> HttpResponseBase:
    """Give a member another role, as an invitation does; or take it out, which only stops."""
    member, wish = _member(viewer), viewer.request.POST
    if wish.get("deed") != "remove" and second_factor_is_owed(viewer.request):
        return _to_the_code(viewer)
    try:
        if wish.get("deed") == "remove":
            invitations.member_remove(by=viewer.user, partner=viewer.partner, member=member)
        else:
            invitations.member_role_set(by=viewer.user, partner=viewer.partner, member=member,
                                        role=wish.get("role", ""))  # fmt: skip
    except DomainError as refusal:
        messages.error(viewer.request, str(refusal))
    else:
        messages.success(viewer.request, _("Saved."))
    if wish.get("deed") == "remove" and member.user_id == viewer.user.pk:
        return HttpResponseRedirect("/")
    return HttpResponseRedirect(viewer.url("team"))


@partner_deed(*OWNERS)
def withdraw(viewer: Viewer) -> HttpResponseBase:
    """End an invitation that waits."""
    number = viewer.request.POST.get("invitation", "")
    found = team_invitations(viewer.partner).filter(pk=int(number) if number.isdecimal() else 0)
    invitation = found.first()
    if invitation is None:
        raise Http404
    invitations.invitation_withdraw(by=Author.of(viewer.user), invitation=invitation)
    return HttpResponseRedirect(viewer.url("team"))


def _to_the_code(viewer: Viewer) -> HttpResponseBase:
    return step_up_redirect(viewer.request, back=viewer.url("team"))


def _page(viewer: Viewer, form: InviteForm, status: int = 200) -> HttpResponseBase:
    members = members_of(viewer.program.program_id, viewer.partner_id)
    context: dict[str, Any] = {
        "members": [
            {"id": m.pk, "name": m.user.display_name, "email": m.user.email, "role": m.role,
             "role_word": str(ROLES[m.role][0]), "since": m.granted_at,
             "is_me": m.user_id == viewer.user.pk}
            for m in members
        ],
        "invitations": [
            {"id": i.pk, "email": i.email, "role_word": str(ROLES[i.role][0]), "at": i.invited_at,
             "until": i.expires_at}
            for i in team_invitations(viewer.partner)
        ],
        "roles": [{"code": code, "word": str(word), "deeds": str(deeds)}
                  for code, (word, deeds) in ROLES.items()],
        "form": form if viewer.may(*OWNERS) else None,
        "invite_href": viewer.url("team_invite"),
        "change_href": viewer.url("team_change"),
        "withdraw_href": viewer.url("team_withdraw"),
    }  # fmt: skip
    return show(viewer, "partner/team.html", context, "team", status=status, has_figures=False)


def _member(viewer: Viewer) -> Membership:
    """A member of this team. Raises Http404."""
    number = viewer.request.POST.get("member", "")
    members = members_of(viewer.program.program_id, viewer.partner_id)
    found = members.filter(pk=int(number) if number.isdecimal() else 0).first()
    if found is None:
        raise Http404
    return found
