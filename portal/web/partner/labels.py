"""Codes into words: components, levels, feeds, states, reasons. One place, all languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.notices.words import isolated
from portal.releases import reasons
from portal.releases.reader import Period
from portal.web.base.tags.numbers import day as day_text
from portal.web.base.tags.numbers import locale_now

Word = str | Promise

FEEDS: dict[str, Word] = {
    "trades": gettext_lazy("Trades"),
    "conversions": gettext_lazy("Registrations and deposits"),
    "clicks": gettext_lazy("Clicks"),
    "activity": gettext_lazy("Game activity"),
    "accounts": gettext_lazy("Accounts"),
    "attributions": gettext_lazy("Attributions"),
    "fx_rates": gettext_lazy("Exchange rates"),
}
TYPES: dict[str, Word] = {
    "cpa": gettext_lazy("CPA"),
    "per_action": gettext_lazy("Per action"),
    "per_lot": gettext_lazy("Rebate per lot"),
    "per_turnover": gettext_lazy("Per turnover"),
    "spread_share": gettext_lazy("Share of spread"),
    "commission_share": gettext_lazy("Share of commission"),
    "sale_share": gettext_lazy("Share of sales"),
    "revshare": gettext_lazy("Revenue share"),
    "flat_fee": gettext_lazy("Flat fee"),
    "bonus": gettext_lazy("Bonus"),
    "override": gettext_lazy("Network override"),
}
# Ids that plans often give to a component; any other id is made readable.
COMPONENTS: dict[str, Word] = {
    "rebate": gettext_lazy("Rebate"),
    "invoices": gettext_lazy("Invoices"),
    "challenges": gettext_lazy("Challenges"),
}
GROUPS: dict[str, Word] = {
    "majors": gettext_lazy("FX majors"),
    "fx_majors": gettext_lazy("FX majors"),
    "minors": gettext_lazy("FX minors"),
    "fx_minors": gettext_lazy("FX minors"),
    "metals": gettext_lazy("Metals"),
    "indices": gettext_lazy("Indices"),
    "energies": gettext_lazy("Energies"),
    "crypto": gettext_lazy("Crypto"),
}
UNITS: dict[str, Word] = {
    "lots": gettext_lazy("lots"),
    "clients": gettext_lazy("clients"),
    "sales": gettext_lazy("sales"),
    "actions": gettext_lazy("actions"),
    "days": gettext_lazy("days"),
}
ONE: dict[str, Word] = {
    "clients": gettext_lazy("client"),
    "sales": gettext_lazy("sale"),
    "actions": gettext_lazy("action"),
    "days": gettext_lazy("day"),
}
# A line's state: the tone of its glyph, and its word.
STATES: dict[str, tuple[str, Word]] = {
    "pending": ("none", gettext_lazy("Pending")),
    "approved": ("good", gettext_lazy("Hold over")),
    "locked": ("lock", gettext_lazy("Locked")),
    "held": ("wait", gettext_lazy("In review")),
    "reversed": ("bad", gettext_lazy("Reversed")),
}
REASONS: dict[str, Word] = reasons.CHANGE
# What an event that earned nothing failed at.
NOT_MET: dict[str, Word] = {
    "no_deal": gettext_lazy("A deal in force"),
    "no_rate": gettext_lazy("Symbol has a rate"),
    "demo_account": gettext_lazy("Account is a live one"),
    "unattributed": gettext_lazy("Client is attributed"),
    "unmatched_account": gettext_lazy("Account’s client is known"),
    "own_account": gettext_lazy("Not an own account"),
    "symbol_excluded": gettext_lazy("Symbol earns"),
    "holding_time": gettext_lazy("Held long enough"),
    "condition_not_met": gettext_lazy("Condition of the plan"),
    "below_first_step": gettext_lazy("Condition of the plan"),
    "capped": gettext_lazy("Condition of the plan"),
    "already_paid": gettext_lazy("Client not paid for before"),
    "rejected": gettext_lazy("Not rejected in review"),
    "first_sales_only": gettext_lazy("Among the first sales"),
    "first_sale_only": gettext_lazy("The first sale"),
    "after_months": gettext_lazy("Within the plan’s months"),
    "product_excluded": gettext_lazy("Product earns"),
    "account_type_excluded": gettext_lazy("Account type earns"),
    "deal_reason_excluded": gettext_lazy("Way of closing earns"),
    "outside_periods": gettext_lazy("Within the program’s periods"),
    "fx_missing": gettext_lazy("Exchange rate has arrived"),
    "amount_unknown": gettext_lazy("What the plan pays for is known"),
}
SYMBOLS: dict[str, Word] = {
    "XAUUSD": gettext_lazy("gold"),
    "XAGUSD": gettext_lazy("silver"),
    "XPTUSD": gettext_lazy("platinum"),
    "XPDUSD": gettext_lazy("palladium"),
    "USOIL": gettext_lazy("oil"),
    "UKOIL": gettext_lazy("oil"),
    "NATGAS": gettext_lazy("natural gas"),
}
_UPPER = {"cpa", "fx", "ngr", "ib", "cpl", "ftd"}


def inside(word: str) -> str:
    """A word within a sentence: it begins small, except in German and where it is an acronym."""
    is_kept = (get_language() or "").startswith("de") or not word[1:2].islower()
    return word if is_kept else word[:1].lower() + word[1:]


def plain(code: str) -> str:
    """A code that has no word of its own, made readable: first_deposit_cpa, First deposit CPA."""
    words = [w.upper() if w in _UPPER else w for w in code.replace(".", "_").split("_") if w]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def code_label(code: str) -> str:
    """An id of the program's plans that has no word: readable where its words are English, else
    as it stands in the plan. Nobody translates what an operator calls its components."""
    return plain(code) if (get_language() or "en").startswith("en") else isolated(code)


def word(table: dict[str, Word], code: str | None) -> str:
    """The code's word, or the code made readable."""
    if not code:
        return ""
    return str(table[code]) if code in table else plain(code)


def feed_label(code: str) -> str:
    return word(FEEDS, code)


def component_label(component_id: str | None, component_type: str = "") -> str:
    """A component's name: its own id when that says something, else its type; an id that is no
    word of the page's language stands behind its type."""
    if not component_id:
        return word(TYPES, component_type)
    known = COMPONENTS.get(component_id) or TYPES.get(component_id)
    if known:
        return str(known)
    name = code_label(component_id)
    kind = TYPES.get(component_type) if name != plain(component_id) else None
    return f"{kind} {name}" if kind else name


def group_label(code: str | None) -> str:
    if not code:
        return ""
    return str(GROUPS[code]) if code in GROUPS else code_label(code)


def plan_label(plan_id: str) -> str:
    """A plan's name, of an id like `larkspur/ib_standard`."""
    name = plan_id.rpartition("/")[2]
    return code_label(name) if name else ""


def row_label(component_id: str, component_type: str, symbol_group: str) -> str:
    """What a row of an earnings table is called: the group of symbols, else the component."""
    return (
        group_label(symbol_group) if symbol_group else component_label(component_id, component_type)
    )


def level_label(level: int | None) -> str:
    if level is None:
        return ""
    return _("Direct") if level == 0 else _("Level %(number)s") % {"number": level}


def unit_label(code: str | None, quantity: Decimal | None = None) -> str:
    """The unit of a quantity, in the singular when there is one of it."""
    if code not in UNITS:
        return ""
    return str(ONE[code]) if quantity == 1 and code in ONE else word(UNITS, code)


def reason_label(code: str | None) -> str:
    return word(REASONS, code)


def why_not_label(code: str) -> str:
    """What was asked of an event that earned nothing, and was not met."""
    return word(NOT_MET, code)


def rate_source(text: str | None) -> str:
    """The source of an exchange rate; a release names the rate set before it: `ecb ECB rates`."""
    known, _space, source = (text or "").partition(" ")
    return source or known


def country_label(code: str) -> str:
    """A country's name as the reader's locale writes it; a code that is none stays."""
    return str(locale_now().territories.get(code, code))


def symbol_label(symbol: str | None) -> str:
    return str(SYMBOLS[symbol]) if symbol in SYMBOLS else (symbol or "")


def period_label(period: Period | None, period_id: str = "") -> str:
    """October 2026; 1–15 October 2026; week 40 of 2026."""
    if period is None:
        return period_id
    if period.calendar_id == "month":
        return day_text(period.starts_on, "LLLL y")
    if period.calendar_id == "week":
        year, _sep, number = period.period_id.partition("-W")
        return _("Week %(number)s of %(year)s") % {"number": int(number), "year": year}
    return days_label(period.starts_on, period.ends_on)


def period_note(period: Period, today: date) -> str:
    """What a period switch says beside a period: running, over but not closed, or nothing."""
    if not period.is_running:
        return ""
    return _("open") if period.ends_on >= today else _("not closed yet")


def month_name(period_id: str) -> str:
    """The name of a month's period without its year; other periods keep their id."""
    try:
        return day_text(date.fromisoformat(f"{period_id}-01"), "LLLL")
    except ValueError:
        return period_id


def month_and_year(period_id: str) -> str:
    """October 2026; periods of other calendars keep their id."""
    try:
        return day_text(date.fromisoformat(f"{period_id}-01"), "LLLL y")
    except ValueError:
        return period_id


def days_label(first: date, last: date, style: str = "long") -> str:
    """1–28 October 2026; 28 September – 4 October 2026."""
    month = "MMMM" if style == "long" else "MMM"
    if first == last:
        return day_text(last, f"d {month} y")
    if (first.year, first.month) == (last.year, last.month):
        return f"{day_text(first, 'd-')}–{day_text(last, f'd {month} y')}"
    year = "" if first.year == last.year else " y"
    return f"{day_text(first, f'd {month}{year}')} – {day_text(last, f'd {month} y')}"
