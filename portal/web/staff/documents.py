"""Documents of a program: versions, who accepted which, withdrawing; a change is accepted anew."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal import clock
from portal.compliance.models import Document
from portal.compliance.selectors import acceptance, documents_of, text_of
from portal.compliance.services import document_publish, document_withdraw
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.uploads import upload_response
from portal.web.base import fields
from portal.web.staff.frame import DOCUMENT_READERS, DOCUMENT_WRITERS, Desk, needs, staff_page
from portal.web.staff.texts import TextsForm

KINDS = {
    "terms": lazy("Terms"),
    "rules": lazy("Rules"),
    "brand": lazy("Brand guide"),
    "privacy": lazy("Privacy"),
}


class DocumentForm(TextsForm):
    """The next version of a document, or the first of a new one."""

    text_length = 60_000
    text_lines = "6"

    document_id = forms.SlugField(
        label=lazy("Short name; one that exists makes its next version"), max_length=40,
        widget=fields.text(dir="ltr", placeholder="terms"),
    )  # fmt: skip
    kind = forms.ChoiceField(label=lazy("Type"), choices=list(KINDS.items()),
                             widget=fields.choice())  # fmt: skip
    valid_from = forms.DateField(label=lazy("In force from"), widget=fields.day())
    must_acknowledge = forms.BooleanField(
        label=lazy("Partners are asked to accept it"), required=False, initial=True
    )
    upload = forms.FileField(
        label=lazy("File beside the text, such as a PDF"), required=False,
        widget=forms.ClearableFileInput(attrs={"class": "field", "accept": ".pdf,.png,.jpg,.txt"}),
    )  # fmt: skip

    def asked(self) -> dict[str, Any]:
        """The arguments of `document_publish`."""
        said = self.cleaned_data
        plain = ("document_id", "kind", "valid_from", "must_acknowledge", "upload")
        return {name: said[name] for name in plain} | {"texts": self.texts()}


@staff_page(*DOCUMENT_READERS, methods=("GET", "HEAD", "POST"))
def documents(desk: Desk) -> HttpResponseBase:
    """All versions; a POST publishes one. `?of=` fills the form with a document's last version."""
    if desk.request.method != "POST":
        return _page(desk, DocumentForm(initial=_initial(desk)))
    if not desk.has_role(*DOCUMENT_WRITERS):
        raise PermissionDenied(needs(*DOCUMENT_WRITERS))
    form = DocumentForm(desk.request.POST, desk.request.FILES)
    if form.is_valid():
        try:
            made = document_publish(by=Author.of(desk.user), program=desk.program, **form.asked())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            said = _("Version %s is published; partners are asked to accept it.")
            quiet = _("Version %s is published.")
            words = said if made.must_acknowledge else quiet
            messages.success(desk.request, words % made.version_no)
            return HttpResponseRedirect(desk.url("documents"))
    return _page(desk, form, status=422)


@staff_page(*DOCUMENT_READERS)
def one(desk: Desk, document_id: str, version_no: int) -> HttpResponseBase:
    """One version as partners read it, and how many accepted it."""
    found = _document_at(desk, document_id, version_no)
    accepted, active = acceptance(found)
    context = {
        "document": found, "text": text_of(found, get_language() or "en"),
        "accepted": accepted, "active": active,
        "who": found.acknowledgements.select_related("partner", "user").order_by("-at")[:50],
        "languages": sorted(found.texts),
        "file_url": desk.url("documents_file", document_id=document_id, version_no=version_no)
        if found.sha256 else "",
        "may_write": desk.has_role(*DOCUMENT_WRITERS) and found.withdrawn_at is None,
        "withdraw_url": desk.url("documents_withdraw", document_id=document_id),
        "next_url": desk.url("documents") + f"?of={document_id}#new",
        "back_url": desk.url("documents"), "nav_current": "staff:documents",
    }  # fmt: skip
    return desk.render("staff/documents/one.html", context)


@staff_page(*DOCUMENT_READERS)
def file(desk: Desk, document_id: str, version_no: int) -> HttpResponseBase:
    """The file of a version."""
    found = _document_at(desk, document_id, version_no)
    if not found.sha256:
        raise Http404
    return upload_response(desk.program.program_id, found.sha256, found.file_name)


@staff_page(*DOCUMENT_WRITERS, methods=("POST",))
def withdraw(desk: Desk, document_id: str) -> HttpResponseBase:
    """The document rules no more; who accepted what stays."""
    if not documents_of(desk.program.program_id).filter(document_id=document_id).exists():
        raise Http404
    reason = desk.request.POST.get("reason", "").strip()
    try:
        if not reason:
            raise DomainError("reason", _("Say why: it stands in the audit."))
        document_withdraw(by=Author.of(desk.user), program=desk.program, document_id=document_id,
                          reason=reason[:300])  # fmt: skip
    except DomainError as refusal:
        messages.error(desk.request, str(refusal))
    else:
        messages.success(desk.request, _("Withdrawn: nobody is asked to accept it any more."))
    return HttpResponseRedirect(desk.url("documents"))


def _document_at(desk: Desk, document_id: str, version_no: int) -> Document:
    own = documents_of(desk.program.program_id)
    found = own.filter(document_id=document_id, version_no=version_no).first()
    if found is None:
        raise Http404
    return found


def _initial(desk: Desk) -> dict[str, Any]:
    last = documents_of(desk.program.program_id).filter(
        document_id=desk.request.GET.get("of", "")
    ).first()  # fmt: skip
    if last is None:
        return {"valid_from": clock.now().date()}
    found: dict[str, Any] = {
        "document_id": last.document_id, "kind": last.kind, "valid_from": clock.now().date(),
        "must_acknowledge": last.must_acknowledge,
    }  # fmt: skip
    for code, text in last.texts.items():
        found |= {f"title_{code}": text.get("title", ""), f"text_{code}": text.get("text", "")}
    return found


def _page(desk: Desk, form: DocumentForm, status: int = 200) -> HttpResponseBase:
    today: date = clock.now().date()
    context = {
        "rows": _rows(desk, today),
        "form": form,
        "may_write": desk.has_role(*DOCUMENT_WRITERS),
        "wording_url": desk.url("wording"),
        "who_may": needs(*DOCUMENT_WRITERS),
        "nav_current": "staff:documents",
    }
    return desk.render("staff/documents/list.html", context, status=status)


def _rows(desk: Desk, today: date) -> list[dict[str, Any]]:
    rows, ruling = [], set()
    for document in documents_of(desk.program.program_id):
        begins = document.valid_from <= today
        rules = begins and document.document_id not in ruling and document.withdrawn_at is None
        if begins:
            ruling.add(document.document_id)
        if document.withdrawn_at:
            state = ("none", _("withdrawn"))
        elif begins:
            state = ("good", _("in force")) if rules else ("none", _("past"))
        else:
            state = ("wait", _("to come"))
        rows.append({
            "document": document, "title": text_of(document, get_language() or "en")["title"],
            "kind": KINDS[document.kind], "state": state,
            "href": desk.url("documents_one", document_id=document.document_id,
                             version_no=document.version_no),
        })  # fmt: skip
    return rows
