"""Help and notices: what happened, what the program says, the thread with the manager."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from portal.compliance.selectors import documents_ruling, text_of
from portal.deals.selectors import plans_now
from portal.notices import selectors, services
from portal.notices.words import sentence_of
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.web.partner.frame import WRITERS, Viewer, partner_deed, partner_page, show

SHOWN = 50


@partner_page()
def helping(viewer: Viewer) -> HttpResponseBase:
    """The latest notices, announcements, documents, and messages with the manager."""
    notices = list(selectors.notices_for_member(viewer.user, viewer.partner)[:SHOWN])
    manager = viewer.partner.manager
    context = {
        "notices": [
            {"text": sentence_of(n.code, n.words), "at": n.at, "path": n.path,
             "is_new": not n.is_read}  # type: ignore[attr-defined]  # annotated
            for n in notices
        ],
        "has_new": any(not n.is_read for n in notices),  # type: ignore[attr-defined]
        "announcements": [
            {"at": a.published_at, **selectors.announcement_text(a, viewer.language)}
            for a in selectors.announcements_for(viewer.partner, plans_now(viewer.partner),
                                                 viewer.today)
        ],
        "thread": [
            {"side": m.side, "who": m.author, "at": m.at, "text": m.text, "files": [],
             "side_word": _("partner") if m.side == "partner" else _("operator")}
            for m in selectors.messages_list(viewer.partner)
        ],
        "documents": [
            {"title": text_of(d, viewer.language)["title"],
             "href": viewer.url("compliance_document", document_id=d.document_id,
                                version_no=d.version_no)}
            for d in documents_ruling(viewer.program.program_id, viewer.today)
        ],
        "manager": manager.display_name if manager else "",
        "may_write": viewer.may(*WRITERS),
        "read_href": viewer.url("help_read"),
        "write_href": viewer.url("help_write"),
        "settings_href": viewer.url("settings"),
    }  # fmt: skip
    return show(viewer, "partner/help.html", context, "help", has_figures=False)


@partner_page(methods=("POST",))
def read(viewer: Viewer) -> HttpResponseBase:
    """This person has seen its notices."""
    notices = selectors.notices_for_member(viewer.user, viewer.partner).filter(is_read=False)  # type: ignore[misc]
    services.notices_read(user=viewer.user, notices=notices)
    return HttpResponseRedirect(viewer.url("help"))


@partner_deed()
def write(viewer: Viewer) -> HttpResponseBase:
    """Write to the manager."""
    try:
        services.message_write(by=Author.of(viewer.user), partner=viewer.partner, side="partner",
                               text=viewer.request.POST.get("text", "")[:4000])  # fmt: skip
    except DomainError as refusal:
        messages.error(viewer.request, str(refusal))
    else:
        told = _("Sent. Your manager is told.")
        if viewer.partner.manager is None:
            told = _("Sent. The program’s managers are told.")
        messages.success(viewer.request, told)
    return HttpResponseRedirect(viewer.url("help") + "#msg")
