"""Reading the reports that a partner keeps."""

from __future__ import annotations

from django.db.models import QuerySet

from portal.partners.models import Partner
from portal.reports.models import SavedReport


def reports_of(partner: Partner) -> QuerySet[SavedReport]:
    """The partner's kept reports, by name."""
    return SavedReport.objects.filter(partner=partner)
