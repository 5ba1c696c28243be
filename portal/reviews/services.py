"""Placing holds and deciding them. Each deed is a new dated row."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from portal import clock
from portal.audit.services import audit_record
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.partners.selectors import partner_get, program_lock
from portal.reviews import selectors
from portal.reviews.models import ENDINGS, TARGET_KINDS, Review, ReviewState


@transaction.atomic
def review_place(
    *,
    by: Author,
    program_id: str,
    target_kind: str,
    target_id: str,
    signal_code: str,
    reason: str,
    decide_by: date,
    effective_on: date | None = None,
    partner_id: str = "",
    evidence: str = "",
    review_id: str = "",
    unresolved: str = "release",
) -> Review:
    """Hold what a client, a record or a line earns until somebody decides, or `decide_by` passes.

    `unresolved` (release, reject) is what happens to it then. A partner as target holds all that
    it has coming; such a case is released, never rejected. What is held stays earned and is not
    payable. Raises DomainError when the target is held already, and ValidationError for a bad
    field.
    """
    program = program_lock(program_id)
    if target_kind not in TARGET_KINDS:
        raise DomainError(
            "unknown_target",
            _("target %(target_kind)r is unknown: %(target_kinds)s")
            % {"target_kind": target_kind, "target_kinds": ", ".join(TARGET_KINDS)},
        )
    if unresolved not in ENDINGS or (target_kind == "partner" and unresolved == "reject"):
        raise DomainError(
            "unknown_ending",
            _("a %(target_kind)s's case cannot end by %(unresolved)r: write release")
            % {"target_kind": target_kind, "unresolved": unresolved},
        )
    for other in Review.objects.filter(
        program=program, target_kind=target_kind, target_id=target_id
    ):
        if selectors.state_last(other).state == "held":
            raise DomainError(
                "held_already",
                _("%(target_kind)s %(target_id)s is held by %(review_id)s already")
                % {
                    "target_kind": target_kind,
                    "target_id": target_id,
                    "review_id": other.review_id,
                },
            )
    review = Review(
        program=program,
        review_id=review_id or selectors.review_id_next(program_id),
        target_kind=target_kind,
        target_id=target_id,
        partner=partner_get(program_id, partner_id) if partner_id else None,
        signal_code=signal_code,
        opened_at=clock.now(),
        unresolved=unresolved,
    )
    review.full_clean()
    review.save()
    _add(review, by, "held", reason, evidence, effective_on=effective_on, decide_by=decide_by)
    return review


@transaction.atomic
def review_decide(
    *,
    by: Author,
    program_id: str,
    review_id: str,
    state: str,
    reason: str,
    effective_on: date | None = None,
    evidence: str = "",
) -> ReviewState:
    """Release a hold, or reject what it holds, with a reason that the partner reads.

    A rejected client's or record's facts count nowhere from `effective_on` (None: from the first
    day; RULINGS, "CPA, sales, actions"). Raises DomainError when the review is not held.
    """
    if state not in ("released", "rejected"):
        raise DomainError(
            "unknown_state", _("state %(state)r: write released or rejected") % {"state": state}
        )
    program_lock(program_id)
    review = selectors.review_get(program_id, review_id)
    last = selectors.state_last(review)
    if last.state != "held":
        raise DomainError(
            "decided",
            _("%(review_id)s is %(state)s already; place a new hold")
            % {"review_id": review_id, "state": last.state},
        )
    if state == "rejected" and review.target_kind == "partner":
        raise DomainError(
            "partner_rejected",
            _("%(review_id)s holds a whole partner: reject its clients or records")
            % {"review_id": review_id},
        )
    return _add(review, by, state, reason, evidence, effective_on=effective_on)


@transaction.atomic
def review_prolong(
    *, by: Author, program_id: str, review_id: str, decide_by: date, reason: str
) -> ReviewState:
    """Move the day by which somebody must decide. Raises DomainError unless held, and later."""
    program_lock(program_id)
    review = selectors.review_get(program_id, review_id)
    last = selectors.state_last(review)
    if last.state != "held" or last.decide_by is None or decide_by <= last.decide_by:
        raise DomainError(
            "not_later",
            _("%(review_id)s is %(state)s until %(decide_by)s; name a later day")
            % {"review_id": review_id, "state": last.state, "decide_by": last.decide_by},
        )
    return _add(
        review,
        by,
        "held",
        reason,
        "",
        effective_on=last.effective_on,
        decide_by=decide_by,
    )


@transaction.atomic
def reviews_expire(*, program_id: str, on: date) -> list[Review]:
    """End what was held until a day before `on` and decided by nobody; returns those.

    Each ends as its program's policy said when it was placed: released, or rejected.
    """
    program_lock(program_id)
    policy = Author("policy")
    expired = []
    for review in selectors.reviews_current(program_id):
        last = selectors.state_last(review)
        if last.state == "held" and last.decide_by is not None and last.decide_by < on:
            ended = "rejected" if review.unresolved == "reject" else "released"
            _add(
                review,
                policy,
                ended,
                f"nobody decided by {last.decide_by}",
                "",
                effective_on=last.effective_on if ended == "rejected" else None,
            )
            expired.append(review)
    return expired


def _add(
    review: Review,
    by: Author,
    state: str,
    reason: str,
    evidence: str,
    *,
    effective_on: date | None = None,
    decide_by: date | None = None,
) -> ReviewState:
    row = ReviewState(
        review=review,
        state_no=review.states.count() + 1,
        state=state,
        effective_on=effective_on,
        decide_by=decide_by,
        reason=reason,
        evidence=evidence,
        author=by.name,
        recorded_at=clock.now(),
    )
    row.full_clean()
    row.save()
    audit_record(
        **by.audit_names(),
        verb=f"review {state}",
        object_kind="review",
        object_id=str(review),
        program_id=review.program_id,
        reason=reason,
        details={"target": f"{review.target_kind} {review.target_id}"},
    )
    return row
