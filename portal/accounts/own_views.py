"""Two pages of a person that allauth does not have as we want them: its address, one session."""

from __future__ import annotations

from typing import cast

from allauth.account import views as account
from allauth.account.decorators import reauthentication_required
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.accounts.models import User
from portal.audit.services import audit_record

# Whoever finds an open screen must not take the account over by its address.
address = reauthentication_required(account.email)


@require_POST
def session_end(request: HttpRequest) -> HttpResponse:
    """End one of the person's sessions; its own one signs it out."""
    user = cast("User", request.user)
    number = request.POST.get("session", "")
    found = UserSession.objects.filter(user=user, pk=int(number) if number.isdecimal() else 0)
    session = found.first()
    if session is None:
        raise Http404
    session.end()
    audit_record(who=user, verb="session ended", object_kind="person", object_id=str(user.pk))
    messages.success(request, _("Ended."))
    return HttpResponseRedirect(reverse("usersessions_list"))
