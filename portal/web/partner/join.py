"""Joining a team by invitation: a new person chooses a password, a known one signs in."""

from __future__ import annotations

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User
from portal.accounts.services import person_create
from portal.branding.selectors import look_of
from portal.onboarding.invitations import invitation_accept
from portal.onboarding.models import Invitation
from portal.onboarding.selectors import invitation_by_code
from portal.partners.errors import DomainError
from portal.web.partner.apply import BACKEND
from portal.web.partner.apply_forms import JoinForm


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, code: str) -> HttpResponse:
    """The link of an invitation. A wrong, old and used one look the same."""
    invitation = invitation_by_code(code)
    if invitation is None or invitation.kind == "sub" or invitation.partner is None:
        text = _("This invitation is too old, was used or withdrawn. Ask for a new one.")
        return render(request, "partner/apply/refused.html", {"text": text}, status=404)
    context = {"invitation": invitation, "program": invitation.program,
               "look": look_of(invitation.program)}  # fmt: skip
    user = request.user
    if isinstance(user, User):
        if request.method == "POST":
            return _accept(request, invitation, user)
        return render(request, "partner/apply/join.html", context | {"form": None})
    if User.objects.filter(email__iexact=invitation.email).exists():
        return HttpResponseRedirect(f"{reverse('account_login')}?next={request.path}")
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = person_create(
                invitation.email, form.cleaned_data["display_name"],
                form.cleaned_data["password"], translation.get_language() or "en",
            )  # fmt: skip
        except ValidationError as refusal:
            form.add_error("password", refusal)
        else:
            login(request, person, backend=BACKEND)
            return _accept(request, invitation, person)
    status = 422 if form.errors else 200
    return render(request, "partner/apply/join.html", context | {"form": form}, status=status)


def _accept(request: HttpRequest, invitation: Invitation, user: User) -> HttpResponse:
    try:
        member = invitation_accept(invitation=invitation, user=user)
    except (DomainError, ValidationError) as refusal:
        text = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
        return render(request, "partner/apply/refused.html", {"text": text}, status=409)
    return HttpResponseRedirect(
        reverse("partner:overview",
                kwargs={"program_id": member.program_id, "partner_id": member.partner_id})
    )  # fmt: skip
