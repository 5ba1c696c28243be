"""Opening, answering and ending cases. Each deed is locked, in the thread and in the audit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from portal import clock
from portal.accounts.models import User
from portal.audit.services import audit_record
from portal.claims.models import Case, CaseMessage, Evidence
from portal.claims.selectors import case_id_next, case_of_statement
from portal.notices.services import notice_send
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.partners.models import Partner
from portal.partners.selectors import program_lock
from portal.statements.models import ManualAdjustment
from portal.uploads import upload_store

DUE_DAYS = 10  # days by which the operator answers
MOST_FILES = 5
CLAIM_FIELDS = ("on", "sub_id", "click_id", "account_tail")


@transaction.atomic
def dispute_open(
    *, by: User, partner: Partner, line: Mapping[str, Any], text: str,
    files: Iterable[UploadedFile] = (), path: str = "",
) -> Case:  # fmt: skip
    """Dispute one line: `line` has line_id, period_id, label, amount_minor and currency_code.

    Raises DomainError without a reason, and when an open case is about the line already.
    """
    program_lock(partner.program_id)
    same = Case.objects.filter(partner=partner, kind="dispute", state__in=("opened", "answered"))
    if same.filter(subject__line_id=line["line_id"]).exists():
        raise DomainError("open_already", _("There is an open case about this line already."))
    return _open(by, partner, "dispute", dict(line), text, files, path)


@transaction.atomic
def statement_dispute_open(
    *, by: User, partner: Partner, statement: Mapping[str, Any], text: str,
    files: Iterable[UploadedFile] = (), path: str = "",
) -> Case:  # fmt: skip
    """Dispute a closed statement: `statement` has calendar_id, period_id, currency_code,
    amount_minor and digest. It stays as it is; what is found wrong is booked by a later close.

    Raises DomainError without a reason, and when an open case is about the statement already.
    """
    program_lock(partner.program_id)
    key = {name: statement[name] for name in ("calendar_id", "period_id", "currency_code")}
    if case_of_statement(partner, key) is not None:
        raise DomainError("open_already", _("There is an open case about this statement already."))
    return _open(by, partner, "statement", dict(statement), text, files, path)


@transaction.atomic
def claim_open(
    *, by: User, partner: Partner, on: date | None = None, sub_id: str = "", click_id: str = "",
    account_tail: str = "", text: str = "", files: Iterable[UploadedFile] = (), path: str = "",
) -> Case:  # fmt: skip
    """Say that a client is missing, by what is known of it; the pipelines search and answer.

    Raises DomainError when nothing is named by which one could search.
    """
    program_lock(partner.program_id)
    subject = {
        "on": on.isoformat() if on else "", "sub_id": sub_id.strip(), "click_id": click_id.strip(),
        "account_tail": account_tail.strip(),
    }  # fmt: skip
    if not (subject["click_id"] or subject["account_tail"] or (on and subject["sub_id"]) or on):
        raise DomainError(
            "nothing_named", _("Name a day, a click id or the last digits of the account.")
        )
    return _open(by, partner, "claim", subject, text, files, path)


@transaction.atomic
def claim_found(*, case_id: str, program_id: str, found: list[dict[str, Any]]) -> Case:
    """What the search brought: [{code, on, …}], facts only, none of another's identity.

    Known codes: click, registration, code, own, other, nothing. Called by the pipelines, once.
    """
    case = _locked(Case.objects.get(program_id=program_id, case_id=case_id))
    if case.searched_at is None:
        case.found, case.searched_at = found, clock.now()
        case.save(update_fields=["found", "searched_at"])
        notice_send(code="case_searched", partner=case.partner, words={"case": case.case_id},
                    path=case_path(case))  # fmt: skip
    return case


@transaction.atomic
def case_write(
    *, by: Author, case: Case, side: str, text: str, files: Iterable[UploadedFile] = ()
) -> CaseMessage:
    """Go on with the thread: the partner's words make it the operator's turn, and the reverse.

    Raises DomainError for a case that has ended, an empty message and a refused file.
    """
    case = _locked(case)
    _refuse_ended(case)
    if not text.strip():
        raise DomainError("empty", _("Write something first."))
    message = _say(case, side, by.user.display_name if by.user else by.name, text, files)
    case.state = "opened" if side == "partner" else "answered"
    case.save(update_fields=["state"])
    _audit(by, "case answered", case)
    if side == "operator":
        notice_send(code="case_answered", partner=case.partner, words={"case": case.case_id},
                    path=case_path(case))  # fmt: skip
    return message


@transaction.atomic
def case_settle(
    *, by: Author, case: Case, outcome: str, text: str, adjustment: ManualAdjustment | None = None
) -> Case:
    """End a case with an explanation, a new attribution, or a manual adjustment of this partner.

    The adjustment takes two people of its own (`adjustment_propose`, `adjustment_decide`). Raises
    DomainError for an ended case, another partner's or an unapproved adjustment, and no reason.
    """
    case = _locked(case)
    _refuse_ended(case)
    if not text.strip():
        raise DomainError("no_reason", _("say why: the partner reads it"))
    if outcome == "adjusted":
        if adjustment is None or adjustment.partner_id != case.partner_id:
            raise DomainError("no_adjustment", _("name an adjustment of this partner"))
        if adjustment.approved_by_id is None:
            raise DomainError(
                "not_approved",
                _("%(adjustment_id)s waits for approval")
                % {"adjustment_id": adjustment.adjustment_id},
            )
    case.state, case.outcome, case.outcome_text = "settled", outcome, text.strip()
    case.adjustment = adjustment if outcome == "adjusted" else None
    case.closed_at = clock.now()
    case.full_clean()
    case.save()
    _say(case, "operator", by.user.display_name if by.user else by.name, text, ())
    _audit(by, "case settled", case, text)
    notice_send(code="case_settled", partner=case.partner, words={"case": case.case_id},
                path=case_path(case))  # fmt: skip
    return case


@transaction.atomic
def case_withdraw(*, by: User, case: Case) -> Case:
    """The partner takes its case back. Raises DomainError for an ended one."""
    case = _locked(case)
    _refuse_ended(case)
    case.state, case.closed_at = "withdrawn", clock.now()
    case.save(update_fields=["state", "closed_at"])
    _audit(Author.of(by), "case withdrawn", case)
    return case


def case_path(case: Case) -> str:
    """Where the partner reads it."""
    return f"/{case.program_id}/{case.partner.partner_id}/cases/{case.case_id}/"


def _open(
    by: User, partner: Partner, kind: str, subject: dict[str, Any], text: str,
    files: Iterable[UploadedFile], path: str,
) -> Case:  # fmt: skip
    if kind in ("dispute", "statement") and not text.strip():
        raise DomainError("no_reason", _("Say what is wrong: the reader has only your words."))
    now = clock.now()
    today = now.astimezone(ZoneInfo(partner.program.time_zone)).date()
    case = Case(
        program=partner.program, partner=partner, case_id=case_id_next(partner.program_id),
        kind=kind, subject=subject, opened_by=by, opened_at=now,
        due_on=today + timedelta(days=DUE_DAYS),
    )  # fmt: skip
    case.full_clean()
    case.save()
    if text.strip() or files:
        _say(case, "partner", by.display_name, text or "–", files)
    _audit(Author.of(by), "case opened", case, text)
    if partner.manager:
        notice_send(
            code="case_opened", user=partner.manager, program=partner.program, path=path,
            words={"case": case.case_id, "who": partner.name, "due": case.due_on.isoformat()},
        )  # fmt: skip
    return case


def _say(
    case: Case, side: str, author: str, text: str, files: Iterable[UploadedFile]
) -> CaseMessage:
    files = list(files)
    if len(files) + case.evidence.count() > MOST_FILES * 4 or len(files) > MOST_FILES:
        raise DomainError("too_many_files", _("At most five files at once, twenty in a case."))
    message = CaseMessage(case=case, side=side, author=author, text=text.strip(), at=clock.now())
    message.full_clean()
    message.save()
    for file in files:
        kept = upload_store(case.program_id, file)
        Evidence.objects.create(
            case=case, message=message, name=kept.name, size=kept.size, sha256=kept.sha256,
            added_at=clock.now(),
        )  # fmt: skip
    return message


def _locked(case: Case) -> Case:
    return Case.objects.select_for_update().select_related("partner", "program").get(pk=case.pk)


def _refuse_ended(case: Case) -> None:
    if not case.is_open:
        raise DomainError(
            "ended", _("%(case)s has ended; open another one.") % {"case": case.case_id}
        )


def _audit(by: Author, verb: str, case: Case, reason: str = "") -> None:
    audit_record(**by.audit_names(), verb=verb, object_kind="case", object_id=str(case),
                 program_id=case.program_id, reason=reason[:500])  # fmt: skip
