"""What people are told: notices, announcements, messages between partner and manager."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.partners.models import Partner, Program

SIDES = ("partner", "operator")
AUDIENCES = ("all", "plan", "tag")


class Notice(models.Model):
    """One fact that a partner's team, or one person, is told. Its words are made when read."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="notices")
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="notices"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="notices"
    )
    code = models.CharField(max_length=40)
    words = models.JSONField(default=dict)
    path = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=["partner", "-at"], name="notice_of_partner"),)
        constraints = (
            models.CheckConstraint(
                name="notice_is_for_somebody",
                condition=Q(partner__isnull=False) | Q(user__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.at:%Y-%m-%d}"


class NoticeRead(models.Model):
    """A person has seen a notice."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="reads")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint("notice", "user", name="notice_read_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} read {self.notice_id}"


class NoticeChoice(models.Model):
    """Whether a person wants an e-mail about notices of one topic; without a row: as by default."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    topic = models.CharField(max_length=20)
    by_email = models.BooleanField()
    # Gathered into one mail a day instead of a mail each.
    as_digest = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint("user", "topic", name="notice_choice_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.topic} {self.by_email}"


class Announcement(models.Model):
    """Something a program says to all its partners. `texts`: {language: {title, text}}."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="announcements")
    announcement_id = models.CharField(max_length=20)
    texts = models.JSONField()
    # It is seen from here on; a moment to come is a schedule.
    published_at = models.DateTimeField()
    until = models.DateField(null=True, blank=True)
    # Whom it is for: everybody, partners on a plan, or partners with a tag.
    audience = models.CharField(max_length=5, choices=[(a, a) for a in AUDIENCES], default="all")
    audience_name = models.CharField(max_length=80, blank=True)
    # When notices and mails went out; empty while it waits for its moment.
    told_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    author = models.CharField(max_length=150)

    class Meta:
        ordering = ("-published_at", "-pk")
        constraints = (
            models.UniqueConstraint("program", "announcement_id", name="announcement_id_once"),
            models.CheckConstraint(
                name="announcement_names_its_audience",
                condition=Q(audience="all", audience_name="")
                | (Q(audience__in=("plan", "tag")) & ~Q(audience_name="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.program_id}/{self.announcement_id}"


class Message(models.Model):
    """One message in the only thread that a partner and its manager have. Append-only."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="messages")
    side = models.CharField(max_length=10, choices=[(s, s) for s in SIDES])
    author = models.CharField(max_length=150)
    text = models.TextField(max_length=4000)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = (models.CheckConstraint(name="message_side_ok", condition=Q(side__in=SIDES)),)

    def __str__(self) -> str:
        return f"{self.partner} {self.side} {self.at:%Y-%m-%d}"


class DigestEntry(models.Model):
    """A notice that waits for a person's next daily mail; `mailed_at` once it went."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint("notice", "user", name="digest_entry_once"),)
        indexes = (
            models.Index(fields=["user"], condition=Q(mailed_at=None), name="digest_waiting"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.notice_id}"
