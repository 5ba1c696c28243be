"""Reading documents, words, disclosures and findings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from portal.accounts.models import User
from portal.compliance.models import (
    Acknowledgement,
    Disclosure,
    Document,
    Finding,
    FindingEvidence,
    Keyword,
)
from portal.partners.errors import NotFound
from portal.partners.models import Partner
from portal.partners.selectors import partner_filter


@dataclass(frozen=True)
class Standing:
    """The ruling version of a document, and how it was accepted for a partner, if it was."""

    document: Document
    accepted: Acknowledgement | None
    accepted_before: Acknowledgement | None

    @property
    def is_waiting(self) -> bool:
        return self.document.must_acknowledge and self.accepted is None


def documents_ruling(program_id: str, on: date) -> list[Document]:
    """The version of each document that rules on a day."""
    ruling: dict[str, Document] = {}
    for document in Document.objects.filter(
        program_id=program_id, valid_from__lte=on, withdrawn_at=None
    ).order_by("document_id", "version_no"):
        ruling[document.document_id] = document
    return list(ruling.values())


def document_get(program_id: str, document_id: str, version_no: int) -> Document:
    """One version. Raises NotFound."""
    found = Document.objects.filter(
        program_id=program_id, document_id=document_id, version_no=version_no
    ).first()
    if found is None:
        raise NotFound("document", f"{document_id} v{version_no}", program_id)
    return found


def text_of(document: Document, language: str) -> dict[str, str]:
    """Title and text in a language, in English where it is missing."""
    texts: dict[str, dict[str, str]] = document.texts
    return texts.get(language) or texts["en"]


def standings(partner: Partner, on: date) -> list[Standing]:
    """Each ruling document and whether the partner has accepted it, or an earlier version."""
    accepted: dict[str, list[Acknowledgement]] = {}
    for row in Acknowledgement.objects.filter(partner=partner).select_related("document", "user"):
        accepted.setdefault(row.document.document_id, []).append(row)
    found = []
    for document in documents_ruling(partner.program_id, on):
        own = accepted.get(document.document_id, [])
        now = next((row for row in own if row.document_id == document.pk), None)
        before = [row for row in own if row.document.version_no < document.version_no]
        found.append(Standing(document, now, before[-1] if before else None))
    return found


def keywords_list(program_id: str) -> QuerySet[Keyword]:
    """The words that partners of a program must not use."""
    return Keyword.objects.filter(program_id=program_id)


def disclosures_list(program_id: str) -> QuerySet[Disclosure]:
    """What pages must say, by country and language."""
    return Disclosure.objects.filter(program_id=program_id)


def findings_of(partner: Partner) -> QuerySet[Finding]:
    """What the partner has, or had, to put right."""
    return Finding.objects.filter(partner=partner).prefetch_related("replies", "evidence")


def finding_get(partner: Partner, finding_id: str) -> Finding:
    """One of the partner's findings. Raises NotFound."""
    found = findings_of(partner).filter(finding_id=finding_id).first()
    if found is None:
        raise NotFound("finding", finding_id, partner.program_id)
    return found


def findings_for_user(user: User) -> QuerySet[Finding]:
    """Findings of the person's partners and staffed programs."""
    found = Finding.objects.filter(partner_filter(user, "partner__")).select_related("partner")
    return found.prefetch_related("replies", "evidence")


def finding_id_next(program_id: str) -> str:
    """`F-1`, `F-2` …"""
    return f"F-{Finding.objects.filter(program_id=program_id).count() + 1}"


def finding_file(finding: Finding, evidence_id: int) -> FindingEvidence:
    """One file of a finding. Raises NotFound."""
    found = FindingEvidence.objects.filter(finding=finding, pk=evidence_id).first()
    if found is None:
        raise NotFound("file", str(evidence_id), finding.program_id)
    return found


def documents_of(program_id: str) -> QuerySet[Document]:
    """Every version of every document, for the program's staff."""
    return Document.objects.filter(program_id=program_id)


def acceptance(document: Document) -> tuple[int, int]:
    """How many active partners accepted a version, of how many."""
    active = Partner.objects.filter(program_id=document.program_id, status="active")
    return active.filter(acknowledgements__document=document).count(), active.count()
