"""What a program asks of its partners: documents, words not to use, disclosures, findings."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.partners.models import Partner, Program

DOCUMENT_KINDS = ("terms", "rules", "brand", "privacy")
FINDING_STATES = ("opened", "answered", "closed")
SEVERITIES = ("note", "warning", "breach")
OUTCOMES = ("", "put_right", "unfounded", "sanctioned")


class Document(models.Model):
    """One version of a document. `texts`: {language: {title, text}}; a new version is a new row."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="documents")
    document_id = models.SlugField(max_length=40)
    version_no = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=[(k, k) for k in DOCUMENT_KINDS])
    texts = models.JSONField()
    must_acknowledge = models.BooleanField(default=True)
    valid_from = models.DateField()
    published_at = models.DateTimeField()
    author = models.CharField(max_length=150)
    # A file beside the text (a brand guide): its bytes lie under their hash, `portal/uploads.py`.
    file_name = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size_bytes = models.PositiveIntegerField(default=0)
    # Of the whole document: a withdrawn one waits for nobody and is listed nowhere.
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("program", "document_id", "-version_no")
        constraints = (
            models.UniqueConstraint(
                "program", "document_id", "version_no", name="document_version_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.program_id}/{self.document_id} v{self.version_no}"


class Acknowledgement(models.Model):
    """A person accepted a version for a partner. Append-only."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="acknowledgements")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="acknowledgements")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at",)
        constraints = (models.UniqueConstraint("document", "partner", name="acknowledged_once"),)

    def __str__(self) -> str:
        return f"{self.partner} accepted {self.document}"


class Keyword(models.Model):
    """Words that partners must not use: a phrase, matched as whole words in any case."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="keywords")
    phrase = models.CharField(max_length=80)
    reason = models.CharField(max_length=200)
    # Empty: everywhere; else what the phrase must not be used for.
    scope = models.CharField(
        max_length=10, choices=[(s, s) for s in ("everywhere", "ads", "domain")],
        default="everywhere",
    )  # fmt: skip
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("program", "phrase")
        constraints = (models.UniqueConstraint("program", "phrase", name="keyword_once"),)

    def __str__(self) -> str:
        return f"{self.program_id}: {self.phrase}"


class Disclosure(models.Model):
    """The sentence that a page must carry, by country ('' is every other) and language."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="disclosures")
    country = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=10)
    text = models.TextField()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("program", "country", "language")
        constraints = (
            models.UniqueConstraint("program", "country", "language", name="disclosure_once"),
        )

    def __str__(self) -> str:
        return f"{self.program_id} {self.country} {self.language}"


class Finding(models.Model):
    """Something that a partner has to put right."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="findings")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="findings")
    finding_id = models.CharField(max_length=20)
    severity = models.CharField(max_length=10, choices=[(s, s) for s in SEVERITIES])
    title = models.CharField(max_length=200)
    text = models.TextField()
    url = models.URLField(max_length=500, blank=True)
    state = models.CharField(
        max_length=10, choices=[(s, s) for s in FINDING_STATES], default="opened"
    )
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    author = models.CharField(max_length=150)
    outcome = models.CharField(
        max_length=12, choices=[(o, o) for o in OUTCOMES], blank=True, default=""
    )
    outcome_text = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-opened_at", "-pk")
        constraints = (
            models.UniqueConstraint("program", "finding_id", name="finding_id_once"),
            models.CheckConstraint(
                name="a_closed_finding_has_its_day",
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.program_id}/{self.finding_id}"


class FindingReply(models.Model):
    """What was said to a finding. Append-only."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="replies")
    side = models.CharField(
        max_length=10, choices=[("partner", "partner"), ("operator", "operator")]
    )
    author = models.CharField(max_length=150)
    text = models.TextField(max_length=4000)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.finding} {self.side}"


class FindingEvidence(models.Model):
    """A file that shows what was found; its bytes lie under their hash, `portal/uploads.py`."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="evidence")
    name = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()
    author = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.finding} {self.name}"
