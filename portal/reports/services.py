"""Keeping and dropping reports."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from django.db import transaction
from django.utils.translation import gettext as _

from portal import clock
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.partners.models import Partner
from portal.reports.models import SavedReport

MOST = 50
DAYS = ("from", "to")


@transaction.atomic
def report_save(
    *, by: Author, partner: Partner, name: str, query: str, days: str = "present"
) -> SavedReport:
    """Keep a report under a name; the same name again replaces it.

    `days` is `present` (the present period), `before` (the one before it) or `fixed` (as asked).
    Raises DomainError without a name, for an unknown `days` and for too many.
    """
    if not name.strip():
        raise DomainError("no_name", _("Give the report a name."))
    if days not in ("present", "before", "fixed"):
        raise DomainError(
            "unknown_days", _("days %(days)r: present, before or fixed") % {"days": days}
        )
    if SavedReport.objects.filter(partner=partner).count() >= MOST:
        raise DomainError("too_many", _("Fifty reports are kept. Remove one first."))
    values = [(k, v) for k, v in parse_qsl(query) if days == "fixed" or k not in DAYS]
    saved, _new = SavedReport.objects.update_or_create(
        partner=partner, name=name.strip()[:80],
        defaults={"query": urlencode(values)[:1000], "days": days, "author": by.name,
                  "saved_at": clock.now()},
    )  # fmt: skip
    return saved


@transaction.atomic
def report_remove(*, partner: Partner, report_id: int) -> bool:
    """Drop one of the partner's reports; False if it has no such."""
    count, _rows = SavedReport.objects.filter(partner=partner, pk=report_id).delete()
    return bool(count)
