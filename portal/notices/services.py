"""Telling people: a notice in the portal, and a mail to whom wants one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from portal import clock
from portal.accounts.models import Membership, ProgramRole, User
from portal.branding.selectors import address_of, look_of, sender_of
from portal.notices.models import DigestEntry, Message, Notice, NoticeChoice, NoticeRead
from portal.notices.selectors import wants_digest, wants_mail
from portal.notices.words import ALWAYS, TOPICS, sentence_of, subject_of, topic_of
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
        raise DomainError(
            "nobody",
            _("notice %(code)s: name a partner, or a person and a program") % {"code": code},
        )
    notice = Notice.objects.create(
        program=tenant, partner=partner, user=user, code=code, words=dict(words or {}), path=path,
        at=clock.now(),
    )  # fmt: skip
    for person in _people(partner, user, tuple(roles)):
        if code in ALWAYS:
            transaction.on_commit(partial(_mail, notice, person))
        elif wants_mail(person, topic_of(code)):
            if wants_digest(person):
                DigestEntry.objects.get_or_create(notice=notice, user=person)
            else:
                transaction.on_commit(partial(_mail, notice, person))
    return notice


def mail_send(*, to: str, language: str, subject: str, text: str, sender: str = "") -> None:
    """One mail in plain text; a failing mail server is logged by Django and stops nothing."""
    with translation.override(language):
        send_mail(subject, text, sender or settings.DEFAULT_FROM_EMAIL, [to], fail_silently=True)


def program_mail(*, program: Program, to: str, language: str, subject: str, text: str) -> None:
    """A mail of a program: from its own sender, signed with its name, footer and address."""
    look = look_of(program)
    lines = [look.product_name, look.text("footer", language), look.support_address]
    signed = "\n".join(line for line in lines if line)
    mail_send(to=to, language=language, subject=subject, text=f"{text}\n\n-- \n{signed}",
              sender=sender_of(program))  # fmt: skip


def notices_read(*, user: User, notices: Iterable[Notice]) -> None:
    """The person has seen these."""
    now = clock.now()
    NoticeRead.objects.bulk_create(
        [NoticeRead(notice=notice, user=user, at=now) for notice in notices], ignore_conflicts=True
    )


def choices_set(*, user: User, by_email: Iterable[str], as_digest: bool = False) -> None:
    """Topics of which the person wants mails, of all others none; `as_digest`: one mail a day."""
    wanted = set(by_email)
    if unknown := wanted - set(TOPICS):
        names = ", ".join(sorted(unknown))
        raise DomainError("unknown_topic", _("There is no such topic: %s") % names)
    for topic in TOPICS:
        NoticeChoice.objects.update_or_create(
            user=user, topic=topic, defaults={"by_email": topic in wanted, "as_digest": as_digest}
        )


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
    else:
        for person in _managers(partner):
            notice_send(code="message_received", user=person, program=partner.program,
                        words={"who": f"{message.author} ({partner.name})"})  # fmt: skip
    return message


def _managers(partner: Partner) -> list[User]:
    """The partner's manager; while it has none, every manager of the program."""
    if partner.manager:
        return [partner.manager]
    roles = ProgramRole.objects.filter(program_id=partner.program_id, role="manager")
    return [one.user for one in roles.filter(user__is_active=True).select_related("user")]


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
        subject = f"{notice.program.name}: {subject_of(notice.code)}"
        program_mail(program=notice.program, to=person.email, language=person.language,
                     subject=subject, text=text + link)  # fmt: skip
