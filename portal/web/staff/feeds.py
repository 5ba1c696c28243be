"""Feed health: what came last, what is late, what was kept out and why. Read only."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as lazy

from portal.releases.reader import NoRelease, current_release
from portal.releases.selectors.feeds import FeedState, feed_health
from portal.web.partner.labels import feed_label
from portal.web.staff.frame import FEED_READERS, Desk, staff_page

FILE_STATES = {
    "loaded": (lazy("loaded"), "good"),
    "repeated": (lazy("had come before"), "none"),
    "quarantined": (lazy("kept out"), "bad"),
    "blocked": (lazy("stopped"), "bad"),
}
KEPT_STATES = {
    "open": (lazy("open"), "wait"),
    "replayed": (lazy("came in later"), "good"),
    "dismissed": (lazy("dismissed"), "none"),
}


@staff_page(*FEED_READERS)
def health(desk: Desk) -> HttpResponseBase:
    """All feeds of the program; `feed` shows the files of one."""
    chosen = desk.request.GET.get("feed", "")
    context: dict[str, Any] = {"nav_current": "staff:feeds", "chosen": chosen}
    try:
        release = current_release(desk.program.program_id)
    except NoRelease:
        return desk.render("staff/feeds.html", context | {"has_release": False})
    found = feed_health(release, chosen)
    known = {one.feed for one in found.feeds}
    context |= {
        "has_release": True,
        "as_of": release.manifest.as_of,
        "feeds": [_feed(one) for one in found.feeds],
        "late_count": sum(one.is_late for one in found.feeds),
        "chosen_label": feed_label(chosen) if chosen in known else "",
        "files": [
            {"file": one, "label": feed_label(one.feed),
             "shown": FILE_STATES.get(one.state, (one.state, "none"))}
            for one in found.files
        ],
        "kept_out": [
            {"row": one, "label": feed_label(one.feed),
             "shown": KEPT_STATES.get(one.state, (one.state, "none"))}
            for one in found.kept_out
        ],
        "kept_out_open": found.kept_out_open,
        "unmatched": [{"row": one, "label": feed_label(one.feed)} for one in found.unmatched],
    }  # fmt: skip
    return desk.render("staff/feeds.html", context)


def _feed(state: FeedState) -> dict[str, Any]:
    return {"state": state, "label": feed_label(state.feed), "name": state.feed}
