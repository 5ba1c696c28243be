"""Where the money is: one bar and its six words, each amount in exactly one state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.releases.money import Money
from portal.releases.money_out import MoneyOut, Split, next_freeze
from portal.releases.reader import Period
from portal.web.base.charts import tenth
from portal.web.base.tags.numbers import day as day_text
from portal.web.base.tags.numbers import money_named, money_text
from portal.web.partner.frame import Viewer
from portal.web.partner.labels import period_label

WIDTH, GAP, LEAST = Decimal(1000), Decimal(3), Decimal(4)


@dataclass(frozen=True)
class Part:
    """One state of the balance; `css` colours it, `hatched` repeats that without colour."""

    css: str
    hatched: bool
    label: str
    amount: str
    minor: int
    what: str
    then: str


@dataclass(frozen=True)
class Block:
    """A part's place in the bar of 1000 units."""

    css: str
    hatched: bool
    x: Decimal
    width: Decimal


def balance_bar(viewer: Viewer, split: Split, out: MoneyOut, today: date) -> dict[str, Any]:
    """The parts in the order in which money moves, the bar, and what has been paid."""
    parts = _parts(viewer, split, out, today)
    total = split.not_received
    return {
        "parts": parts,
        "blocks": blocks([(p.css, p.hatched, p.minor) for p in parts]),
        "currency": total.currency_code,
        "total": money_text(total.minor, total.currency.code, total.currency.digits),
        "paid": money_text(split.paid.minor, total.currency.code, total.currency.digits),
        "is_negative": split.available.minor < 0,
    }


def _parts(viewer: Viewer, split: Split, out: MoneyOut, today: date) -> list[Part]:
    opened = not_closed(viewer.release.periods, today)
    freeze = next_freeze(viewer.program.payment_day, today)
    waiting = split.on_hold
    moving = ngettext("one payment", "%(n)s payments", len(out.in_payment)) % {
        "n": len(out.in_payment)
    }
    what = _open_words(opened, today)
    if waiting:
        what += " " + _("and %(sum)s booked, hold running") % {"sum": _named(waiting)}
    return [
        _part("pending", False, _("Pending"), split.pending + waiting, what,
              _closing_words(opened, today)),
        _part("locked", True, _("Locked"), split.locked,
              _("a gate of the plan is not met yet") if split.locked else _("nothing is locked"),
              _("released by the first period that meets it")),
        _part("held", True, _("Held"), split.held,
              _("under review") if split.held else _("nothing is under review"),
              _("decided by the date of the review, or released")),
        _part("available", False, _("Available"), split.available, available_words(split),
              _("frozen for payment on %(day)s") % {"day": day_text(freeze, "d MMMM")}
              if split.available.minor > 0 else _("what comes next earns it back first")),
        _part("payment", False, _("In payment"), split.in_payment,
              moving if out.in_payment else _("nothing on its way"),
              _("settled when your bank has it")),
    ]  # fmt: skip


def available_words(split: Split) -> str:
    """What stands there; below zero: why, where a payment left before something was taken away."""
    if not split.available:
        return _("nothing beyond what is in payment or paid")
    if split.available.minor > 0:
        return _("booked, hold over, not in payment")
    if not split.in_payment:
        return _("more was taken back than was left")
    return (
        _("under review since it was frozen for payment")
        if split.held
        else _("taken back since it was frozen for payment")
    )


def _named(amount: Money) -> str:
    return money_named(amount.minor, amount.currency.code, amount.currency.digits)


def _part(css: str, hatched: bool, label: str, amount: Money, what: str, then: str) -> Part:
    text = money_text(amount.minor, amount.currency.code, amount.currency.digits)
    if not amount:
        then = ""
    return Part(f"b-{css}", hatched, label, text, amount.minor, what, then)


def not_closed(periods: Iterable[Period], today: date) -> list[Period]:
    """The periods whose lines are pending: begun and without a head, in order of their end."""
    found = [p for p in periods if p.is_running and p.starts_on <= today]
    return sorted(found, key=lambda p: (p.ends_on, p.calendar_id))


def _open_words(opened: list[Period], today: date) -> str:
    if not opened:
        return _("no period is open")
    over = [period_label(p) for p in opened if p.ends_on < today]
    running = [period_label(p) for p in opened if p.ends_on >= today]
    words = []
    if over:
        words.append(_("%(period)s, not closed yet") % {"period": ", ".join(over[:2])})
    if running:
        words.append(_("%(period)s, still open") % {"period": ", ".join(running[:2])})
    return "; ".join(words)


def _closing_words(opened: list[Period], today: date) -> str:
    """When what is pending is booked: the next close is that of the period that ends first."""
    if not opened:
        return ""
    first = opened[0]
    if first.ends_on < today:
        return _("%(period)s closes next") % {"period": period_label(first)}
    return _("closes after %(day)s") % {"day": day_text(first.ends_on, "d MMMM")}


def blocks(parts: list[tuple[str, bool, int]]) -> list[Block]:
    """Places in the bar: in proportion, at least visible, a gap between; nothing below zero."""
    shown = [(css, hatched, minor) for css, hatched, minor in parts if minor > 0]
    total = sum(minor for _css, _hatched, minor in shown)
    if not total:
        return []
    room = WIDTH - GAP * (len(shown) - 1)
    wide = [max(LEAST, room * minor / total) for _css, _hatched, minor in shown]
    over = sum(wide, Decimal(0)) - room
    largest = wide.index(max(wide))
    wide[largest] -= over
    found, x = [], Decimal(0)
    for (css, hatched, _minor), width in zip(shown, wide, strict=True):
        found.append(Block(css, hatched, tenth(x), tenth(width)))
        x += width + GAP
    return found
