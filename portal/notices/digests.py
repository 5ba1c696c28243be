"""One mail a day with what waited for it, for people who chose so."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import clock
from portal.accounts.models import User
from portal.branding.selectors import address_of
from portal.notices.models import DigestEntry
from portal.notices.services import program_mail
from portal.notices.words import sentence_of

EVERY = timedelta(hours=24)
MOST_LINES = 50


def digests_due() -> int:
    """Mail the digest of everybody whose last one is a day old; how many mails went out."""
    since = clock.now() - EVERY
    waiting = DigestEntry.objects.filter(mailed_at=None).order_by()
    lately = DigestEntry.objects.filter(mailed_at__gt=since).values("user")
    people = User.objects.filter(pk__in=waiting.values("user"), is_active=True)
    return sum(digest_mail(person) for person in people.exclude(pk__in=lately))


@transaction.atomic
def digest_mail(person: User) -> int:
    """A mail for each program with something new; how many."""
    entries = list(
        DigestEntry.objects.select_for_update()
        .filter(user=person, mailed_at=None)
        .select_related("notice__program")
        .order_by("notice__at", "pk")
    )
    DigestEntry.objects.filter(pk__in=[e.pk for e in entries]).update(mailed_at=clock.now())
    by_program: dict[str, list[DigestEntry]] = {}
    for entry in entries:
        by_program.setdefault(entry.notice.program_id, []).append(entry)
    for found in by_program.values():
        program = found[0].notice.program
        with translation.override(person.language):
            lines = [f"• {sentence_of(e.notice.code, e.notice.words)}" for e in found]
            if len(lines) > MOST_LINES:
                lines = [*lines[:MOST_LINES], _("and more, in the portal")]
            subject = ngettext(
                "%(program)s: %(count)s thing is new", "%(program)s: %(count)s things are new",
                len(found),
            ) % {"program": program.name, "count": len(found)}  # fmt: skip
            text = "\n".join(lines) + f"\n\n{address_of(program)}/"
        transaction.on_commit(
            partial(program_mail, program=program, to=person.email, language=person.language,
                    subject=subject, text=text)
        )  # fmt: skip
    return len(by_program)
