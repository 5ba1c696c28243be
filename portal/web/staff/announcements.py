"""Announcements: to all partners, to those on a plan or with a tag; now or at a moment to come."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal import clock
from portal.deals.selectors import plans_now
from portal.notices.announcements import announcement_publish, announcement_withdraw
from portal.notices.models import Announcement
from portal.notices.selectors import announcement_text, announcements_of
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.partners.models import Partner
from portal.partners.services import partner_tags_set
from portal.web.base import fields
from portal.web.staff.frame import NEWS_READERS, NEWS_WRITERS, Desk, needs, staff_page
from portal.web.staff.texts import TextsForm

AUDIENCES = {
    "all": lazy("all partners"),
    "plan": lazy("partners on the plan …"),
    "tag": lazy("partners with the tag …"),
}


class AnnouncementForm(TextsForm):
    """What is said, to whom, from when until when."""

    audience = forms.ChoiceField(label=lazy("To"), choices=list(AUDIENCES.items()),
                                 widget=fields.choice())  # fmt: skip
    audience_name = forms.CharField(label=lazy("Plan or tag"), max_length=80, required=False,
                                    widget=fields.text(dir="ltr"))  # fmt: skip
    starts_on = forms.DateField(label=lazy("From the day (empty: at once)"), required=False,
                                widget=fields.day())  # fmt: skip
    starts_at = forms.TimeField(
        label=lazy("and the time, in the program’s zone"), required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "field", "type": "time"}),
    )  # fmt: skip
    until = forms.DateField(label=lazy("Until the day (empty: until withdrawn)"), required=False,
                            widget=fields.day())  # fmt: skip

    def publish_at(self, zone: str) -> datetime | None:
        """The moment from which it is seen; None: at once."""
        day = self.cleaned_data["starts_on"]
        if day is None:
            return None
        at = self.cleaned_data["starts_at"] or time(0, 0)
        return datetime.combine(day, at, ZoneInfo(zone))


@staff_page(*NEWS_READERS, methods=("GET", "HEAD", "POST"))
def announcements(desk: Desk) -> HttpResponseBase:
    """What was said and will be; a POST says something."""
    if desk.request.method != "POST":
        return _page(desk, AnnouncementForm())
    if not desk.has_role(*NEWS_WRITERS):
        raise PermissionDenied(needs(*NEWS_WRITERS))
    form = AnnouncementForm(desk.request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = announcement_publish(
                by=Author.of(desk.user), program=desk.program, texts=form.texts(),
                until=said["until"], audience=said["audience"],
                audience_name=said["audience_name"].strip(),
                publish_at=form.publish_at(desk.program.time_zone), plans_of=plans_now,
            )  # fmt: skip
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            told = _("Said. Partners see it on their Overview.")
            waits = _("It waits for its moment.")
            messages.success(desk.request, told if made.told_at else waits)
            return HttpResponseRedirect(desk.url("announcements"))
    return _page(desk, form, status=422)


@staff_page(*NEWS_WRITERS, methods=("POST",))
def withdraw(desk: Desk, announcement_id: str) -> HttpResponseBase:
    """Take it down, or off the schedule."""
    own = announcements_of(desk.program.program_id)
    found = own.filter(announcement_id=announcement_id).first()
    if found is None:
        raise Http404
    try:
        announcement_withdraw(by=Author.of(desk.user), announcement=found,
                              reason=desk.request.POST.get("reason", "")[:300])  # fmt: skip
    except DomainError as refusal:
        messages.error(desk.request, str(refusal))
    else:
        messages.success(desk.request, _("Withdrawn."))
    return HttpResponseRedirect(desk.url("announcements"))


@staff_page(*NEWS_WRITERS, methods=("POST",))
def tags(desk: Desk) -> HttpResponseBase:
    """Say to which groups a partner belongs."""
    named = desk.request.POST.get("partner_id", "").strip()
    found = Partner.objects.filter(program=desk.program, partner_id=named).first()
    if found is None:
        messages.error(desk.request, _("The program has no such partner."))
    else:
        given = desk.request.POST.get("tags", "")[:400].split(",")
        partner_tags_set(by=Author.of(desk.user), partner=found, tags=given)
        messages.success(desk.request, _("Saved."))
    return HttpResponseRedirect(desk.url("announcements") + "#tags")


def _row(desk: Desk, one: Announcement) -> dict[str, Any]:
    now = clock.now()
    if one.withdrawn_at:
        state = ("none", _("withdrawn"))
    elif one.published_at > now:
        state = ("wait", _("scheduled"))
    elif one.until and one.until < now.date():
        state = ("none", _("over"))
    else:
        state = ("good", _("shown"))
    return {
        "one": one, "text": announcement_text(one, get_language() or "en"), "state": state,
        "languages": ", ".join(sorted(one.texts)), "audience": AUDIENCES[one.audience],
        "withdraw_url": desk.url("announcements_withdraw", announcement_id=one.announcement_id)
        if state[0] in ("good", "wait") else "",
    }  # fmt: skip


def _page(desk: Desk, form: AnnouncementForm, status: int = 200) -> HttpResponseBase:
    tagged = Partner.objects.filter(program=desk.program).exclude(tags=[])
    context = {
        "rows": [_row(desk, one) for one in announcements_of(desk.program.program_id)[:100]],
        "form": form,
        "zone": desk.program.time_zone,
        "tagged": tagged,
        "tags_url": desk.url("announcements_tags"),
        "may_write": desk.has_role(*NEWS_WRITERS),
        "who_may": needs(*NEWS_WRITERS),
        "nav_current": "staff:announcements",
    }
    return desk.render("staff/announcements.html", context, status=status)
