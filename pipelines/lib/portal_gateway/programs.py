"""Programs, partners, deals, links and creatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pipelines.lib.portal_gateway.door import GatewayRefused, author_of, person_of, through


@through
def has_programs() -> bool:
    """Whether there is any program."""
    from portal.partners.models import Program

    return Program.objects.exists()


@through
def program_create(*, author: str, **fields: Any) -> dict[str, Any]:
    """See `portal.partners.services.program_create` for the fields."""
    from portal.partners import services

    program = services.program_create(by=author_of(author), **fields)
    return _program(program)


@through
def program_change(*, author: str, program_id: str, reason: str, **fields: Any) -> dict[str, Any]:
    """See `portal.partners.services.program_change` for the fields."""
    from portal.partners import services

    return _program(
        services.program_change(
            by=author_of(author), program_id=program_id, reason=reason, **fields
        )
    )


@through
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


@through
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

    who, by = (person_of(manager) if manager else None), author_of(author)
    with transaction.atomic():
        partner = services.partner_create(by=by, manager=who, **fields)
        if relation:
            services.relation_create(
                by=by, program_id=partner.program_id, child_id=partner.partner_id, **relation
            )
    return _partner(partner)


@through
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


@through
def partner_status_set(
    *, author: str, program_id: str, partner_id: str, status: str, reason: str
) -> None:
    """Suspend, close or admit a partner."""
    from portal.partners import services
    from portal.partners.selectors import partner_get

    partner = partner_get(program_id, partner_id)
    services.partner_status_set(by=author_of(author), partner=partner, status=status, reason=reason)


@through
def own_clients_set(*, author: str, program_id: str, partner_id: str, ids: Sequence[str]) -> None:
    """Say which client ids are the partner's own accounts."""
    from portal.partners import services
    from portal.partners.selectors import partner_get

    partner = partner_get(program_id, partner_id)
    services.own_clients_set(by=author_of(author), partner=partner, client_ids=list(ids))


@through
def relation_create(*, author: str, **fields: Any) -> None:
    """See `portal.partners.services.relation_create`: child_id, parent_id, valid_from, reason …"""
    from portal.partners import services

    services.relation_create(by=author_of(author), **fields)


@through
def deal_create(*, author: str, **fields: Any) -> str:
    """See `portal.deals.services.deal_create`; returns the deal's id."""
    from portal.deals import services

    return services.deal_create(by=author_of(author), **fields).deal_id


@through
def deal_change(*, author: str, **fields: Any) -> int:
    """See `portal.deals.services.deal_change`; returns the number of the new version."""
    from portal.deals import services

    return services.deal_change(by=author_of(author), **fields).version_no


@through
def deal_end(*, author: str, **fields: Any) -> int:
    """See `portal.deals.services.deal_end`; returns the number of the version that ends it."""
    from portal.deals import services

    return services.deal_end(by=author_of(author), **fields).version_no


@through
def partner_manager_set(*, author: str, program_id: str, partner_id: str, manager: str) -> None:
    """See `portal.partners.care.manager_set`; `manager` is a person's address."""
    from portal.partners.care import manager_set
    from portal.partners.selectors import partner_get

    partner = partner_get(program_id, partner_id)
    manager_set(by=author_of(author), partner=partner, manager=person_of(manager))


@through
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

    person, deal = person_of(author), deal_get(program_id, deal_id)
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


@through
def link_create(*, author: str, **fields: Any) -> None:
    """See `portal.links.services.link_create`."""
    from portal.links import services

    services.link_create(by=author_of(author), **fields)


@through
def link_host_allow(*, author: str, **fields: Any) -> None:
    """See `portal.links.services.host_allow`."""
    from portal.links import services

    services.host_allow(by=author_of(author), **fields)


@through
def landing_page_create(*, author: str, **fields: Any) -> None:
    """See `portal.links.services.landing_page_create`."""
    from portal.links import services

    services.landing_page_create(by=author_of(author), **fields)


@through
def link_build(*, author: str, program_id: str, partner_id: str, **fields: Any) -> str:
    """See `portal.links.services.link_build`; returns the link's code."""
    from portal.links import services
    from portal.partners.selectors import partner_get

    partner = partner_get(program_id, partner_id)
    return services.link_build(by=author_of(author), partner=partner, **fields).link_code


@through
def creative_publish(
    *, author: str, file_name: str = "", content: bytes = b"", **fields: Any
) -> None:
    """See `portal.creatives.services.creative_publish`; a banner is `content` of a PNG or JPEG."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from portal.creatives import services

    upload = SimpleUploadedFile(file_name, content) if content else None
    services.creative_publish(by=author_of(author), upload=upload, **fields)


@through
def postback_source_create(*, author: str, **fields: Any) -> str:
    """See `portal.collector.services.source_create`; returns the secret."""
    from portal.collector import services

    return services.source_create(by=author_of(author), **fields)[1]
