"""The status of an application in words: steps done, the next one, the decision, the first link."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal import clock
from portal.branding.selectors import look_of
from portal.compliance.selectors import documents_ruling, text_of
from portal.links.addresses import short_url
from portal.links.models import Link
from portal.onboarding.models import Application
from portal.web.base.tags.numbers import day as day_text


def status_context(application: Application) -> dict[str, Any]:
    """What the status page shows."""
    today = clock.now().astimezone(ZoneInfo(application.program.time_zone)).date()
    documents = [d for d in documents_ruling(application.program_id, today) if d.must_acknowledge]
    keys = {"program_id": application.program_id, "application_id": application.application_id}
    partner = application.partner
    books = {"program_id": application.program_id, "partner_id": partner.partner_id} if partner \
        else {}  # fmt: skip
    return {
        "application": application,
        "program": application.program,
        "look": look_of(application.program),
        "steps": _steps(application),
        "documents": [
            {
                "value": f"{d.document_id}:{d.version_no}",
                "version_no": d.version_no,
                **text_of(d, get_language() or "en"),
            }
            for d in documents
        ],
        "handed_in": list(application.files.all()),
        "links": [short_url(link) for link in Link.objects.filter(partner=partner)[:1]]
        if partner
        else [],
        "overview_href": reverse("partner:overview", kwargs=books) if books else "",
        "links_href": reverse("partner:links", kwargs=books) if books else "",
        "submit_href": reverse("partner:application_submit", kwargs=keys),
        "files_href": reverse("partner:application_files", kwargs=keys),
    }


def _steps(application: Application) -> list[dict[str, str]]:
    """The way in: {css, icon, strong, text}, as the component `steps` has them."""
    verified, submitted = application.verified_at, application.submitted_at
    decided, state = application.decided_at, application.state
    who = application.parent.name if application.parent else application.program.name
    return [
        _step(bool(verified), _("Address confirmed"), day_text(verified) if verified else ""),
        _step(
            bool(submitted), _("Terms accepted, handed in"),
            day_text(submitted) if submitted else _("your turn"), is_now=not submitted,
        ),
        _step(
            bool(decided),
            {"approved": _("Approved"), "refused": _("Refused")}.get(
                state, _("Decision of %(who)s") % {"who": who}
            ),
            day_text(decided) if decided else _("usually within two working days"),
            is_now=bool(submitted) and not decided, is_bad=state == "refused",
        ),
    ]  # fmt: skip


def _step(
    is_done: bool, strong: str, text: str, *, is_now: bool = False, is_bad: bool = False
) -> dict[str, str]:
    css = "fail" if is_bad else "" if is_done else "now" if is_now else "todo"
    icon = "cross" if is_bad else "check" if is_done else "half" if is_now else "ring"
    return {"css": css, "icon": icon, "strong": strong, "text": text}
