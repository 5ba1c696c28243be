"""Reading notices, announcements and messages for one viewer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal import clock
from portal.accounts.models import User
from portal.notices.models import Announcement, Message, Notice, NoticeChoice, NoticeRead
from portal.notices.words import TOPICS
from portal.partners.models import Partner


def notices_for_member(user: User, partner: Partner) -> QuerySet[Notice]:
    """What the team of a partner, or this person in its program, was told; `is_read` beside."""
    return Notice.objects.filter(
        Q(partner=partner) | Q(user=user, program_id=partner.program_id)
    ).annotate(is_read=Exists(NoticeRead.objects.filter(notice=OuterRef("pk"), user=user)))


def unread_count(user: User, partner: Partner) -> int:
    """How many of them this person has not seen."""
    return notices_for_member(user, partner).exclude(reads__user=user).count()


def announcements_list(program_id: str, on: date) -> QuerySet[Announcement]:
    """What a program says on a day to anybody, the latest first."""
    return Announcement.objects.filter(
        Q(until=None) | Q(until__gte=on), program_id=program_id, withdrawn_at=None,
        published_at__lte=clock.now(),
    )  # fmt: skip


def announcements_for(partner: Partner, plans: Collection[str], on: date) -> list[Announcement]:
    """What a program says to this partner, which is on these plans."""
    found = announcements_list(partner.program_id, on)
    return [one for one in found if is_for(one, partner, plans)]


def is_for(announcement: Announcement, partner: Partner, plans: Collection[str]) -> bool:
    """Whether a partner belongs to the audience."""
    if announcement.audience == "plan":
        return announcement.audience_name in plans
    if announcement.audience == "tag":
        return announcement.audience_name in partner.tags
    return True


def announcements_of(program_id: str) -> QuerySet[Announcement]:
    """Everything that a program said or will say, for its staff."""
    return Announcement.objects.filter(program_id=program_id)


def announcement_text(announcement: Announcement, language: str) -> dict[str, str]:
    """Title and text in a language, in English where it is missing."""
    texts: dict[str, dict[str, str]] = announcement.texts
    return texts.get(language) or texts["en"]


def messages_list(partner: Partner) -> QuerySet[Message]:
    """The thread with the manager, the oldest first."""
    return Message.objects.filter(partner=partner)


def choices_get(user: User) -> dict[str, bool]:
    """{topic: whether it is mailed}, defaults filled in."""
    found = {topic: default for topic, (_word, default) in TOPICS.items()}
    found.update(NoticeChoice.objects.filter(user=user).values_list("topic", "by_email"))
    return found


def wants_mail(user: User, topic: str) -> bool:
    """Whether this person wants mails about a topic."""
    return choices_get(user).get(topic, False)


def wants_digest(user: User) -> bool:
    """Whether this person's mails are gathered into one a day."""
    return NoticeChoice.objects.filter(user=user, as_digest=True).exists()


def announcement_id_next(program_id: str) -> str:
    """`AN-1`, `AN-2` …"""
    return f"AN-{Announcement.objects.filter(program_id=program_id).count() + 1}"


def counts(user: User, partner: Partner) -> dict[str, Any]:
    """What the navigation shows beside Help and notices."""
    unread = unread_count(user, partner)
    return {"partner:help": unread} if unread else {}
