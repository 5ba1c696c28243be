"""Cases in words: what one is about, whose turn it is, what a search found, how it ended."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.claims.models import Case
from portal.notices.words import isolated
from portal.partners.periods import period_get
from portal.web.base.tags.numbers import day as day_text
from portal.web.base.tags.numbers import money_named
from portal.web.partner import labels
from portal.web.partner.frame import Viewer

STATES: dict[str, tuple[str, str | Promise]] = {
    "opened": ("wait", gettext_lazy("The operator’s turn")),
    "answered": ("go", gettext_lazy("Your turn")),
    "settled": ("good", gettext_lazy("Settled")),
    "withdrawn": ("none", gettext_lazy("Withdrawn")),
}
OUTCOMES: dict[str, str | Promise] = {
    "adjusted": gettext_lazy("An adjustment was booked"),
    "attributed": gettext_lazy("The client is yours now"),
    "explained": gettext_lazy("It was explained; the amount stays"),
}
SIDES: dict[str, str | Promise] = {
    "partner": gettext_lazy("you"),
    "operator": gettext_lazy("operator"),
    "system": gettext_lazy("search"),
}


def row(viewer: Viewer, case: Case) -> dict[str, Any]:
    """A case as a row of the list."""
    tone, word = STATES[case.state]
    return {
        "id": case.case_id,
        "href": viewer.url("cases_one", case_id=case.case_id),
        "about": about(case),
        "opened_at": case.opened_at,
        "due_on": case.due_on,
        "is_late": case.state == "opened" and case.due_on < viewer.today,
        "tone": tone,
        "word": str(word),
        "closed_at": case.closed_at,
        "outcome": str(OUTCOMES.get(case.outcome, word)),
    }


def about(case: Case) -> str:
    """What a case is about, in one line."""
    if case.kind == "dispute":
        return about_line(case.subject)
    if case.kind == "statement":
        return about_statement(case.subject)
    return _("A client is missing: %(what)s") % {"what": _(", ").join(known(case.subject))}


def about_line(subject: dict[str, Any]) -> str:
    """A disputed line or event, by what it is called."""
    label = labels.row_label(
        subject["component_id"], subject.get("component_type", ""), subject.get("symbol_group", "")
    )
    day = day_text(date.fromisoformat(subject["on"]))
    if subject.get("is_unpaid"):
        return _("%(label)s of %(day)s, earned nothing") % {"label": label, "day": day}
    return _("%(label)s of %(day)s, %(amount)s") % {
        "label": label, "day": day,
        "amount": money_named(subject["amount_minor"], subject["currency_code"]),
    }  # fmt: skip


def about_statement(subject: dict[str, Any]) -> str:
    """A disputed statement, by its period and total."""
    period = period_get(subject["calendar_id"], subject["period_id"])
    return _("Statement of %(days)s, %(amount)s") % {
        "days": labels.days_label(period.starts_on, period.ends_on),
        "amount": money_named(subject["amount_minor"], subject["currency_code"]),
    }


def known(subject: dict[str, Any]) -> list[str]:
    """What a claim named."""
    found = []
    if subject.get("on"):
        day = day_text(date.fromisoformat(subject["on"]))
        found.append(_("registered about %(day)s") % {"day": day})
    if subject.get("click_id"):
        found.append(_("click %(id)s") % {"id": isolated(subject["click_id"])})
    if subject.get("sub_id"):
        found.append(_("sub-id %(id)s") % {"id": isolated(subject["sub_id"])})
    if subject.get("account_tail"):
        found.append(_("account %(digits)s") % {"digits": isolated(f"··{subject['account_tail']}")})
    return found


# What a search found → tone of its glyph, and its sentence.
FOUND: dict[str, tuple[str, str | Promise]] = {
    "own": ("good", gettext_lazy("It is in your list already: %(ref)s, since %(day)s.")),
    "click": ("good", gettext_lazy("Your click of %(day)s on link %(link)s is there.")),
    "clicks": ("good", gettext_lazy("Clicks of yours with this sub-id on %(day)s: %(n)s.")),
    "click_refused": (
        "bad",
        gettext_lazy("Your click of %(day)s is there, but was judged not to count."),
    ),
    "click_too_old": (
        "bad",
        gettext_lazy("The client registered on %(day)s, after the click’s window."),
    ),
    "no_registration": ("wait", gettext_lazy("No registration names the click so far.")),
    "code": ("bad", gettext_lazy("The registration of %(day)s names another partner’s code.")),
    "other": (
        "bad",
        gettext_lazy("The client is attributed to another partner since %(day)s."),
    ),
    "unattributed": (
        "wait",
        gettext_lazy("A registration of %(day)s names neither click nor code."),
    ),
    "nothing": ("none", gettext_lazy("Nothing was found by what you named.")),
}


def found_sentence(found: dict[str, Any]) -> tuple[str, str]:
    """One thing that a search found: glyph tone and sentence. Nothing of another partner's."""
    tone, sentence = FOUND.get(found["code"], FOUND["nothing"])
    return tone, str(sentence) % {
        "day": day_text(date.fromisoformat(found["on"])) if found.get("on") else "",
        "ref": found.get("client_ref", ""),
        "link": found.get("link_code", ""),
        "n": found.get("count", 1),
    }


def case_context(viewer: Viewer, case: Case) -> dict[str, Any]:
    """The page of one case."""
    tone, word = STATES[case.state]
    subject = case.subject
    line_href = ""
    if case.kind == "dispute":
        name, key = ("commissions_why_not", "event_id") if subject.get("is_unpaid") else (
            "commissions_why", "line_id")  # fmt: skip
        line_href = viewer.url(name, period_id=subject["period_id"], **{key: subject["line_id"]})
    statement_href = ""
    if case.kind == "statement":
        its = {name: subject[name] for name in ("calendar_id", "period_id", "currency_code")}
        statement_href = viewer.url("statements_one", **its)
    return {
        "case": case,
        "statement_href": statement_href,
        "about": about(case),
        "tone": tone,
        "word": str(word),
        "is_late": case.state == "opened" and case.due_on < viewer.today,
        "known": known(subject) if case.kind == "claim" else [],
        "line_href": line_href,
        "found": [found_sentence(one) for one in case.found or []],
        "is_searching": case.kind == "claim" and case.searched_at is None and case.is_open,
        "outcome": str(OUTCOMES.get(case.outcome, "")),
        "thread": [_message(viewer, m) for m in case.messages.prefetch_related("evidence")],
    }


def _message(viewer: Viewer, message: Any) -> dict[str, Any]:
    return {
        "side": message.side,
        "who": message.author,
        "side_word": str(SIDES[message.side]),
        "text": message.text,
        "at": message.at,
        "files": [
            {
                "name": file.name,
                "kb": max(1, -(-file.size // 1024)),
                "href": viewer.url(
                    "cases_evidence", case_id=message.case.case_id, evidence_id=file.pk
                ),
            }
            for file in message.evidence.all()
        ],
    }
