"""Sections 5 and 6 of the Why page and its side column: money, history, chain, facts."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.releases.formulas import Formula
from portal.releases.lines import Line
from portal.releases.money_out import next_freeze
from portal.releases.selectors.why import Entry, Why, total_of
from portal.web.base.tags.components import STATES
from portal.web.base.tags.numbers import day as day_text
from portal.web.base.tags.numbers import money_named, money_text
from portal.web.base.tags.numbers import signed as with_sign
from portal.web.partner import labels
from portal.web.partner.days import today_in
from portal.web.partner.figures import exact, share
from portal.web.partner.frame import Viewer

CARRIED: dict[str, str | Promise] = {
    "opening": gettext_lazy("Carried in"),
    "closing": gettext_lazy("Carried out"),
    "written_off": gettext_lazy("Written off"),
}


def _text(line: Line, minor: int) -> str:
    return money_text(minor, line.money.currency_code, line.money.currency.digits)


def standing(found: Why) -> list[dict[str, str]]:
    """Where the amount stands, in a few words: booked, pending, locked, held."""
    line = found.line
    booked = [e for e in found.entries if not e.is_pending]
    pending = sum(e.amount.minor for e in found.entries if e.is_pending)
    if line.state == "locked":
        return [_stands("lock", _("Locked"), _("booked by the first period that meets the gate"))]
    parts = []
    if line.state == "held":
        parts.append(_stands("wait", _("In review"), _("decided by the date of the case")))
    if booked:
        over = line.state == "approved"
        until = _("hold over since %(day)s") if over else _("hold until %(day)s")
        word = _("%(sum)s booked") % {"sum": _text(line, sum(e.amount.minor for e in booked))}
        parts.append(
            _stands("good" if over else "wait", word,
                    until % {"day": day_text(line.payable_from, "d MMMM")})
        )  # fmt: skip
    elif line.state != "held":
        parts.append(_stands("wait", _("Pending"), _("booked when its period closes")))
    if pending:
        text = _text(line, pending)
        word = _("%(sum)s pending") % {"sum": with_sign("+", text) if pending > 0 else text}
        parts.append(_stands("wait", word, _("booked when the open period closes")))
    return parts


def _stands(tone: str, word: str, more: str) -> dict[str, str]:
    css, icon = STATES[tone]
    return {"tone": css, "icon": icon, "word": word, "more": more}


def money(viewer: Viewer, found: Why) -> dict[str, Any]:
    """Section 5: entries and when each can be paid; the event's own exchange, if it had one."""
    line = found.line
    today = today_in(viewer.release.manifest.as_of, viewer.program.time_zone)
    rows = [_entry_row(viewer, line, entry, today) for entry in found.entries]
    if not rows:
        close = _("payable from %(day)s") % {"day": day_text(line.payable_from)}
        if line.state == "locked":
            close = _("when a period meets the gate")
        rows = [{"name": _("Not booked yet"), "href": "",
                 "payment": close,
                 "amount": _text(line, line.money.minor)}]  # fmt: skip
    same = viewer.partner.payout_currency_code == line.money.currency_code
    return {
        "rows": rows,
        "total": _text(line, total_of(found.entries) if found.entries else line.money.minor),
        "currency": line.money.currency_code,
        "payout": viewer.partner.payout_currency_code,
        "is_same": same,
        "exchange": _exchange(line),
        "is_locked": line.state == "locked",
    }


def _entry_row(viewer: Viewer, line: Line, entry: Entry, today: Any) -> dict[str, Any]:
    if entry.is_pending:
        opened = [p for p in viewer.release.periods
                  if p.is_open and p.calendar_id == line.calendar_id]  # fmt: skip
        name = labels.month_name(opened[-1].period_id) if opened else _("the open period")
        return {
            "name": _("%(period)s entry, pending") % {"period": name}, "href": "",
            "payment": _("after its close"), "amount": _text(line, entry.amount.minor),
        }  # fmt: skip
    freeze = next_freeze(viewer.program.payment_day, max(today, entry.payable_from or today))
    ready = entry.payable_from is None or entry.payable_from <= today
    return {
        "name": _("%(period)s entry") % {"period": labels.month_name(entry.period_id)},
        "href": viewer.url(
            "statements_one", calendar_id=line.calendar_id, period_id=entry.period_id,
            currency_code=line.money.currency_code,
        ),
        "payment": _("payable since %(day)s") % {"day": day_text(entry.payable_from, "d MMMM")}
        if ready and entry.payable_from
        else _("with the batch of %(day)s") % {"day": day_text(freeze, "d MMMM")},
        "amount": _text(line, entry.amount.minor),
    }  # fmt: skip


def _exchange(line: Line) -> dict[str, str] | None:
    if line.fx_rate is None or line.fx_rate == Decimal(1) or not line.source_currency_code:
        return None
    return {
        "rate": exact(line.fx_rate), "source": labels.rate_source(line.fx_source),
        "on": day_text(line.fx_on, "d MMMM y") if line.fx_on else "–",
        "from": line.source_currency_code, "to": line.money.currency_code,
        "event_on": day_text(line.event_on, "d MMMM"),
    }  # fmt: skip


def history(viewer: Viewer, found: Why, formula: Formula) -> dict[str, Any]:
    """Section 6: versions and bookings in the order in which they came."""
    line = found.line
    rows: list[dict[str, Any]] = []
    seen = [line.first_seen_at, line.recorded_at, *(e.booked_at for e in found.entries)]
    first = min((at for at in seen if at), default=None)
    sizes = {v.version_no: v for v in found.versions}
    if sizes:
        first_version = found.versions[0]
        rows.append(_history(first_version.recorded_at, _("First seen, pending"),
                             _size(line, first_version.quantity)))  # fmt: skip
        for version in found.versions[1:]:
            rows.append(
                _history(
                    version.recorded_at,
                    _("Changed because %(reason)s")
                    % {"reason": labels.reason_label(version.change_code)},
                    _size(line, version.quantity),
                    code=version.change_code,
                )
            )
    elif first:
        rows.append(_history(first, _("First seen, pending"), _size(line, line.quantity)))
    for entry in found.entries:
        same = next((r for r in rows if entry.is_pending and r["code"] == entry.reason_code), None)
        booking = _booking(viewer, line, entry)
        if same:
            same |= {"amount": booking["amount"], "place": booking["place"]}
        else:
            rows.append(booking)
    for fact in found.facts:
        if fact.section == "carry" and fact.code == "opening" and fact.amount:
            rows.insert(
                0,
                _history(
                    line.event_on.replace(day=1),
                    _("Opened with what was carried"),
                    exact(fact.amount),
                    letter=formula.letter("carried"),
                ),
            )
    rows.sort(key=lambda r: str(r["at"]))
    changed = [e for e in found.entries if e.kind == "difference"]
    booked = sum(e.amount.minor for e in found.entries if not e.is_pending)
    return {
        "rows": rows,
        "has_changed": bool(changed),
        "words": _("%(now)s now, less %(booked)s booked.")
        % {"now": _text(line, line.money.minor), "booked": _text(line, booked)},
        "size": _size(line, line.quantity),
        "size_label": _("Lots") if line.quantity_unit == "lots" else _("Base")
        if line.family == "period" else _("Counted"),
        "total": _text(line, line.money.minor),
        "currency": line.money.currency_code,
        "is_closed": booked != 0,
    }  # fmt: skip


def changed_at(found: Why) -> datetime | None:
    """When the line last changed after it was first seen; None when it never did."""
    moments = [v.recorded_at for v in found.versions[1:] if v.recorded_at]
    moments += [e.booked_at for e in found.entries if e.kind != "line" and e.booked_at]
    return max(moments, default=None)


def _history(at: Any, what: str, size: str, *, amount: str = "", href: str = "", place: str = "",
             code: str = "", letter: str = "") -> dict[str, Any]:  # fmt: skip
    return {"at": at, "what": what, "size": size, "amount": amount, "href": href, "place": place,
            "code": code, "letter": letter}  # fmt: skip


def _booking(viewer: Viewer, line: Line, entry: Entry) -> dict[str, Any]:
    amount = _text(line, entry.amount.minor)
    if entry.is_pending:
        return _history(
            viewer.release.manifest.as_of,
            _("Difference, pending: %(reason)s")
            % {"reason": labels.reason_label(entry.reason_code)},
            "",
            amount=amount,
            place=_("the open period, pending"),
            code=entry.reason_code or "",
        )
    href = viewer.url("statements_one", calendar_id=line.calendar_id, period_id=entry.period_id,
                      currency_code=line.money.currency_code)  # fmt: skip
    name = labels.month_name(entry.period_id)
    what = _("%(period)s closed") % {"period": name}
    if entry.kind != "line":
        what = _("Difference booked: %(reason)s") % {
            "reason": labels.reason_label(entry.reason_code)
        }
    place = _("Statement %(id)s") % {"id": entry.period_id}
    return _history(entry.booked_at, what, "", amount=amount, href=href, place=place)


def _size(line: Line, quantity: Decimal | None) -> str:
    if line.family == "period":
        return exact(line.base_amount) if line.base_amount is not None else ""
    if quantity is None:
        return ""
    return exact(quantity, 2 if line.quantity_unit == "lots" else 0)


def rail(viewer: Viewer, found: Why) -> list[dict[str, str]]:
    """Pairs of word and value beside the proof."""
    line = found.line
    level = labels.level_label(line.level)
    if line.lower_partner_id:
        level = _("%(level)s, through %(id)s") % {"level": line.level, "id": line.lower_partner_id}
    elif line.level == 0:
        level = _("0, you are the direct partner")
    period = viewer.release.period(line.calendar_id, line.period_id)
    rows = [
        {"word": _("Earned by"), "value": viewer.partner.name, "href": ""},
        {"word": _("Currency"), "value": _("%(code)s, your deal’s")
         % {"code": line.money.currency_code}, "href": ""},
        {"word": _("Deal"), "value": line.deal_id, "href": ""},
        {"word": _("Component"),
         "value": labels.component_label(line.component_id, line.component_type), "href": ""},
        {"word": _("Level"), "value": level, "href": ""},
        {"word": _("Period"), "value": labels.period_label(period, line.period_id), "href": ""},
    ]  # fmt: skip
    for fact in found.facts:
        if fact.section == "carry" and fact.code in CARRIED:
            word = str(CARRIED[fact.code])
            rows.append({"word": word, "value": exact(fact.amount or Decimal(0)), "href": ""})
    statement = next((e for e in found.entries if e.statement_id), None)
    if statement:
        href = viewer.url("statements_one", calendar_id=line.calendar_id,
                          period_id=statement.period_id,
                          currency_code=line.money.currency_code)  # fmt: skip
        rows.append({"word": _("Statement"), "value": statement.period_id, "href": href})
    return rows


def chain(found: Why) -> list[dict[str, str]]:
    """The chain as far as the viewer may see: nobody above; below, whom its amount needs."""
    line = found.line
    is_share = line.rate_unit == "share"
    rate = (share(line.rate) if is_share else exact(line.rate)) if line.rate else ""
    rows = [
        {"css": "up", "name": _("Above you"), "strong": "", "value": _("not shown")},
        {"css": "you", "strong": _("You"), "name": f", {rate}" if rate else "",
         "value": money_named(line.money.minor, line.money.currency_code,
                              line.money.currency.digits)},
    ]  # fmt: skip
    if line.lower_partner_id:
        direct = line.lower_partner_id == line.direct_partner_id
        rows.append(
            {
                "css": "",
                "strong": "",
                "name": line.lower_partner_id + (_(", direct") if direct else ""),
                "value": exact(line.lower_rate) if line.lower_rate is not None else "",
            }
        )
        if not direct:
            rows.append({"css": "", "strong": "", "name": _("%(id)s, direct")
                         % {"id": line.direct_partner_id}, "value": _("not shown")})  # fmt: skip
    if line.client_ref:
        size = exact(line.quantity, 2 if line.quantity_unit == "lots" else 0)
        rows.append(
            {
                "css": "",
                "strong": "",
                "name": _("Client %(id)s") % {"id": line.client_ref},
                "value": f"{size} {labels.unit_label(line.quantity_unit, line.quantity)}".strip(),
            }
        )
    elif line.family == "period":
        count = len({f.subject for f in found.facts if f.section == "client"})
        rows.append({"css": "", "strong": "", "name": _("Your clients"), "value": str(count)})
    return rows
