"""Today: what waits for somebody, over the programs of the person."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from portal.accounts.models import User
from portal.accounts.selectors import standing_get
from portal.partners.selectors import programs_for_user
from portal.payouts.policy import living_batches
from portal.payouts.selectors import batches_for_user
from portal.payouts.services.closing import CLOSERS
from portal.reviews.selectors import reviews_for_user, state_last
from portal.statements.selectors import adjustments_for_user
from portal.web.staff.frame import (
    ADJUSTMENT_READERS,
    PAYOUT_READERS,
    REVIEW_READERS,
    Desk,
)


@require_safe
def today(request: HttpRequest) -> HttpResponseBase:
    """Each program with what waits in it, as far as the person's roles let it see."""
    user = request.user
    if not isinstance(user, User) or not standing_get(user).is_staff:
        raise Http404
    desks = [
        Desk(request, user, program, standing_get(user)) for program in programs_for_user(user)
    ]
    if not desks:
        raise Http404
    return desks[0].render("staff/home.html", {"programs": [_waiting(desk) for desk in desks]})


def _waiting(desk: Desk) -> dict[str, object]:
    program = desk.program
    rows: list[tuple[str, object, str]] = []
    if desk.has_role(*PAYOUT_READERS):
        found = batches_for_user(desk.user).filter(living_batches(), program=program)
        for batch in found:
            rows.append(("batch", batch, desk.url("payouts_batch", day_name=batch.day_name)))
    if desk.has_role(*REVIEW_READERS):
        reviews = reviews_for_user(desk.user).filter(program=program)
        held = [review for review in reviews if state_last(review).state == "held"]
        if held:
            rows.append(("reviews", len(held), desk.url("reviews")))
    if desk.has_role(*ADJUSTMENT_READERS):
        open_ones = adjustments_for_user(desk.user).filter(
            program=program, approved_by=None, refused_by=None
        )
        if open_ones.exists():
            rows.append(("adjustments", open_ones.count(), desk.url("adjustments")))
    close_url = desk.url("close") if desk.has_role(*CLOSERS) else ""
    return {"program": program, "rows": rows, "close_url": close_url}
