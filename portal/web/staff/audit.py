"""Audit: who did what to which thing, when and why. Read only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django import forms
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal.audit.selectors import Search, audit_search, audit_words
from portal.audit.services import audit_record
from portal.web.base import fields
from portal.web.partner.csv_export import csv_response
from portal.web.staff.frame import AUDIT_READERS, Desk, staff_page

ROWS = 100
MOST_ROWS = 100_000
COLUMNS = ("at", "who", "did", "kind", "object", "reason", "details")


class SearchForm(forms.Form):
    """Whose deeds, which, to what, when."""

    q = forms.CharField(
        label=lazy("Anything"), required=False, max_length=200,
        widget=fields.text(type="search"),
    )  # fmt: skip
    who = forms.CharField(label=lazy("Who"), required=False, max_length=200, widget=fields.text())
    verb = forms.ChoiceField(label=lazy("Deed"), required=False, widget=fields.choice())
    object_kind = forms.ChoiceField(
        label=lazy("Kind of thing"), required=False, widget=fields.choice()
    )
    object_id = forms.CharField(
        label=lazy("Its id"), required=False, max_length=200, widget=fields.text()
    )
    first = forms.DateField(label=lazy("From day"), required=False, widget=fields.day())
    last = forms.DateField(label=lazy("To day"), required=False, widget=fields.day())

    def __init__(self, data: Any, program_id: str) -> None:
        super().__init__(data)
        verbs, kinds = audit_words(program_id)
        for name, words in (("verb", verbs), ("object_kind", kinds)):
            listed: Any = self.fields[name]
            listed.choices = [("", _("every one")), *((word, word) for word in words)]


@staff_page(*AUDIT_READERS)
def search(desk: Desk) -> HttpResponseBase:
    """The last events of the program that fit; `before` goes back."""
    form = SearchForm(desk.request.GET, desk.program.program_id)
    asked = _asked(form)
    before = desk.request.GET.get("before", "")
    events = audit_search(desk.program.program_id, asked)
    if before.isdecimal():
        events = events.filter(pk__lt=int(before))
    rows = list(events[: ROWS + 1])
    params = desk.request.GET.copy()
    params.pop("before", None)
    return desk.render(
        "staff/audit.html",
        {
            "form": form,
            "events": rows[:ROWS],
            "is_narrowed": asked != Search(),
            "params": params.urlencode(),
            "older": rows[ROWS - 1].pk if len(rows) > ROWS else None,
            "csv_url": desk.url("audit_csv"),
        },
        status=200 if form.is_valid() else 422,
    )


@staff_page(*AUDIT_READERS)
def download(desk: Desk) -> HttpResponseBase:
    """The same events as CSV, at most 100,000; cells that start a formula are defused."""
    asked = _asked(SearchForm(desk.request.GET, desk.program.program_id))
    events = audit_search(desk.program.program_id, asked)[:MOST_ROWS]
    audit_record(
        who=desk.user, verb="audit downloaded", object_kind="program",
        object_id=desk.program.program_id, program_id=desk.program.program_id,
        details={"asked": desk.request.GET.urlencode()[:500]},
    )  # fmt: skip

    def rows() -> Iterator[dict[str, Any]]:
        for event in events.iterator(chunk_size=2000):
            yield {
                "at": event.at, "who": event.who_name, "did": event.verb,
                "kind": event.object_kind, "object": event.object_id, "reason": event.reason,
                "details": json.dumps(event.details, sort_keys=True, ensure_ascii=False),
            }  # fmt: skip

    return csv_response(f"{desk.program.program_id}-audit.csv", COLUMNS, rows())


def _asked(form: SearchForm) -> Search:
    if not form.is_valid():
        return Search()
    asked = form.cleaned_data
    return Search(
        text=asked["q"].strip(), who=asked["who"].strip(), verb=asked["verb"],
        object_kind=asked["object_kind"], object_id=asked["object_id"].strip(),
        first=asked["first"], last=asked["last"],
    )  # fmt: skip
