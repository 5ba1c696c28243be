"""What a program says to its partners: to all, to those on a plan or with a tag, now or later."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal import clock
from portal.audit.services import audit_record
from portal.notices.models import Announcement
from portal.notices.selectors import announcement_id_next, is_for
from portal.notices.services import notice_send
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.partners.models import Partner, Program

# The plans that a partner is on; who knows of deals says it.
PlansOf = Callable[[Partner], Collection[str]]


def no_plans(_partner: Partner) -> Collection[str]:
    """Where nobody asks for plans."""
    return ()


@transaction.atomic
def announcement_publish(
    *, by: Author, program: Program, texts: Mapping[str, Mapping[str, str]],
    until: date | None = None, publish_at: datetime | None = None,
    audience: str = "all", audience_name: str = "", plans_of: PlansOf = no_plans,
) -> Announcement:  # fmt: skip
    """Say something now, or from `publish_at` on. `texts`: {language: {title, text}}.

    Raises DomainError without English words, without a name of a plan or tag where one is needed,
    and for an end before the beginning; ValidationError for a bad field.
    """
    now = clock.now()
    if not all((texts.get("en") or {}).get(part, "").strip() for part in ("title", "text")):
        raise DomainError("no_english", _("An announcement needs an English title and text."))
    if audience != "all" and not audience_name:
        raise DomainError("no_audience", _("Name the plan or the tag."))
    begins = max(publish_at or now, now)
    if until is not None and until < begins.date():
        raise DomainError("past", _("It would end before it begins."))
    made = Announcement(
        program=program, announcement_id=announcement_id_next(program.program_id),
        texts={code: dict(text) for code, text in texts.items() if text.get("title")},
        published_at=begins, until=until, audience=audience,
        audience_name=audience_name if audience != "all" else "", author=by.name,
    )  # fmt: skip
    made.full_clean()
    made.save()
    _audit(by, "announcement published", made, made.texts["en"]["title"])
    if begins <= now:
        announcement_tell(made, plans_of)
    return made


def announcements_due(plans_of: PlansOf) -> int:
    """Tell what has come to its moment; how many were told. Safe to call again and again."""
    due = Announcement.objects.filter(
        told_at=None, withdrawn_at=None, published_at__lte=clock.now()
    ).select_related("program")
    found = list(due)
    for announcement in found:
        announcement_tell(announcement, plans_of)
    return len(found)


@transaction.atomic
def announcement_tell(announcement: Announcement, plans_of: PlansOf) -> None:
    """Notices, and mails to whom wants them, once."""
    taken = Announcement.objects.filter(pk=announcement.pk, told_at=None)
    if not taken.update(told_at=clock.now()):
        return
    titles = {code: text["title"] for code, text in announcement.texts.items()}
    for partner in Partner.objects.filter(program=announcement.program, status="active"):
        plans = plans_of(partner) if announcement.audience == "plan" else ()
        if is_for(announcement, partner, plans):
            notice_send(
                code="announcement_published", partner=partner,
                path=f"/{partner.program_id}/{partner.partner_id}/help/",
                words={"title": titles, "announcement": announcement.announcement_id},
            )  # fmt: skip


@transaction.atomic
def announcement_withdraw(*, by: Author, announcement: Announcement, reason: str) -> None:
    """Take an announcement down, or off the schedule; it stays on record."""
    if announcement.withdrawn_at:
        raise DomainError("withdrawn", _("It is withdrawn already."))
    announcement.withdrawn_at = clock.now()
    announcement.save(update_fields=["withdrawn_at"])
    _audit(by, "announcement withdrawn", announcement, reason)


def _audit(by: Author, verb: str, announcement: Announcement, reason: str) -> None:
    audit_record(**by.audit_names(), verb=verb, object_kind="announcement",
                 object_id=str(announcement), program_id=announcement.program_id,
                 reason=reason)  # fmt: skip
