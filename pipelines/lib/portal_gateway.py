"""The only door from the pipelines to the portal. Over 300 lines: it must be one module.

Texts, numbers and plain dicts go in and out: no model of the portal leaves. Django starts at the
first call (0.5 s), so that importing this module costs nothing. What the portal refuses comes back
as `GatewayRefused`, with the portal's own sentence.
"""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from pipelines.lib.errors import OpenbookError
from pipelines.settings import settings

if TYPE_CHECKING:
    import pyarrow as pa

P = ParamSpec("P")
R = TypeVar("R")
_starting = threading.Lock()


class GatewayRefused(OpenbookError):
    """The portal said no; nothing was changed. `code` is stable, the text is for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def _setup() -> None:
    """Start Django once in this process."""
    with _starting:
        import django
        from django.apps import apps

        if not apps.ready:
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings")
            django.setup()
            if not (settings().data_dir / "portal" / "portal.sqlite3").exists():
                _prepare()  # the first command in an empty data folder makes the database


def _through(call: Callable[P, R]) -> Callable[P, R]:
    @functools.wraps(call)
    def through(*args: P.args, **kwargs: P.kwargs) -> R:
        _setup()
        from django.core.exceptions import ObjectDoesNotExist, ValidationError

        from portal.partners.errors import DomainError
        from portal.partners.periods import PeriodError

        try:
            return call(*args, **kwargs)
        except DomainError as refusal:
            raise GatewayRefused(refusal.code, str(refusal)) from refusal
        except PeriodError as refusal:
            raise GatewayRefused("bad_period", str(refusal)) from refusal
        except ValidationError as refusal:
            raise GatewayRefused("invalid", "; ".join(_sentences(refusal))) from refusal
        except ObjectDoesNotExist as refusal:
            raise GatewayRefused("not_found", f"{refusal} list what there is") from refusal

    return through


def _sentences(error: Any) -> list[str]:
    if hasattr(error, "error_dict"):
        return [f"{name}: {' '.join(texts)}" for name, texts in error.message_dict.items()]
    return list(error.messages)


def _author(name: str) -> Any:
    """A person of the portal when `name` is its address, else a part of the system."""
    from portal.accounts.models import User
    from portal.partners.authors import Author

    user = User.objects.filter(email__iexact=name).first()
    return Author.of(user) if user else Author(name)


def _by(author: str) -> Any:
    """A person of the portal when `author` is its address, else the name; None without one."""
    from portal.accounts.models import User

    return User.objects.filter(email__iexact=author).first() or author or None


def _person(email: str) -> Any:
    from portal.accounts.models import User

    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise GatewayRefused("not_found", f"there is no person {email!r}: see openbook person list")
    return user


# ---- the database, people --------------------------------------------------------------------


@_through
def prepare_portal() -> None:
    """Bring the portal's database up to date and make the identity clients of other surfaces."""
    _prepare()


def _prepare() -> None:
    from django.core.management import call_command

    from portal.accounts.oidc import oidc_clients_ensure

    call_command("migrate", interactive=False, verbosity=0)
    oidc_clients_ensure()


@_through
def person_create(
    email: str, display_name: str, password: str, language: str = "en", *, author: str = ""
) -> None:
    """A new person, who may do nothing yet."""
    from portal.accounts import services

    services.person_create(email, display_name, password, language, by=_by(author))


@_through
def person_list() -> list[dict[str, Any]]:
    """Everybody: email, name, is_active, roles ({program: [role]}), memberships."""
    from portal.accounts.models import User

    people = User.objects.order_by("email").prefetch_related("program_roles", "memberships")
    return [
        {
            "email": user.email,
            "name": user.display_name,
            "is_active": user.is_active,
            "roles": sorted([r.program_id, r.role] for r in user.program_roles.all()),
            "memberships": sorted(
                [m.program_id, m.partner_id, m.role] for m in user.memberships.all()
            ),
        }
        for user in people
    ]


@_through
def role_grant(email: str, program_id: str, role: str, *, author: str = "") -> None:
    """Give a person of the operator a role in a program."""
    from portal.accounts import services
    from portal.partners.selectors import program_get

    program = program_get(program_id)
    services.role_grant(_person(email), program.program_id, role, by=_by(author))


@_through
def role_revoke(email: str, program_id: str, role: str, *, author: str = "") -> bool:
    """Take a role away; False if the person did not have it."""
    from portal.accounts import services

    return services.role_revoke(_person(email), program_id, role, by=_by(author))


@_through
def membership_grant(
    email: str, program_id: str, partner_id: str, role: str = "owner", *, author: str = ""
) -> None:
    """Let a person act for a partner."""
    from portal.accounts import services
    from portal.partners.selectors import partner_get

    partner = partner_get(program_id, partner_id)
    who = _person(email)
    services.membership_grant(who, program_id, partner.partner_id, role, by=_by(author))


@_through
def person_disable(email: str, reason: str, *, author: str = "") -> None:
    """Take all access away now."""
    from portal.accounts import services

    services.person_disable(_person(email), reason=reason, by=_by(author))


@_through
def password_set(email: str, password: str, *, author: str = "") -> None:
    """Replace a person's password."""
    from portal.accounts import services

    services.password_set(_person(email), password, by=_by(author))


@_through
def totp_secret_set(email: str, *, author: str = "") -> str:
    """Give the person a new authenticator secret (base32); it is returned once."""
    from portal.accounts import services

    return services.totp_secret_set(_person(email), by=_by(author))


@_through
def totp_code_now(email: str) -> str:
    """The present code of a demo person."""
    from portal.accounts import services

    return services.totp_code_now(_person(email))


# ---- programs, partners, deals, links ----------------------------------------------------------


@_through
def has_programs() -> bool:
    """Whether there is any program."""
    from portal.partners.models import Program

    return Program.objects.exists()


@_through
def program_create(*, author: str, **fields: Any) -> dict[str, Any]:
    """See `portal.partners.services.program_create` for the fields."""
    from portal.partners import services

    program = services.program_create(by=_author(author), **fields)
    return _program(program)


@_through
def program_change(*, author: str, program_id: str, reason: str, **fields: Any) -> dict[str, Any]:
    """See `portal.partners.services.program_change` for the fields."""
    from portal.partners import services

    return _program(
        services.program_change(by=_author(author), program_id=program_id, reason=reason, **fields)
    )


@_through
def program_list() -> list[dict[str, Any]]:
    """All programs, each with its calendars and their open periods."""
    from portal.partners.selectors import program_list as listed

    return [_program(program) for program in listed()]


def _program(program: Any) -> dict[str, Any]:
    calendars = program.calendars.all()
    return {
        "program_id": program.program_id,
        "name": program.name,
        "vertical": program.vertical,
        "time_zone": program.time_zone,
        "currency_code": program.currency_code,
        "rate_set": program.rate_set,
        "payment_day": program.payment_day,
        "calendars": {c.calendar_id: c.open_period_id for c in calendars},
    }


@_through
def partner_create(
    *,
    author: str,
    manager: str = "",
    relation: Mapping[str, Any] | None = None,
    **fields: Any,
) -> dict[str, Any]:
    """See `portal.partners.services.partner_create`; `manager` is an e-mail address.

    `relation` (parent_id, valid_from, reason …) is recorded with it, or neither is.
    """
    from django.db import transaction

    from portal.partners import services

    who, by = (_person(manager) if manager else None), _author(author)
    with transaction.atomic():
        partner = services.partner_create(by=by, manager=who, **fields)
        if relation:
            services.relation_create(
                by=by, program_id=partner.program_id, child_id=partner.partner_id, **relation
            )
    return _partner(partner)


@_through
def partner_list(program_id: str) -> list[dict[str, Any]]:
    """The partners of a program."""
    from portal.partners.selectors import program_get

    return [_partner(partner) for partner in program_get(program_id).partners.all()]


def _partner(partner: Any) -> dict[str, Any]:
    return {
        "program_id": partner.program_id,
        "partner_id": partner.partner_id,
        "partner_code": partner.partner_code,
        "name": partner.name,
        "kind": partner.kind,
        "status": partner.status,
        "payout_currency_code": partner.payout_currency_code,
        "threshold_minor": partner.threshold_minor,
        "joined_on": partner.joined_on.isoformat(),
    }


@_through
def partner_status_set(
    *, author: str, program_id: str, partner_id: str, status: str, reason: str
) -> None:
    """Suspend, close or admit a partner."""
    from portal.partners import services
    from portal.partners.selectors import partner_get

    partner = partner_get(program_id, partner_id)
    services.partner_status_set(by=_author(author), partner=partner, status=status, reason=reason)


@_through
def own_clients_set(*, author: str, program_id: str, partner_id: str, ids: Sequence[str]) -> None:
    """Say which client ids are the partner's own accounts."""
    from portal.partners import services
    from portal.partners.selectors import partner_get

    partner = partner_get(program_id, partner_id)
    services.own_clients_set(by=_author(author), partner=partner, client_ids=list(ids))


@_through
def relation_create(*, author: str, **fields: Any) -> None:
    """See `portal.partners.services.relation_create`: child_id, parent_id, valid_from, reason …"""
    from portal.partners import services

    services.relation_create(by=_author(author), **fields)


@_through
def deal_create(*, author: str, **fields: Any) -> str:
    """See `portal.deals.services.deal_create`; returns the deal's id."""
    from portal.deals import services

    return services.deal_create(by=_author(author), **fields).deal_id


@_through
def deal_change(*, author: str, **fields: Any) -> int:
    """See `portal.deals.services.deal_change`; returns the number of the new version."""
    from portal.deals import services

    return services.deal_change(by=_author(author), **fields).version_no


@_through
def deal_end(*, author: str, **fields: Any) -> int:
    """See `portal.deals.services.deal_end`; returns the number of the version that ends it."""
    from portal.deals import services

    return services.deal_end(by=_author(author), **fields).version_no


@_through
def partner_manager_set(*, author: str, program_id: str, partner_id: str, manager: str) -> None:
    """See `portal.partners.care.manager_set`; `manager` is a person's address."""
    from portal.partners.care import manager_set
    from portal.partners.selectors import partner_get

    partner = partner_get(program_id, partner_id)
    manager_set(by=_author(author), partner=partner, manager=_person(manager))


@_through
def deal_propose(
    *,
    author: str,
    program_id: str,
    deal_id: str,
    valid_from: date,
    overrides: Mapping[str, str],
    reason: str,
) -> str:
    """Propose other numbers for a deal, as the deal editor does; returns the proposal's id.

    Whose money it would move is asked at once. `author` is a person's address.
    """
    from portal.deals.proposals import Terms, proposal_make
    from portal.deals.ranges import version_on
    from portal.deals.selectors import deal_get
    from portal.deals.spans import deal_spans
    from portal.partners.dated import on_day
    from portal.releases.reader import current_release
    from portal.releases.selectors.plans import plan_versions
    from portal.whatif.effects import effect_ask

    person, deal = _person(author), deal_get(program_id, deal_id)
    before = on_day(deal_spans(deal.versions.all()), valid_from)
    if before is None:
        raise GatewayRefused("not_running", f"{deal_id} does not run on {valid_from}")
    versions = plan_versions(current_release(program_id))
    plan = version_on(versions, before.plan_id, valid_from)
    made = proposal_make(
        by=person, partner=deal.partner, kind="change", deal=deal, reason=reason,
        terms=Terms(
            valid_from, before.plan_id, {**before.overrides, **overrides},
            source_text=plan.source_text if plan else "",
        ),
    )  # fmt: skip
    effect_ask(by=person, proposal=made)
    return made.proposal_id


@_through
def link_create(*, author: str, **fields: Any) -> None:
    """See `portal.links.services.link_create`."""
    from portal.links import services

    services.link_create(by=_author(author), **fields)


@_through
def link_host_allow(*, author: str, **fields: Any) -> None:
    """See `portal.links.services.host_allow`."""
    from portal.links import services

    services.host_allow(by=_author(author), **fields)


@_through
def landing_page_create(*, author: str, **fields: Any) -> None:
    """See `portal.links.services.landing_page_create`."""
    from portal.links import services

    services.landing_page_create(by=_author(author), **fields)


@_through
def link_build(*, author: str, program_id: str, partner_id: str, **fields: Any) -> str:
    """See `portal.links.services.link_build`; returns the link's code."""
    from portal.links import services
    from portal.partners.selectors import partner_get

    partner = partner_get(program_id, partner_id)
    return services.link_build(by=_author(author), partner=partner, **fields).link_code


@_through
def creative_publish(
    *, author: str, file_name: str = "", content: bytes = b"", **fields: Any
) -> None:
    """See `portal.creatives.services.creative_publish`; a banner is `content` of a PNG or JPEG."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from portal.creatives import services

    upload = SimpleUploadedFile(file_name, content) if content else None
    services.creative_publish(by=_author(author), upload=upload, **fields)


@_through
def postback_source_create(*, author: str, **fields: Any) -> str:
    """See `portal.collector.services.source_create`; returns the secret."""
    from portal.collector import services

    return services.source_create(by=_author(author), **fields)[1]


# ---- reviews, adjustments, ledger heads, export ------------------------------------------------


@_through
def review_place(*, author: str, **fields: Any) -> str:
    """See `portal.reviews.services.review_place`; returns the review's id."""
    from portal.reviews import services

    return services.review_place(by=_author(author), **fields).review_id


@_through
def review_decide(*, author: str, **fields: Any) -> None:
    """See `portal.reviews.services.review_decide`."""
    from portal.reviews import services

    services.review_decide(by=_author(author), **fields)


@_through
def signals_record(program_id: str, found: Sequence[Mapping[str, Any]]) -> tuple[int, int, int]:
    """See `portal.reviews.signals.signals_record`; how many are new, vanished, back."""
    from portal.reviews import signals

    made = signals.signals_record(program_id=program_id, found=found)
    return made.new, made.vanished, made.returned


@_through
def adjustment_propose(*, author: str, **fields: Any) -> str:
    """See `portal.statements.services.adjustment_propose`; `author` is a person's address."""
    from portal.statements import services

    return services.adjustment_propose(author=_person(author), **fields).adjustment_id


@_through
def adjustment_decide(*, by: str, **fields: Any) -> None:
    """See `portal.statements.services.adjustment_decide`; `by` is a person's address."""
    from portal.statements import services

    services.adjustment_decide(by=_person(by), **fields)


@_through
def export_tables(as_of: datetime) -> dict[str, pa.Table]:
    """The portal's tables for the warehouse (docs/reference/tables.md, section 3)."""
    from portal.releases.outgoing import export_tables as exported

    return exported(as_of)


def exported_schemas() -> dict[str, pa.Schema]:
    """Columns and types of the portal's tables (docs/reference/tables.md, section 3)."""
    from portal.releases.outgoing_schema import SCHEMAS

    return dict(SCHEMAS)


@_through
def heads(program_id: str) -> list[dict[str, Any]]:
    """The ledger heads of a program, as in `portal_ledger_heads`."""
    from portal.statements.selectors import heads_list

    names = (
        "program_id",
        "calendar_id",
        "period_id",
        "segment_sha256",
        "previous_sha256",
        "row_count",
        "booked_at",
        "booked_by",
    )
    return list(heads_list(program_id).values(*names))


@_through
def closed_until(program_id: str) -> date | None:
    """The last day that every calendar of the program has closed; None before the first close."""
    from portal.statements.selectors import closed_until as until

    return until(program_id)


@_through
def period_ends_on(period_id: str) -> date:
    """The last day of a period, whatever its calendar."""
    from portal.partners.periods import period_named

    return period_named(period_id).ends_on


@_through
def close_token_mint(*, person: str, program_id: str, calendar_id: str, code: str) -> str:
    """A token for closing the open period, as the portal mints it; `code` is used up."""
    from portal.payouts import services

    text, _token = services.close_token_mint(
        person=_person(person), program_id=program_id, calendar_id=calendar_id, code=code
    )
    return text


@_through
def close_token_use(*, person: str, subject: str, token: str) -> None:
    """Use up a person's token for closing `subject` (`larkspur/month/2026-10`), or refuse."""
    from portal.payouts import services

    services.close_token_use(person=_person(person), subject=subject, text=token)


@_through
def head_commit(*, adjustment_ids: Collection[str] = (), **fields: Any) -> None:
    """Let a sealed segment count; see `portal.statements.services.head_commit`."""
    from portal.statements import services

    services.head_commit(adjustment_ids=adjustment_ids, **fields)


def commit_ledger_head(head: Any) -> None:
    """Commit a `pipelines.defs.ledger.head.LedgerHead`, booking the adjustments in its segment."""
    from datetime import UTC

    fields = {name: getattr(head, name) for name in type(head).__dataclass_fields__}
    if fields["booked_at"].tzinfo is None:
        fields["booked_at"] = fields["booked_at"].replace(tzinfo=UTC)
    head_commit(adjustment_ids=_adjustments_in(head), **fields)


def _adjustments_in(head: Any) -> list[str]:
    import pyarrow.parquet as pq

    folder = settings().ledger / head.program_id / head.calendar_id
    path = folder / f"{head.segment_sha256}.parquet"
    if not path.exists() or "adjustment_id" not in pq.read_schema(path).names:
        return []
    found = pq.read_table(path, columns=["adjustment_id"])["adjustment_id"].unique().to_pylist()
    return sorted(name for name in found if name)


# ---- questions of partners that the pipelines answer ------------------------------------------


@_through
def claims_unsearched() -> list[dict[str, Any]]:
    """Claims for a missing client: program_id, partner_id, case_id, and what is known of it."""
    from portal.claims.selectors import claims_unsearched as waiting

    return [
        {
            "program_id": case.program_id,
            "partner_id": case.partner.partner_id,
            "case_id": case.case_id,
            **case.subject,
        }
        for case in waiting()
    ]


@_through
def claim_found(program_id: str, case_id: str, found: list[dict[str, Any]]) -> None:
    """What a search brought; see `portal.claims.services.claim_found`."""
    from portal.claims.services import claim_found as told

    told(program_id=program_id, case_id=case_id, found=found)


@_through
def calculations_take(limit: int = 10) -> list[dict[str, Any]]:
    """Open calculation requests, taken by this worker: calculation_id, kind, question, whose, and
    the terms of those above the partner today."""
    from portal import clock
    from portal.whatif.selectors import terms_above
    from portal.whatif.services import calculations_take as take

    rows = []
    for found in take(limit):
        share, above = terms_above(found.partner, clock.now().date())
        rows.append(
            {
                "calculation_id": str(found.calculation_id),
                "program_id": found.program_id,
                "partner_id": found.partner.partner_id,
                "kind": found.kind,
                "question": found.question,
                "share": share,
                "above": above,
            }
        )
    return rows


@_through
def calculation_answer(calculation_id: str, answer: Mapping[str, Any]) -> None:
    """What the engine gave."""
    from portal.whatif.services import calculation_answer as answered

    answered(calculation_id=calculation_id, answer=answer)


@_through
def calculation_fail(calculation_id: str, failure: str) -> None:
    """Why it could not be answered."""
    from portal.whatif.services import calculation_fail as failed

    failed(calculation_id=calculation_id, failure=failure)


# ---- what people of the operator and of partners write ----------------------------------------


@_through
def admission_set(*, author: str, program_id: str, **fields: Any) -> None:
    """How a program takes people in; see `portal.onboarding.services.policy_set`."""
    from portal.onboarding.services import policy_set
    from portal.partners.selectors import program_get

    policy_set(by=_author(author), program=program_get(program_id), **fields)


@_through
def compliance_write(what: str, *, author: str, program_id: str, **fields: Any) -> None:
    """`document_publish`, `keyword_add` or `disclosure_set` of `portal.compliance.services`, or
    `finding_open` with `partner_id`."""
    from portal.compliance import services
    from portal.partners.selectors import partner_get, program_get

    if what == "finding_open":
        fields["partner"] = partner_get(program_id, fields.pop("partner_id"))
    else:
        fields["program"] = program_get(program_id)
    deeds: dict[str, Callable[..., Any]] = {
        "document_publish": services.document_publish,
        "keyword_add": services.keyword_add,
        "disclosure_set": services.disclosure_set,
        "finding_open": services.finding_open,
    }
    deeds[what](by=_author(author), **fields)


@_through
def announcement_publish(*, author: str, program_id: str, **fields: Any) -> None:
    """Say something to all partners; see `portal.notices.services.announcement_publish`."""
    from portal.notices.announcements import announcement_publish as publish
    from portal.partners.selectors import program_get

    publish(by=_author(author), program=program_get(program_id), **fields)


@_through
def look_publish(
    *, author: str, program_id: str, logo: tuple[str, str] | None = None, **fields: Any
) -> None:
    """Draft a look and publish it; `logo` is a file's name and its SVG.

    See `portal.branding.services.brand_draft`.
    """
    from portal.branding import services

    given = (logo[0], logo[1].encode()) if logo else None
    by = _author(author)
    fields = {"reason": "first look"} | fields
    made = services.brand_draft(by=by, program_id=program_id, logo=given, **fields)
    services.brand_publish(by=by, brand=made)


@_through
def message_write(*, author: str, program_id: str, partner_id: str, side: str, text: str) -> None:
    """A message between a partner and its manager."""
    from portal.notices.services import message_write as write
    from portal.partners.selectors import partner_get

    write(by=_author(author), partner=partner_get(program_id, partner_id), side=side, text=text)


@_through
def claim_open(*, person: str, program_id: str, partner_id: str, **known: Any) -> str:
    """A claim for a missing client; its id. See `portal.claims.services.claim_open`."""
    from portal.claims.services import claim_open as opened
    from portal.partners.selectors import partner_get

    partner = partner_get(program_id, partner_id)
    return opened(by=_person(person), partner=partner, **known).case_id


@_through
def case_write(
    *, author: str, program_id: str, partner_id: str, case_id: str, side: str, text: str
) -> None:
    """Go on with the thread of a case."""
    from portal.claims.selectors import case_get
    from portal.claims.services import case_write as write
    from portal.partners.selectors import partner_get

    case = case_get(partner_get(program_id, partner_id), case_id)
    write(by=_author(author), case=case, side=side, text=text)


@_through
def application_hand_in(
    *, program_id: str, password: str, answers: Mapping[str, Any], master_id: str = ""
) -> str:
    """Apply, confirm the address, accept the documents and hand in, as one person; its id.

    With `master_id` it comes by that master's link, which is made if there is none.
    """
    from portal import clock
    from portal.accounts.services import person_create as made
    from portal.compliance.selectors import documents_ruling
    from portal.onboarding import invitations, selectors, services
    from portal.partners.selectors import partner_get, program_get

    link = None
    if master_id:
        master = partner_get(program_id, master_id)
        link = selectors.network_link_of(master) or invitations.network_link_make(
            by=_author("setup"), master=master
        )
    application = services.application_begin(
        program=program_get(program_id), answers=answers, invitation=link
    )
    user = made(answers["email"], answers["contact_name"], password)
    services.application_verify(application=application, user=user)
    documents = documents_ruling(program_id, clock.now().date())
    accepted = [(d.document_id, d.version_no) for d in documents]
    services.application_submit(by=user, application=application, accepted=accepted)
    return application.application_id


# ---- explanations ------------------------------------------------------------------------------


@_through
def line_why(
    program_id: str, partner_id: str, period_id: str, line_id: str, language: str = "en"
) -> dict[str, Any]:
    """All that explains a line of the present release, with its formula, as the Why page has it.

    `formula_gives` is the printed formula worked out again; it must be `amount`.
    Raises `GatewayRefused` when that partner has no such line.
    """
    from dataclasses import asdict

    from portal.releases.evaluate import evaluate
    from portal.releases.formulas import formula_of
    from portal.releases.reader import current_release
    from portal.releases.selectors.why import why_get

    release = current_release(program_id)
    why = why_get(release, partner_id, period_id=period_id, line_id=line_id, language=language)
    if why is None:
        raise GatewayRefused("not_found", f"{partner_id} has no line {line_id} in {period_id}")
    formula = formula_of(why.line, list(why.facts))
    line = asdict(why.line)
    line["currency_code"] = line.pop("money")["currency"]["code"]
    line.pop("booked")
    return {
        "partner_id": partner_id,
        **line,
        "amount": why.line.money.amount,
        "booked": why.line.booked.amount,
        "reason": reason_text("line", why.line.reason_code, language),
        "formula": formula.text,
        "formula_gives": evaluate(formula.text),
        "readds": formula.readds(why.line),
        "facts": [asdict(fact) for fact in why.facts],
        "versions": [asdict(version) for version in why.versions],
        "entries": [{**asdict(entry), "amount": entry.amount.amount} for entry in why.entries],
        "rule": asdict(why.rule),
    }


def reason_text(kind: str, code: str | None, language: str = "en", **operands: str) -> str:
    """The sentence of a reason code: of a `line`, an `unpaid` event or a `change`, without marks.

    Operands of unpaid events: see `portal.releases.reasons`.
    """
    from django.utils.translation import override

    from portal.releases import reasons

    table = {"line": reasons.LINE, "unpaid": reasons.UNPAID, "change": reasons.CHANGE}[kind]
    with override(language):
        return reasons.plain(table, code, **operands)


def formula_of_rows(
    line: Mapping[str, Any], facts: Sequence[Mapping[str, Any]], digits: int
) -> str:
    """The printed formula of a line of the warehouse: rows of `com_lines`, `com_line_facts`."""
    from dataclasses import fields

    from portal.releases.formulas import formula_of
    from portal.releases.lines import Fact, Line
    from portal.releases.money import Currency, Money

    currency = Currency(line["currency_code"], digits, "")
    money = Money(line["amount_minor"], currency)
    values: dict[str, Any] = {field.name: line.get(field.name) for field in fields(Line)}
    values |= {"money": money, "booked": money}
    for name in ("quantity", "rate", "exact_amount"):
        values[name] = values[name] if values[name] is not None else Decimal(0)
    told = [Fact(**{field.name: row[field.name] for field in fields(Fact)}) for row in facts]
    return formula_of(Line(**values), told).text


# ---- payouts -----------------------------------------------------------------------------------


@_through
def payout_method_set(*, author: str, program_id: str, partner_id: str, **fields: Any) -> None:
    """See `portal.payouts.services.method_set`: kind, account, holder_name, bic, at …"""
    from portal.partners.selectors import partner_get
    from portal.payouts.services import method_set

    method_set(by=_author(author), partner=partner_get(program_id, partner_id), **fields)


@_through
def batch_freeze(
    *,
    program_id: str,
    on: date,
    entries: Callable[[Collection[tuple[str, str]]], Iterable[Mapping[str, Any]]],
    rates: Iterable[Mapping[str, Any]],
    heads: Mapping[str, str] | None,
    author: str = "schedule",
    late_feeds: Sequence[str] = (),
    now: datetime | None = None,
    parts: Callable[[Collection[tuple[str, str]]], Iterable[Mapping[str, Any]]] | None = None,
) -> dict[str, Any]:
    """See `portal.payouts.services.batch_freeze`; returns the batch as `batch_show` does."""
    from portal.payouts import services

    batch = services.batch_freeze(
        program_id=program_id,
        on=on,
        entries=entries,
        rates=rates,
        heads=heads,
        by=_author(author),
        late_feeds=late_feeds,
        now=now,
        parts=parts,
    )
    return batch_show(batch.batch_id)


@_through
def batch_list(program_id: str | None = None) -> list[dict[str, Any]]:
    """Batches, the latest first: id, key, state, digest, counts and sums."""
    from portal.payouts.facts import batch_summary
    from portal.payouts.selectors import batches_list

    return [batch_summary(batch) for batch in batches_list(program_id)]


@_through
def batch_show(batch_id: str) -> dict[str, Any]:
    """The batch in full, as JSON: what the review page and the Dagster UI tell about it."""
    from portal.payouts.facts import batch_facts
    from portal.payouts.selectors import batch_get

    return batch_facts(batch_get(batch_id))


@_through
def token_mint(*, person: str, verb: str, batch_id: str, code: str) -> str:
    """A token for the batch as it stands, as the review page mints it; `code` is used up."""
    from portal.payouts.policy import refuse_unless_may
    from portal.payouts.selectors import batch_get
    from portal.payouts.services import token_mint as mint

    user, batch = _person(person), batch_get(batch_id)
    refuse_unless_may(user, verb, batch)
    text, _token = mint(
        person=user,
        verb=verb,
        program_id=batch.program_id,
        subject=batch.batch_id,
        digest=batch.digest,
        code=code,
    )
    return text


@_through
def batch_decide(
    verb: str,
    *,
    person: str,
    batch_id: str,
    digest: str,
    token: str,
    reason: str = "",
    payment: str = "",
) -> dict[str, Any]:
    """Submit, approve, reject, hold, release or recall a batch, with the person's token.

    `reason` is for all but submit and approve, `payment` (EndToEndId) for hold and release.
    """
    from portal.payouts import services

    deeds: dict[str, Callable[..., Any]] = {
        "submit": services.batch_submit,
        "approve": services.batch_approve,
        "reject": services.batch_reject,
        "hold": services.batch_hold,
        "release": services.batch_release,
        "recall": services.batch_recall,
    }
    if verb not in deeds:
        raise GatewayRefused("unknown_verb", f"no verb {verb!r}: one of {', '.join(deeds)}")
    further: dict[str, str] = {}
    if verb not in ("submit", "approve"):
        further["reason"] = reason
    if verb in ("hold", "release"):
        further["payment"] = payment
    batch = deeds[verb](
        person=_person(person), batch_id=batch_id, digest=digest, token=token, **further
    )
    return batch_show(batch.batch_id)


@_through
def batch_export(batch_id: str, author: str = "schedule") -> list[str]:
    """The payment files of an approved batch, made or as they were made; their paths."""
    from portal.payouts import services

    return [str(path) for path in services.batch_export(batch_id=batch_id, by=_author(author))]


@_through
def payment_answer(
    *,
    end_to_end_id: str,
    state: str,
    on: date,
    reason: str = "",
    source: str = "results file",
    batch_id: str = "",
) -> tuple[str, str]:
    """What a bank said about a payment: (effect, state it is in); see the portal's service."""
    from portal.payouts import services

    answered = services.payment_answer(
        end_to_end_id=end_to_end_id,
        state=state,
        on=on,
        reason=reason,
        source=source,
        batch_id=batch_id,
    )
    return answered.effect, answered.state
