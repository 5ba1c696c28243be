"""The menu of reports that the team keeps."""

from __future__ import annotations

from typing import Any

from portal.reports.selectors import reports_of
from portal.web.partner.frame import WRITERS, Viewer


def saved_menu(viewer: Viewer) -> dict[str, Any]:
    """Kept reports by name, each with its address and whether it may be removed here."""
    found = [
        {"id": saved.pk, "name": saved.name,
         "href": viewer.url("reports_open", report_id=saved.pk)}
        for saved in reports_of(viewer.partner)
    ]  # fmt: skip
    return {
        "reports": found,
        "remove_href": viewer.url("reports_remove") if viewer.may(*WRITERS) else "",
    }
