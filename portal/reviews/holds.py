"""Which ledger entries are not payable because of a review. Pure over rows; no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.reviews.models import Review
from portal.reviews.selectors import state_last


@dataclass(frozen=True)
class Hold:
    """What one review keeps back: the target's facts from `effective_on` (None: all) on."""

    review_id: str
    target_kind: str
    target_id: str
    effective_on: date | None
    decide_by: date | None
    state: str


def holds_on(reviews: Iterable[Review], day: date) -> list[Hold]:
    """Holds that count on `day`: held and not past their date, and rejected ones.

    What was rejected stays unpayable too: its entries are taken back by differences at the next
    close, and until then its money must not leave.
    """
    found = []
    for review in reviews:
        last = state_last(review)
        is_over = last.decide_by is not None and last.decide_by < day
        if last.state == "released" or (last.state == "held" and is_over):
            continue
        found.append(
            Hold(
                review.review_id,
                review.target_kind,
                review.target_id,
                last.effective_on,
                last.decide_by,
                last.state,
            )
        )
    return found


@dataclass(frozen=True)
class Holds:
    """Holds, found by what an entry names."""

    by_target: dict[tuple[str, str], Hold]

    @classmethod
    def of(cls, holds: Iterable[Hold]) -> Holds:
        return cls({(hold.target_kind, hold.target_id): hold for hold in holds})

    def holding(
        self,
        *,
        client_id: str | None,
        record_key: str | None,
        line_id: str | None,
        event_on: date,
        partner_id: str | None = None,
    ) -> Hold | None:
        """The review that keeps an entry back, or None."""
        for kind, name in (
            ("line", line_id),
            ("record", record_key),
            ("client", client_id),
            ("partner", partner_id),
        ):
            hold = self.by_target.get((kind, name)) if name else None
            if hold and (hold.effective_on is None or event_on >= hold.effective_on):
                return hold
        return None
