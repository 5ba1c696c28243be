"""Applications: begun, verified, handed in, decided; an admitted one has a deal and a link."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from portal import clock
from portal.accounts.models import MemberRole, User
from portal.accounts.services import membership_grant
from portal.audit.services import audit_record
from portal.branding.selectors import address_of
from portal.compliance.selectors import documents_ruling
from portal.compliance.services import document_acknowledge
from portal.deals.services import deal_create
from portal.links.selectors import code_free
from portal.links.services import link_create
from portal.notices.services import notice_send, program_mail
from portal.onboarding import selectors
from portal.onboarding.models import AdmissionPolicy, Application, ApplicationFile, Invitation
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.partners.models import Partner, Program
from portal.partners.selectors import open_from, program_lock
from portal.partners.services import partner_create, relation_create
from portal.uploads import upload_store

SALT = "portal.onboarding.verify"
VERIFY_SECONDS = 3 * 24 * 3600
MOST_FILES = 10
TRAFFIC = ("website", "search", "social", "video", "email", "community", "education", "other")
ANSWERS = ("kind", "name", "contact_name", "email", "country", "website", "traffic", "audience")


@transaction.atomic
def policy_set(
    *, by: Author, program: Program, plans: Collection[str], **fields: Any
) -> AdmissionPolicy:
    """Say how a program takes people in; fields as in AdmissionPolicy.

    `plans` are ids of the plans that the program has: whoever is admitted gets a deal by one of
    them. Raises DomainError `unknown_plan` for another one (`plan_id`, and `sub_plan_id` where it
    is said), and for a landing page that is no address of the web.
    """
    for name in ("plan_id", "sub_plan_id"):
        wanted = fields.get(name, "")
        if wanted not in plans and (wanted or name == "plan_id"):
            raise DomainError(
                "unknown_plan",
                _("%(program_id)s has no plan %(plan)r: write one of %(plans)s")
                % {"program_id": program.program_id, "plan": wanted,
                   "plans": ", ".join(sorted(plans)) or "–"},
            )  # fmt: skip
    policy, _new = AdmissionPolicy.objects.update_or_create(program=program, defaults=fields)
    policy.full_clean()
    _audit(by, "admission set", "program", program.program_id, program.program_id)
    return policy


@transaction.atomic
def application_begin(
    *, program: Program, answers: Mapping[str, Any], invitation: Invitation | None = None,
    language: str = "en",
) -> Application:  # fmt: skip
    """Somebody begins; a mail with a link goes to the address, and says all there is to say.

    Raises DomainError when the program takes nobody who was not invited.
    """
    policy = selectors.policy_get(program.program_id)
    is_invited = invitation is not None and invitation.program_id == program.program_id
    if policy is None or not (policy.is_open or is_invited):
        raise DomainError("closed", _("This program takes partners by invitation only."))
    program_lock(program.program_id)
    application = Application(
        program=program, begun_at=clock.now(),
        application_id=selectors.application_id_next(program.program_id),
        invitation=invitation if is_invited else None,
        parent=invitation.partner if is_invited and invitation and invitation.kind == "sub"
        else None,
        **{name: answers[name] for name in ANSWERS if name in answers},
    )  # fmt: skip
    application.full_clean(exclude=["user"])
    application.save()
    token = signing.dumps(application.pk, salt=SALT)
    link = f"{address_of(program)}/apply/{program.program_id}/verify/{token}/"
    program_mail(
        program=program,
        to=application.email, language=language,
        subject=_("%(program)s: confirm your address") % {"program": program.name},
        text=_(
            "Open this link to go on with your application. It is good for three days.\n\n%(link)s"
        )
        % {"link": link},
    )  # fmt: skip
    return application


def application_by_token(token: str, program_id: str) -> Application:
    """The application of a mailed link. Raises DomainError for a wrong or old one."""
    try:
        key = signing.loads(token, salt=SALT, max_age=VERIFY_SECONDS)
        return Application.objects.select_related("program", "user").get(
            pk=key, program_id=program_id
        )
    except (signing.BadSignature, Application.DoesNotExist):
        raise DomainError(
            "bad_link", _("This link is too old or not whole. Apply again; it takes a minute.")
        ) from None


@transaction.atomic
def application_verify(*, application: Application, user: User) -> Application:
    """The address is the person's: the application is its own from now on.

    Raises DomainError for another person's application or another address.
    """
    application = _locked(application)
    if application.user_id not in (None, user.pk):
        raise DomainError("taken", _("This application belongs to another person."))
    if application.user_id is None and user.email.lower() != application.email.lower():
        raise DomainError("other_address", _("Sign in with the address that the mail went to."))
    if application.user_id is None:
        application.user, application.verified_at = user, clock.now()
        application.save(update_fields=["user", "verified_at"])
        _audit(Author.of(user), "application verified", "application", str(application),
               application.program_id)  # fmt: skip
    return application


@transaction.atomic
def application_file_add(*, application: Application, upload: UploadedFile) -> ApplicationFile:
    """A document handed in with it. Raises DomainError for a refused file or too many."""
    if application.files.count() >= MOST_FILES:
        raise DomainError("too_many_files", _("Ten documents are enough."))
    if application.state not in ("begun", "submitted"):
        raise DomainError("decided", _("The application is decided."))
    kept = upload_store(application.program_id, upload)
    return ApplicationFile.objects.create(
        application=application, name=kept.name, size=kept.size, sha256=kept.sha256,
        added_at=clock.now(),
    )  # fmt: skip


@transaction.atomic
def application_submit(
    *, by: User, application: Application, accepted: Iterable[tuple[str, int]]
) -> Application:
    """Hand in. `accepted` are (document, version) of all ruling terms. A program that admits by
    itself does so now, unless a master decides. Raises DomainError for terms not accepted."""
    application = _locked(application)
    if application.state != "begun" or application.verified_at is None:
        raise DomainError("not_begun", _("This application was handed in already."))
    today = clock.now().astimezone(ZoneInfo(application.program.time_zone)).date()
    asked = [d for d in documents_ruling(application.program_id, today) if d.must_acknowledge]
    given = set(accepted)
    if any((d.document_id, d.version_no) not in given for d in asked):
        raise DomainError("terms", _("Read and accept the documents first."))
    application.state, application.submitted_at = "submitted", clock.now()
    if asked:
        application.terms_accepted_at = clock.now()
        application.terms = next((d for d in asked if d.kind == "terms"), asked[0])
    application.save()
    _audit(Author.of(by), "application handed in", "application", str(application),
           application.program_id)  # fmt: skip
    if application.parent:
        notice_send(
            code="application_received", partner=application.parent,
            words={"name": application.name},
            path=f"/{application.program_id}/{application.parent.partner_id}/network/",
        )  # fmt: skip
    policy = selectors.policy_get(application.program_id)
    if policy and policy.is_automatic and application.parent is None:
        return application_decide(by=Author("policy"), application=application, approve=True,
                                  reason="admitted by the program's policy")  # fmt: skip
    return application


@transaction.atomic
def application_decide(
    *, by: Author, application: Application, approve: bool, reason: str, plan_id: str = ""
) -> Application:
    """Admit or refuse, with a reason that the applicant reads.

    Admitted: a partner with the person as owner, under its master if there is one, a deal on
    `plan_id` (default: the policy's), a first link, and the documents accepted before. Raises
    DomainError without a reason, and for one that is decided or was not handed in.
    """
    application = _locked(application)
    if application.state != "submitted":
        raise DomainError(
            "not_submitted",
            _("%(application)s is %(state)s")
            % {"application": application, "state": application.state},
        )
    if not reason.strip():
        raise DomainError("no_reason", _("Say why: the applicant reads it."))
    program_lock(application.program_id)
    application.state = "approved" if approve else "refused"
    application.decided_at, application.decided_by = clock.now(), by.name
    application.reason = reason.strip()
    if approve:
        application.partner = _admit(by, application, plan_id)
    application.save()
    _audit(by, f"application {application.state}", "application", str(application),
           application.program_id, reason)  # fmt: skip
    _tell(application)
    return application


def _admit(by: Author, application: Application, plan_id: str) -> Partner:
    policy = selectors.policy_get(application.program_id)
    if policy is None or application.user is None:
        raise DomainError(
            "no_policy",
            _("%(program_id)s has no admission policy: set one")
            % {"program_id": application.program_id},
        )
    program = application.program
    partner_id = selectors.partner_id_next(program.program_id)
    begins = max(clock.now().astimezone(ZoneInfo(program.time_zone)).date(), open_from(program))
    partner = partner_create(
        by=by, program_id=program.program_id, partner_id=partner_id, name=application.name,
        kind="sub" if application.parent else "affiliate", country=application.country,
        threshold_minor=policy.threshold_minor, joined_on=begins,
        is_identity_verified=application.identity_state == "verified",
        manager=application.parent.manager if application.parent else None,
    )  # fmt: skip
    membership_grant(application.user, program.program_id, partner_id, MemberRole.OWNER)
    if application.parent:
        relation_create(
            by=by, program_id=program.program_id, child_id=partner_id, valid_from=begins,
            parent_id=application.parent.partner_id, reason="applied through its link",
        )  # fmt: skip
    chosen = plan_id or (policy.sub_plan_id if application.parent else "") or policy.plan_id
    deal_create(by=by, program_id=program.program_id, partner_id=partner_id, plan_id=chosen,
                valid_from=begins, reason="admitted")  # fmt: skip
    code = f"{partner_id.lower().replace('-', '')}-start"
    link_create(
        by=by, program_id=program.program_id, partner_id=partner_id,
        link_code=code_free(code, f"{program.program_id}-{code}"), destination=policy.landing_url,
        campaign="start",
    )  # fmt: skip
    if application.terms and application.terms_accepted_at:
        for document in documents_ruling(program.program_id, application.terms_accepted_at.date()):
            if document.must_acknowledge:
                document_acknowledge(by=application.user, partner=partner, document=document)
    return partner


def _tell(application: Application) -> None:
    if application.user:
        notice_send(
            code="applied_" + application.state, user=application.user,
            program=application.program,
            words={"program": application.program.name, "reason": application.reason},
            path=f"/applications/{application.program_id}/{application.application_id}/",
        )  # fmt: skip
    if application.parent:
        notice_send(code="application_" + application.state, partner=application.parent,
                    words={"name": application.name})  # fmt: skip


def _locked(application: Application) -> Application:
    return (
        Application.objects.select_for_update()
        .select_related("program", "parent", "user", "terms")
        .get(pk=application.pk)
    )


def _audit(by: Author, verb: str, kind: str, object_id: str, program_id: str,
           reason: str = "") -> None:  # fmt: skip
    audit_record(**by.audit_names(), verb=verb, object_kind=kind, object_id=object_id,
                 program_id=program_id, reason=reason)  # fmt: skip
