"""The start: on to the person's own books, or to the desk of the operator's people."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from portal.accounts.models import User
from portal.accounts.selectors import standing_get
from portal.onboarding.selectors import applications_of
from portal.web.partner.frame import address


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Goes to the first partner of the person; staff go to their own start."""
    user = request.user
    if isinstance(user, User):
        standing = standing_get(user)
        if standing.memberships:
            return redirect(reverse("partner:overview", kwargs=address(standing.memberships[0])))
        if standing.is_staff:
            try:
                return redirect(reverse("staff:home"))
            except NoReverseMatch:
                return render(request, "base/home.html", {"nav_side": "staff"})
        application = applications_of(user).first()
        if application:
            return redirect(
                reverse("partner:application", kwargs={
                    "program_id": application.program_id,
                    "application_id": application.application_id,
                })
            )  # fmt: skip
    return render(request, "partner/nowhere.html")
