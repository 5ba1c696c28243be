"""By name of an address: how what stands in it beside program and partner is found."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.core import signing
from django.db.models import QuerySet

from portal.accounts.models import Membership, User
from portal.accounts.widget_tokens import widget_sign
from portal.branding.models import Brand
from portal.claims.models import Case, Evidence
from portal.compliance.models import Document, Finding, FindingEvidence
from portal.creatives.models import Creative
from portal.deals.models import Deal, DealProposal
from portal.links.models import Link
from portal.onboarding.models import Application, ApplicationFile, Invitation
from portal.onboarding.selectors import code_hash
from portal.onboarding.services import SALT
from portal.payouts.models import Invoice, PayoutBatch
from portal.releases.reader import current_release
from portal.releases.selectors.statements import statement_list
from portal.reports.models import SavedReport
from portal.reviews.models import Review
from portal.whatif.models import Calculation
from tests.end_to_end.every_page import Finder, Keys

INVITED = "a-code-of-the-tests"
_LARGEST = (
    "select line_id, period_id from read_parquet($files) where partner_id = $partner"
    " order by abs(amount_minor) desc, line_id limit 1"
)
_UNPAID = (
    "select min(md5(event_record_key || '/' || component_id)) as event_id,"
    " min_by(period_id, md5(event_record_key || '/' || component_id)) as period_id"
    " from read_parquet($files) where partner_id = $partner"
)


def mine(model: Any, program: str, partner: str, through: str = "") -> QuerySet[Any]:
    """Rows of one partner, `through` the relation that has one."""
    before = f"{through}__" if through else ""
    names = {f"{before}partner__program_id": program, f"{before}partner__partner_id": partner}
    return model.objects.filter(**names).order_by("pk")


def _row(rows: QuerySet[Any], **keys: str) -> Keys | None:
    """Of the first row: key of the address → field, dots lead on. None without a row."""
    one = rows.first()
    return {key: _field(one, field) for key, field in keys.items()} if one else None


def _field(row: Any, names: str) -> object:
    for name in names.split("."):
        row = getattr(row, name)
    return row


def _asked(table: str, question: str) -> Finder:
    def find(program: str, partner: str) -> Keys | None:
        release = current_release(program)
        files = release.files(table)
        rows = list(release.rows(question, files=files, partner=partner)) if files else []
        return dict(rows[0]) if rows and rows[0]["period_id"] else None

    return find


def _statement(program: str, partner: str) -> Keys | None:
    for one in statement_list(current_release(program), partner):
        return {"calendar_id": one.calendar_id, "period_id": one.period_id,
                "currency_code": one.total.currency_code}  # fmt: skip
    return None


def _creative(program: str, _partner: str) -> Keys | None:
    return _row(Creative.objects.filter(program_id=program).order_by("pk"), public_id="public_id")


def _document(program: str, _partner: str) -> Keys | None:
    own = Document.objects.filter(program_id=program).exclude(sha256="").order_by("pk")
    return _row(own, document_id="document_id", version_no="version_no")


def _any_document(program: str, partner: str) -> Keys | None:
    own = Document.objects.filter(program_id=program).order_by("pk")
    return _document(program, partner) or _row(
        own, document_id="document_id", version_no="version_no"
    )


def _batch(program: str, _partner: str) -> Keys | None:
    return _row(PayoutBatch.objects.filter(program_id=program).order_by("-paid_on"),
                day_name="day_name")  # fmt: skip


def _review(program: str, _partner: str) -> Keys | None:
    return _row(Review.objects.filter(program_id=program).order_by("pk"), review_id="review_id")


def _deal(program: str, partner: str) -> Keys | None:
    return _row(mine(Deal, program, partner), deal_id="deal_id")


def _proposal(program: str, _partner: str) -> Keys | None:
    return _row(DealProposal.objects.filter(program_id=program).order_by("pk"),
                proposal_id="proposal_id")  # fmt: skip


def _application(program: str, partner: str) -> Keys | None:
    """One of the partner's owner first, then any."""
    owners = Membership.objects.filter(program_id=program, partner_id=partner, role="owner")
    own = Application.objects.filter(program_id=program)
    own = own.filter(user__in=owners.values("user")).order_by("pk")
    return _row(own, application_id="application_id")


def _an_application(program: str, _partner: str) -> Keys | None:
    own = Application.objects.filter(program_id=program).exclude(state="begun").order_by("pk")
    return _row(own, application_id="application_id")


def _application_file(program: str, _partner: str) -> Keys | None:
    own = ApplicationFile.objects.filter(application__program_id=program)
    own = own.exclude(application__state="begun").order_by("pk")
    return _row(own, application_id="application.application_id", file_id="pk")


def _verify(program: str, _partner: str) -> Keys | None:
    own = Application.objects.filter(program_id=program, user=None).order_by("pk").first()
    return {"token": signing.dumps(own.pk, salt=SALT)} if own else None


def _invitation(program: str, partner: str) -> Keys | None:
    """The one of things.py: of others only the hash of the code is kept."""
    found = mine(Invitation, program, partner).filter(code_hash=code_hash(INVITED), used_at=None)
    return {"code": INVITED} if found.exists() else None


def _owner(program: str, partner: str) -> User | None:
    seat = Membership.objects.filter(program_id=program, partner_id=partner, role="owner")
    first = seat.order_by("pk").first()
    return first.user if first else None


def _new_address(program: str, partner: str) -> Keys | None:
    owner = _owner(program, partner)
    address = EmailAddress.objects.filter(user=owner, verified=False).first()
    return {"key": EmailConfirmationHMAC(address).key} if address else None


def _reset(program: str, partner: str) -> Keys | None:
    owner = _owner(program, partner)
    if owner is None:
        return None
    return {"uidb36": user_pk_to_url_str(owner), "key": default_token_generator.make_token(owner)}


def _passkey(program: str, partner: str) -> Keys | None:
    own = Authenticator.objects.filter(user=_owner(program, partner), type="webauthn")
    return _row(own.order_by("pk"), pk="pk")


def _evidence(program: str, partner: str) -> Keys | None:
    return _row(mine(Evidence, program, partner, "case"), case_id="case.case_id", evidence_id="pk")


def _case(program: str, partner: str) -> Keys | None:
    return _row(mine(Case, program, partner), case_id="case_id")


def _finding(program: str, partner: str) -> Keys | None:
    return _row(mine(Finding, program, partner), finding_id="finding_id")


def _finding_file(program: str, partner: str) -> Keys | None:
    return _row(mine(FindingEvidence, program, partner, "finding"),
                finding_id="finding.finding_id", evidence_id="pk")  # fmt: skip


def _link(program: str, partner: str) -> Keys | None:
    return _row(mine(Link, program, partner), link_code="link_code")


def _invoice(program: str, partner: str) -> Keys | None:
    return _row(mine(Invoice, program, partner), invoice_no="pk")


def _look(program: str, _partner: str) -> Keys | None:
    return _row(Brand.objects.filter(program_id=program).order_by("pk"), version_no="version_no")


def _sheet(program: str, _partner: str) -> Keys | None:
    return _row(Brand.objects.filter(program_id=program).exclude(sheet_hash="").order_by("pk"),
                sheet_hash="sheet_hash")  # fmt: skip


def _logo(program: str, _partner: str) -> Keys | None:
    return _row(Brand.objects.filter(program_id=program).exclude(logo_sha256="").order_by("pk"),
                sha256="logo_sha256", kind="logo_kind")  # fmt: skip


_line = _asked("pub_portal__lines", _LARGEST)
KEYS: dict[str, Finder] = {
    "partner:commissions_why": _line,
    "partner:cases_dispute": _line,
    "partner:commissions_find": lambda program, partner: {
        k: v for k, v in (_line(program, partner) or {}).items() if k == "line_id"
    },
    "partner:commissions_why_not": _asked("pub_portal__unpaid_events", _UNPAID),
    "partner:statements_one": _statement,
    "partner:statements_csv": _statement,
    "partner:cases_statement": _statement,
    "partner:cases_one": _case,
    "partner:cases_evidence": _evidence,
    "partner:compliance_document": _any_document,
    "partner:compliance_file": _document,
    "partner:compliance_evidence": _finding_file,
    "partner:creatives_one": _creative,
    "partner:creatives_file": _creative,
    "partner:links_one": _link,
    "partner:links_qr": _link,
    "partner:payments_invoice_file": _invoice,
    "partner:reports_open": lambda p, q: _row(mine(SavedReport, p, q), report_id="pk"),
    "partner:terms_answer": lambda p, q: _row(
        mine(Calculation, p, q).filter(kind="what_if"), calculation_id="calculation_id"
    ),
    "partner:application": _application,
    "partner:apply_verify": _verify,
    "partner:widget": lambda p, q: {"token": widget_sign(p, q)},
    "staff:applications_one": _an_application,
    "staff:applications_file": _application_file,
    "staff:cases_one": _case,
    "staff:cases_evidence": _evidence,
    "staff:creatives_one": _creative,
    "staff:deals_one": _deal,
    "staff:deals_change": _deal,
    "staff:deals_end": _deal,
    "staff:deals_proposal": _proposal,
    "staff:deals_proposal_effect": _proposal,
    "staff:documents_one": _any_document,
    "staff:documents_file": _document,
    "staff:findings_one": _finding,
    "staff:findings_file": _finding_file,
    "staff:invoices_file": _invoice,
    "staff:look_preview": _look,
    "staff:payouts_batch": _batch,
    "staff:payouts_download": _batch,
    "staff:payouts_evidence": _batch,
    "staff:reviews_case": _review,
    "partner:invitation": _invitation,
    "account_confirm_email": _new_address,
    "account_reset_password_from_key": _reset,
    "mfa_edit_webauthn": _passkey,
    "mfa_remove_webauthn": _passkey,
    "brand_sheet": _sheet,
    "brand_logo": _logo,
    "creative_image": _creative,
}
