"""Today: what waits for somebody, over the programs of the person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from portal import clock
from portal.accounts.models import User
from portal.accounts.selectors import standing_get
from portal.claims.selectors import cases_for_user
from portal.deals.proposals import PROPOSERS
from portal.deals.selectors import proposals_for_user
from portal.onboarding.selectors import applications_for_staff
from portal.partners.selectors import programs_for_user
from portal.payouts.policy import living_batches
from portal.payouts.selectors import batches_for_user
from portal.payouts.services.closing import CLOSERS
from portal.releases.reader import NoRelease, current_release
from portal.reviews.selectors import reviews_for_user, state_last
from portal.statements.selectors import adjustments_for_user
from portal.web.base.tags.numbers import day, money_named
from portal.web.staff.frame import (
    ADJUSTMENT_READERS,
    APPLICATION_READERS,
    CASE_DECIDERS,
    FEED_READERS,
    PAYOUT_READERS,
    REVIEW_DECIDERS,
    Desk,
)

Word = str | Promise


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: what, how much of it, by when, and where it is decided."""

    what: Word
    href: str
    amount: str = ""
    due_on: date | None = None
    is_late: bool = False


@require_safe
def today(request: HttpRequest) -> HttpResponseBase:
    """Each program with what waits in it for somebody with the person's roles."""
    user = request.user
    if not isinstance(user, User) or not standing_get(user).is_staff:
        raise Http404
    desks = [
        Desk(request, user, program, standing_get(user)) for program in programs_for_user(user)
    ]
    if not desks:
        raise Http404
    programs = [
        {
            "program": desk.program,
            "rows": list(_waiting(desk)),
            "close_url": desk.url("close") if desk.has_role(*CLOSERS) else "",
        }
        for desk in desks
    ]
    return desks[0].render("staff/home.html", {"programs": programs, "now": clock.now()})


def _waiting(desk: Desk) -> Iterator[Waiting]:
    if desk.has_role(*PAYOUT_READERS):
        yield from _batches(desk)
    if desk.has_role(*REVIEW_DECIDERS):
        yield from _reviews(desk)
    if desk.has_role(*CASE_DECIDERS):
        yield from _cases(desk)
    if desk.has_role(*APPLICATION_READERS):
        own = applications_for_staff(desk.user).filter(program=desk.program, state="submitted")
        yield from _counted(lazy("Applications"), own.count(), desk.url("applications"))
    if desk.has_role(*PROPOSERS):
        proposed = proposals_for_user(desk.user).filter(program=desk.program, state="proposed")
        others = proposed.exclude(author=desk.user)
        yield from _counted(lazy("Deals to approve"), others.count(), desk.url("deals"))
    if desk.has_role(*ADJUSTMENT_READERS):
        open_ones = adjustments_for_user(desk.user).filter(
            program=desk.program, approved_by=None, refused_by=None
        )
        others_count = open_ones.exclude(author=desk.user).count()
        word = lazy("Adjustments that another person decides")
        yield from _counted(word, others_count, desk.url("adjustments"))
    if desk.has_role(*FEED_READERS):
        yield from _feeds(desk)


def _batches(desk: Desk) -> Iterator[Waiting]:
    for batch in batches_for_user(desk.user).filter(living_batches(), program=desk.program):
        yield Waiting(
            _("Payout batch of %(day)s") % {"day": day(batch.paid_on, "long")},
            desk.url("payouts_batch", day_name=batch.day_name),
            money_named(batch.value_minor, desk.program.currency_code),
            batch.paid_on,
        )


def _reviews(desk: Desk) -> Iterator[Waiting]:
    lasts = [state_last(r) for r in reviews_for_user(desk.user).filter(program=desk.program)]
    held = [last.decide_by for last in lasts if last.state == "held" and last.decide_by]
    yield from _counted(lazy("Cases in review"), len(held), desk.url("reviews"), held)


def _cases(desk: Desk) -> Iterator[Waiting]:
    own = cases_for_user(desk.user).filter(program=desk.program, state="opened")
    due = list(own.values_list("due_on", flat=True))
    yield from _counted(lazy("Disputes and claims"), len(due), desk.url("cases"), due)


def _feeds(desk: Desk) -> Iterator[Waiting]:
    try:
        manifest = current_release(desk.program.program_id).manifest
    except NoRelease:
        return
    late = sum(feed.is_late for feed in manifest.feeds)
    yield from _counted(lazy("Feeds that are late"), late, desk.url("feeds"))


def _counted(what: Word, count: int, href: str, due: list[date] | None = None) -> Iterator[Waiting]:
    if count:
        first = min(due) if due else None
        is_late = first is not None and first < clock.now().date()
        yield Waiting(what, href, str(count), first, is_late)
