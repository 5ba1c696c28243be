"""Publishing documents, accepting them, saying which words must not be used, findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from portal import clock
from portal.accounts.models import User
from portal.audit.services import audit_record
from portal.compliance.models import (
    Acknowledgement,
    Disclosure,
    Document,
    Finding,
    FindingEvidence,
    FindingReply,
    Keyword,
)
from portal.compliance.selectors import finding_id_next
from portal.notices.services import notice_send
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.partners.models import Partner, Program
from portal.partners.selectors import program_lock
from portal.uploads import upload_store


@transaction.atomic
def document_publish(
    *, by: Author, program: Program, document_id: str, kind: str,
    texts: Mapping[str, Mapping[str, str]], valid_from: date, must_acknowledge: bool = True,
    upload: UploadedFile[Any] | None = None,
) -> Document:  # fmt: skip
    """A new version of a document; partners are asked to accept it when `must_acknowledge`.

    `texts`: {language: {title, text}}. Raises DomainError without an English text.
    """
    program_lock(program.program_id)
    if not (texts.get("en") or {}).get("text"):
        raise DomainError("no_english", _("A document needs an English title and text."))
    last = Document.objects.filter(program=program, document_id=document_id).first()
    document = Document(
        program=program, document_id=document_id, version_no=(last.version_no if last else 0) + 1,
        kind=kind, texts={code: dict(text) for code, text in texts.items()}, author=by.name,
        must_acknowledge=must_acknowledge, valid_from=valid_from, published_at=clock.now(),
    )  # fmt: skip
    if upload:
        kept = upload_store(program.program_id, upload)
        document.file_name, document.sha256 = kept.name, kept.sha256
        document.size_bytes = kept.size
    document.full_clean()
    document.save()
    _audit(by, "document published", "document", str(document), program.program_id)
    if must_acknowledge:
        titles = {code: text.get("title", "") for code, text in texts.items()}
        words = {"title": titles, "version": document.version_no}
        for partner in Partner.objects.filter(program=program, status="active"):
            notice_send(
                code="document_published", partner=partner, words=words,
                path=f"/{program.program_id}/{partner.partner_id}/compliance/",
            )  # fmt: skip
    return document


@transaction.atomic
def document_withdraw(*, by: Author, program: Program, document_id: str, reason: str) -> None:
    """All versions of a document rule no more; who accepted what stays. Raises DomainError."""
    program_lock(program.program_id)
    found = Document.objects.filter(program=program, document_id=document_id, withdrawn_at=None)
    if not found.update(withdrawn_at=clock.now(), withdrawn_reason=reason):
        raise DomainError("withdrawn", _("This document is withdrawn already."))
    object_id = f"{program.program_id}/{document_id}"
    _audit(by, "document withdrawn", "document", object_id, program.program_id, reason)


@transaction.atomic
def document_acknowledge(*, by: User, partner: Partner, document: Document) -> Acknowledgement:
    """The person accepts a version for its partner; a second time changes nothing."""
    found, is_new = Acknowledgement.objects.get_or_create(
        document=document, partner=partner, defaults={"user": by, "at": clock.now()}
    )
    if is_new:
        _audit(Author.of(by), "document accepted", "document", f"{document} for {partner}",
               partner.program_id)  # fmt: skip
    return found


@transaction.atomic
def keyword_add(
    *, by: Author, program: Program, phrase: str, reason: str, scope: str = "everywhere"
) -> Keyword:
    """A phrase that partners must not use; the same again changes its reason."""
    found, _new = Keyword.objects.update_or_create(
        program=program, phrase=phrase.strip().lower(),
        defaults={"reason": reason, "scope": scope, "added_at": clock.now()},
    )  # fmt: skip
    _audit(by, "keyword added", "keyword", str(found), program.program_id, reason)
    return found


@transaction.atomic
def keyword_remove(*, by: Author, keyword: Keyword, reason: str) -> None:
    """Allow a phrase again."""
    _audit(by, "keyword removed", "keyword", str(keyword), keyword.program_id, reason)
    keyword.delete()


@transaction.atomic
def disclosure_set(
    *, by: Author, program: Program, country: str, language: str, text: str
) -> Disclosure:
    """What pages for a country ('' is every other) must say, in a language."""
    found, _new = Disclosure.objects.update_or_create(
        program=program, country=country.upper(), language=language,
        defaults={"text": text.strip(), "added_at": clock.now()},
    )  # fmt: skip
    _audit(by, "disclosure set", "disclosure", str(found), program.program_id)
    return found


@transaction.atomic
def disclosure_remove(*, by: Author, disclosure: Disclosure, reason: str) -> None:
    """The sentence is asked for no more."""
    program_id = disclosure.program_id
    _audit(by, "disclosure removed", "disclosure", str(disclosure), program_id, reason)
    disclosure.delete()


@transaction.atomic
def finding_open(
    *, by: Author, partner: Partner, severity: str, title: str, text: str, due_on: date,
    url: str = "", evidence: Sequence[UploadedFile[Any]] = (),
) -> Finding:  # fmt: skip
    """Ask a partner to put something right by a day, with files that show it.

    Raises DomainError for a file that cannot be taken and for a day that is past.
    """
    if due_on < clock.now().date():
        raise DomainError("past", _("The day by which it is put right lies ahead."))
    program_lock(partner.program_id)
    finding = Finding(
        program=partner.program, partner=partner, finding_id=finding_id_next(partner.program_id),
        severity=severity, title=title, text=text, url=url, due_on=due_on, opened_at=clock.now(),
        author=by.name,
    )  # fmt: skip
    finding.full_clean()
    finding.save()
    for upload in evidence:
        kept = upload_store(partner.program_id, upload)
        FindingEvidence.objects.create(
            finding=finding, name=kept.name, sha256=kept.sha256, size_bytes=kept.size,
            author=by.name, at=clock.now(),
        )  # fmt: skip
    _audit(by, "finding opened", "finding", str(finding), partner.program_id, title)
    notice_send(
        code="finding_opened", partner=partner, path=_path(finding),
        words={"finding": finding.finding_id, "due": due_on.isoformat()},
    )  # fmt: skip
    return finding


@transaction.atomic
def finding_answer(*, by: Author, finding: Finding, side: str, text: str) -> FindingReply:
    """Write to a finding; the partner's answer makes it the operator's turn, and the reverse.

    Raises DomainError for a closed finding and an empty answer.
    """
    finding = Finding.objects.select_for_update().get(pk=finding.pk)
    if finding.state == "closed":
        raise DomainError("closed", _("%(finding)s is closed.") % {"finding": finding.finding_id})
    if not text.strip():
        raise DomainError("empty", _("Write something first."))
    reply = FindingReply(
        finding=finding, side=side, text=text.strip(), at=clock.now(),
        author=by.user.display_name if by.user else by.name,
    )  # fmt: skip
    reply.full_clean()
    reply.save()
    finding.state = "answered" if side == "partner" else "opened"
    finding.save(update_fields=["state"])
    _audit(by, "finding answered", "finding", str(finding), finding.program_id)
    return reply


@transaction.atomic
def finding_close(
    *, by: Author, finding: Finding, reason: str, outcome: str = "put_right"
) -> Finding:
    """It is put right, was none, or had consequences. Raises DomainError for one that is closed.

    `reason` is what the partner reads.
    """
    finding = Finding.objects.select_for_update().select_related("partner").get(pk=finding.pk)
    if finding.state == "closed":
        raise DomainError("closed", _("%(finding)s is closed.") % {"finding": finding.finding_id})
    finding.state, finding.closed_at = "closed", clock.now()
    finding.outcome, finding.outcome_text = outcome, reason[:500]
    finding.full_clean()
    finding.save(update_fields=["state", "closed_at", "outcome", "outcome_text"])
    _audit(by, "finding closed", "finding", str(finding), finding.program_id, reason)
    notice_send(code="finding_closed", partner=finding.partner, path=_path(finding),
                words={"finding": finding.finding_id})  # fmt: skip
    return finding


def _path(finding: Finding) -> str:
    return f"/{finding.program_id}/{finding.partner.partner_id}/compliance/"


def _audit(by: Author, verb: str, kind: str, object_id: str, program_id: str,
           reason: str = "") -> None:  # fmt: skip
    audit_record(**by.audit_names(), verb=verb, object_kind=kind, object_id=object_id,
                 program_id=program_id, reason=reason)  # fmt: skip
