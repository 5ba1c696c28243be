"""Telling people: a notice in the portal, and a mail to whom wants one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from portal import clock
from portal.accounts.models import Membership, User
from portal.audit.services import audit_record
from portal.branding.selectors import address_of, sender_of
from portal.notices.models import Announcement, Message, Notice, NoticeChoice, NoticeRead
from portal.notices.selectors import announcement_id_next, wants_mail
from portal.notices.words import ALWAYS, TOPICS, sentence_of, topic_of
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.partners.models import Partner, Program


@transaction.atomic
def notice_send(
    *,
    code: str,
    partner: Partner | None = None,
    user: User | None = None,
    program: Program | None = None,
    words: Mapping[str, Any] | None = None,
    path: str = "",
    roles: Iterable[str] = (),
) -> Notice:
    """Tell a partner's team, or one person. `words` fill the sentence of `code` and are JSON.

    Mails go out after the transaction, to people of the team (of `roles`, if named) who want them;
    what stands in ALWAYS goes to all of them.
    Raises KeyError for an unknown code and DomainError without anybody to tell.
    """
    topic_of(code)
    tenant = program or (partner.program if partner else None)
    if tenant is None:
        raise DomainError("nobody", f"notice {code}: name a partner, or a person and a program")
    notice = Notice.objects.create(
        program=tenant, partner=partner, user=user, code=code, words=dict(words or {}), path=path,
        at=clock.now(),
    )  # fmt: skip
    for person in _people(partner, user, tuple(roles)):
        if code in ALWAYS or wants_mail(person, topic_of(code)):
            transaction.on_commit(partial(_mail, notice, person))
    return notice


def mail_send(*, to: str, language: str, subject: str, text: str, sender: str = "") -> None:
    """One mail in plain text; a failing mail server is logged by Django and stops nothing."""
    with translation.override(language):
        send_mail(subject, text, sender or settings.DEFAULT_FROM_EMAIL, [to], fail_silently=True)


def notices_read(*, user: User, notices: Iterable[Notice]) -> None:
    """The person has seen these."""
    now = clock.now()
    NoticeRead.objects.bulk_create(
        [NoticeRead(notice=notice, user=user, at=now) for notice in notices], ignore_conflicts=True
    )


def choices_set(*, user: User, by_email: Iterable[str]) -> None:
    """Topics of which the person wants mails; of all others it wants none."""
    wanted = set(by_email)
    if unknown := wanted - set(TOPICS):
        raise DomainError("unknown_topic", f"no such topic: {', '.join(sorted(unknown))}")
    for topic in TOPICS:
        NoticeChoice.objects.update_or_create(
            user=user, topic=topic, defaults={"by_email": topic in wanted}
        )


@transaction.atomic
def announcement_publish(
    *,
    by: Author,
    program: Program,
    texts: Mapping[str, Mapping[str, str]],
    until: date | None = None,
) -> Announcement:
    """Say something to all partners. `texts`: {language: {title, text}}; English is required."""
    if not (texts.get("en") or {}).get("title"):
        raise DomainError("no_english", "an announcement needs an English title and text")
    made = Announcement(
        program=program, announcement_id=announcement_id_next(program.program_id),
        texts={code: dict(text) for code, text in texts.items()}, published_at=clock.now(),
        until=until, author=by.name,
    )  # fmt: skip
    made.full_clean()
    made.save()
    _audit(by, "announcement published", "announcement", str(made), program.program_id)
    for partner in Partner.objects.filter(program=program, status="active"):
        notice_send(
            code="announcement_published", partner=partner,
            words={"title": texts["en"]["title"], "announcement": made.announcement_id},
        )  # fmt: skip
    return made


@transaction.atomic
def announcement_withdraw(*, by: Author, announcement: Announcement, reason: str) -> None:
    """Take an announcement down; it stays on record."""
    announcement.withdrawn_at = clock.now()
    announcement.save(update_fields=["withdrawn_at"])
    _audit(by, "announcement withdrawn", "announcement", str(announcement),
           announcement.program_id, reason)  # fmt: skip


@transaction.atomic
def message_write(*, by: Author, partner: Partner, side: str, text: str, path: str = "") -> Message:
    """Write to the manager (side `partner`) or to the partner (side `operator`).

    Raises DomainError for an empty message.
    """
    if not text.strip():
        raise DomainError("empty", _("Write something first."))
    message = Message(
        partner=partner, side=side, author=by.user.display_name if by.user else by.name,
        text=text.strip(), at=clock.now(),
    )  # fmt: skip
    message.full_clean()
    message.save()
    if side == "operator":
        notice_send(code="message_received", partner=partner, words={"who": message.author},
                    path=path)  # fmt: skip
    elif partner.manager:
        notice_send(code="message_received", user=partner.manager, program=partner.program,
                    words={"who": f"{message.author} ({partner.name})"})  # fmt: skip
    return message


def _people(partner: Partner | None, user: User | None, roles: tuple[str, ...]) -> list[User]:
    if user is not None:
        return [user]
    members = Membership.objects.filter(
        program_id=partner.program_id if partner else "",
        partner_id=partner.partner_id if partner else "",
        user__is_active=True,
    ).select_related("user")
    return [m.user for m in members if not roles or m.role in roles]


def _mail(notice: Notice, person: User) -> None:
    with translation.override(person.language):
        text = sentence_of(notice.code, notice.words)
        link = f"\n\n{address_of(notice.program)}{notice.path}" if notice.path else ""
        subject = f"{notice.program.name}: {TOPICS[topic_of(notice.code)][0]}"
        mail_send(to=person.email, language=person.language, subject=subject, text=text + link,
                  sender=sender_of(notice.program))  # fmt: skip


def _audit(by: Author, verb: str, kind: str, object_id: str, program_id: str,
           reason: str = "") -> None:  # fmt: skip
    audit_record(**by.audit_names(), verb=verb, object_kind=kind, object_id=object_id,
                 program_id=program_id, reason=reason)  # fmt: skip
