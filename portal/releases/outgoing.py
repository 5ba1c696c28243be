"""The portal's tables on their way to the warehouse (docs/reference/tables.md, section 3).

The warehouse's copy never decides what is paid: that is read from the ledger and the reservations.
Rows are ordered by key, so that equal contents make equal tables.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
from django.db.models import Max, Min

from portal import clock
from portal.accounts.models import Membership
from portal.deals.models import Deal
from portal.deals.spans import deal_spans
from portal.links.models import Link
from portal.partners.models import Partner, Program, ProgramCalendar, Relation
from portal.partners.periods import period_get, periods_between
from portal.partners.relations import spans_by_child
from portal.payouts.models import Payment, PayoutMethod
from portal.releases.outgoing_schema import SCHEMAS
from portal.reviews.models import Review
from portal.reviews.selectors import state_last
from portal.statements.models import LedgerHead, ManualAdjustment

Row = dict[str, Any]


def export_tables(as_of: datetime) -> dict[str, pa.Table]:
    """All tables by name, as they stand now; periods go up to the one that contains `as_of`."""
    moment = clock.utc(as_of)
    rows: dict[str, Iterable[Row]] = {
        "portal_programs": _programs(),
        "portal_periods": _periods(moment),
        "portal_partners": _partners(),
        "portal_relations": _relations(),
        "portal_deals": _deals(),
        "portal_links": _links(),
        "portal_reviews": _reviews(moment),
        "portal_adjustments": _adjustments(),
        "portal_payments": _payments(),
        "portal_payout_accounts": _payout_accounts(),
        "portal_member_addresses": _member_addresses(),
        "portal_ledger_heads": _heads(),
    }
    return {
        name: pa.Table.from_pylist(list(found), schema=SCHEMAS[name])
        for name, found in rows.items()
    }


def people_known(moment: datetime) -> dict[str, list[Row]]:
    """Relations and deals as they were known at a moment: rows of the tables of their names."""
    at = clock.utc(moment)
    return {"portal_relations": list(_relations(at)), "portal_deals": list(_deals(at))}


def _programs() -> Iterator[Row]:
    for program in Program.objects.prefetch_related("calendars"):
        calendars = list(program.calendars.all())
        yield {
            "program_id": program.program_id,
            "name": program.name,
            "vertical": program.vertical,
            "time_zone": program.time_zone,
            "calendar_ids": ",".join(calendar.calendar_id for calendar in calendars),
            "currency_code": program.currency_code,
            "rate_set": program.rate_set,
            "window_days": program.window_days,
            "reattribute_after_inactive_days": program.reattribute_after_inactive_days,
            "first_period_id": calendars[0].first_period_id,
        }


def _periods(as_of: datetime) -> Iterator[Row]:
    closed = {
        (head.program_id, head.calendar_id, head.period_id): head.booked_at
        for head in LedgerHead.objects.all()
    }
    for calendar in ProgramCalendar.objects.select_related("program"):
        today = as_of.astimezone(ZoneInfo(calendar.program.time_zone)).date()
        first = period_get(calendar.calendar_id, calendar.first_period_id)
        last = max(today, period_get(calendar.calendar_id, calendar.open_period_id).starts_on)
        for number, period in enumerate(periods_between(first, last), start=1):
            key = (calendar.program_id, calendar.calendar_id, period.period_id)
            yield {
                "program_id": calendar.program_id,
                "calendar_id": calendar.calendar_id,
                "period_id": period.period_id,
                "starts_on": period.starts_on,
                "ends_on": period.ends_on,
                "period_no": number,
                "is_open": period.period_id == calendar.open_period_id,
                "closed_at": _utc(closed.get(key)),
            }


def _partners() -> Iterator[Row]:
    for partner in Partner.objects.select_related("manager"):
        yield {
            "program_id": partner.program_id,
            "partner_id": partner.partner_id,
            "partner_code": partner.partner_code,
            "name": partner.name,
            "kind": partner.kind,
            "status": partner.status,
            "country": partner.country or None,
            "payout_currency_code": partner.payout_currency_code,
            "threshold_minor": partner.threshold_minor,
            "joined_on": partner.joined_on,
            "manager": partner.manager.display_name if partner.manager else None,
            "own_client_ids": ",".join(partner.own_client_ids) or None,
        }


def _relations(known_at: datetime | None = None) -> Iterator[Row]:
    """Days on which one relation rules; days on which nobody stands above are left out."""
    found = Relation.objects.select_related("child", "parent").order_by("pk")
    if known_at is not None:
        found = found.filter(recorded_at__lte=known_at)
    spans = [span for spans in spans_by_child(found).values() for span in spans]
    for span in sorted(
        spans, key=lambda s: (s.row.program_id, s.row.child.partner_id, s.valid_from)
    ):
        relation = span.row
        if relation.parent is None:
            continue
        yield {
            "program_id": relation.program_id,
            "partner_id": relation.child.partner_id,
            "parent_partner_id": relation.parent.partner_id,
            "valid_from": span.valid_from,
            "valid_to": span.valid_to,
            "share": relation.share,
            "recorded_at": _utc(relation.recorded_at),
            "author": relation.author,
            "reason": relation.reason,
        }


def _deals(known_at: datetime | None = None) -> Iterator[Row]:
    for deal in Deal.objects.select_related("partner").prefetch_related("versions"):
        versions = [
            version
            for version in deal.versions.all()
            if known_at is None or version.recorded_at <= known_at
        ]
        for span in deal_spans(versions):
            version = span.row
            yield {
                "program_id": deal.program_id,
                "deal_id": deal.deal_id,
                "deal_version_no": version.version_no,
                "partner_id": deal.partner.partner_id,
                "brand": deal.brand or None,
                "plan_id": version.plan_id,
                "currency_code": deal.currency_code,
                "calendar_id": deal.calendar_id,
                "valid_from": span.valid_from,
                "valid_to": span.valid_to,
                "overrides": json.dumps(version.overrides, sort_keys=True),
                "recorded_at": _utc(version.recorded_at),
                "author": version.author,
                "reason": version.reason,
            }


def _links() -> Iterator[Row]:
    for link in Link.objects.select_related("partner"):
        yield {
            "program_id": link.program_id,
            "link_code": link.link_code,
            "partner_id": link.partner.partner_id,
            "campaign": link.campaign or None,
            "destination": link.destination,
        }


def _reviews(as_of: datetime) -> Iterator[Row]:
    """The state that rules; a hold past its day is released, also before anybody wrote it down."""
    for review in Review.objects.select_related("program").prefetch_related("states"):
        last = state_last(review)
        today = as_of.astimezone(ZoneInfo(review.program.time_zone)).date()
        is_over = last.state == "held" and last.decide_by is not None and last.decide_by < today
        yield {
            "program_id": review.program_id,
            "review_id": review.review_id,
            "target_kind": review.target_kind,
            "target_id": review.target_id,
            "state": "released" if is_over else last.state,
            "effective_on": last.effective_on,
            "decide_by": last.decide_by,
            "signal_code": review.signal_code,
            "reason": f"nobody decided by {last.decide_by}" if is_over else last.reason,
            "recorded_at": _utc(last.recorded_at),
        }


def _adjustments() -> Iterator[Row]:
    found = ManualAdjustment.objects.select_related("partner", "deal", "author", "approved_by")
    for adjustment in found.filter(refused_by=None):
        approver = adjustment.approved_by
        yield {
            "program_id": adjustment.program_id,
            "adjustment_id": adjustment.adjustment_id,
            "partner_id": adjustment.partner.partner_id,
            "deal_id": adjustment.deal.deal_id,
            "currency_code": adjustment.currency_code,
            "amount_minor": adjustment.amount_minor,
            "origin_period_id": adjustment.origin_period_id,
            "reason": adjustment.reason,
            "author": adjustment.author.get_username(),
            "approved_by": approver.get_username() if approver else None,
            "approved_at": _utc(adjustment.approved_at),
            "booked_period_id": adjustment.booked_period_id or None,
        }


def _payments() -> Iterator[Row]:
    found = Payment.objects.select_related("partner", "batch")
    for payment in found.order_by("program_id", "payment_id"):
        yield {
            "program_id": payment.program_id,
            "payment_id": payment.payment_id,
            "batch_id": payment.batch.batch_id,
            "partner_id": payment.partner.partner_id,
            "currency_code": payment.currency_code,
            "amount_minor": payment.amount_minor,
            "payout_currency_code": payment.payout_currency_code,
            "payout_minor": payment.payout_minor,
            "fx_rate": payment.fx_rate.quantize(Decimal("0.000000000001")),
            "fx_on": payment.fx_on,
            "state": payment.state,
            "state_on": payment.state_on,
            "reason_code": payment.reason_code or None,
        }


def _payout_accounts() -> Iterator[Row]:
    """Of the account itself nothing leaves but the keyed hash: it tells equal ones apart."""
    found = PayoutMethod.objects.filter(state="active").select_related("partner")
    for method in found.order_by("program_id", "partner__partner_id"):
        yield {
            "program_id": method.program_id,
            "partner_id": method.partner.partner_id,
            "account_hash": method.account_hash,
            "since": _utc(method.changed_at),
        }


def _member_addresses() -> Iterator[Row]:
    """From where people sign in who act for a partner: keyed hashes, as the collector makes them.

    Several people of one partner behind one address are one row.
    """
    members = Membership.objects.filter(user__is_active=True)
    for member in (
        members.values("program_id", "partner_id", "user__addresses__address_hash")
        .exclude(user__addresses__address_hash=None)
        .annotate(
            first=Min("user__addresses__first_seen_on"), last=Max("user__addresses__last_seen_on")
        )
        .order_by("program_id", "partner_id", "user__addresses__address_hash")
    ):
        yield {
            "program_id": member["program_id"],
            "partner_id": member["partner_id"],
            "ip_hash": member["user__addresses__address_hash"],
            "first_seen_on": member["first"],
            "last_seen_on": member["last"],
        }


def _heads() -> Iterator[Row]:
    for head in LedgerHead.objects.all():
        yield {
            "program_id": head.program_id,
            "calendar_id": head.calendar_id,
            "period_id": head.period_id,
            "segment_sha256": head.segment_sha256,
            "previous_sha256": head.previous_sha256 or None,
            "row_count": head.row_count,
            "booked_at": _utc(head.booked_at),
            "booked_by": head.booked_by,
        }


def _utc(moment: datetime | None) -> datetime | None:
    """UTC without a zone, as the warehouse keeps moments."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment else None
