"""Reading reviews; nothing here writes."""

from __future__ import annotations

from django.db.models import QuerySet

from portal.accounts.models import User
from portal.accounts.selectors import standing_get
from portal.partners.errors import NotFound
from portal.reviews.models import Review, ReviewState


def review_get(program_id: str, review_id: str) -> Review:
    """The review of this program. Raises NotFound."""
    try:
        return Review.objects.select_related("program", "partner").get(
            program_id=program_id, review_id=review_id
        )
    except Review.DoesNotExist:
        raise NotFound("review", review_id, program_id) from None


def reviews_current(program_id: str) -> QuerySet[Review]:
    """All reviews of a program, with their states in order."""
    found = Review.objects.filter(program_id=program_id)
    return found.select_related("partner").prefetch_related("states")


def reviews_for_user(user: User) -> QuerySet[Review]:
    """The reviews of programs in which the person is staff; partners read theirs in releases."""
    found = Review.objects.filter(program_id__in=standing_get(user).programs())
    return found.select_related("partner", "program").prefetch_related("states")


def state_last(review: Review) -> ReviewState:
    """What rules about the review: the row recorded last."""
    return sorted(review.states.all(), key=lambda state: state.state_no)[-1]


def review_id_next(program_id: str) -> str:
    """The next free id: R-1001, R-1002 …"""
    taken = Review.objects.filter(program_id=program_id).values_list("review_id", flat=True)
    numbers = [int(r[2:]) for r in taken if r.startswith("R-") and r[2:].isdigit()]
    return f"R-{max(numbers, default=1000) + 1}"
