"""The design system's parts as template tags: one name for each, markup in base/components/."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.currencies import digits_of
from portal.web.base.nav import NAVIGATION, Group
from portal.web.base.tags import numbers

register = template.Library()

STYLE_SHEETS = (
    "tokens",
    "base",
    "frame",
    "numbers",
    "controls",
    "tables",
    "charts",
    "states",
    "why",
    "blank",
    "payments",
    "staff-review",
    "staff-payouts",
    "signin",
    "narrow",
    "person",
    "print",
)
# A state's word → (tone, glyph). Green settled, amber waiting, red broken, grey not yet.
STATES = {
    "good": ("good", "check"),
    "wait": ("wait", "clock"),
    "bad": ("bad", "cross"),
    "go": ("go", "half"),
    "none": ("", "ring"),
    "lock": ("", "lock"),
}


@register.simple_tag
def style_sheets() -> tuple[str, ...]:
    """The style sheets in the order in which they count."""
    return tuple(f"openbook/css/{name}.css" for name in STYLE_SHEETS)


@register.simple_tag(takes_context=True)
def key(context: Context, letter: str) -> SafeString:
    """`<button aria-keyshortcuts="A">Approve{% key "A" %}`: the key that goes to it, where a person
    has single keys on. Readers are told by the attribute."""
    shown = f' <kbd aria-hidden="true">{letter}</kbd>' if context.get("has_keys") else ""
    return mark_safe(shown)  # noqa: S308 - a letter of a template


@register.simple_tag(takes_context=True)
def look_text(context: Context, part: str) -> str:
    """A text of the program's look in the reader's language: `welcome` or `footer`."""
    look = context.get("look")
    return look.text(part, get_language() or "en") if look else ""


@register.simple_tag
def icon(name: str) -> SafeString:
    """A glyph of base/icons.html; it is decoration, a word stands beside it."""
    assert name.isidentifier(), f"{name!r} is no icon"
    return mark_safe(  # noqa: S308  the name is one word
        f'<svg class="i" viewBox="0 0 16 16" aria-hidden="true"><use href="#{name}"/></svg>'
    )


@register.inclusion_tag("base/components/amount.html")
def amount(
    minor: int, currency: str, digits: int | None = None, size: str = "", exact: bool = False
) -> dict[str, Any]:
    """The number of a page: sign and decimals dimmed. size: '' 44 px, 'second' 28 px, 'due'."""
    places = digits_of(currency) if digits is None else digits
    text = numbers.money_text(abs(minor), currency, places)
    whole, decimals = (text[: -places - 1], text[-places - 1 :]) if places else (text, "")
    return {
        "minus": numbers.MINUS if minor < 0 else "",  # the template isolates it
        "sign": numbers.currency_sign(currency),
        "whole": whole,
        "decimals": decimals,
        "size": size,
        "exact": exact,
    }


@register.inclusion_tag("base/components/state.html")
def state(tone: str, word: str) -> dict[str, Any]:
    """A state: tone good, wait, bad, go, none or lock, and the word that says it."""
    css, glyph = STATES[tone]
    return {"tone": css, "glyph": glyph, "word": word}


@register.inclusion_tag("base/components/empty.html")
def empty(
    title: str, text: str = "", action: str = "", href: str = "", tone: str = ""
) -> dict[str, Any]:
    """What stands where figures would: one sentence why, one action."""
    glyph = STATES[tone][1] if tone else ""
    return {"title": title, "text": text, "action": action, "href": href, "tone": tone} | {
        "glyph": glyph
    }


@register.inclusion_tag("base/components/strip.html")
def strip(items: list[dict[str, Any]]) -> dict[str, Any]:
    """A few numbers side by side: [{label, value, note}], values already formatted."""
    return {"items": items}


@register.inclusion_tag("base/components/facts.html")
def facts(items: list[tuple[str, Any]]) -> dict[str, Any]:
    """Pairs of word and value in a narrow column."""
    return {"items": items}


@register.inclusion_tag("base/components/freshness.html")
def freshness(feeds: list[dict[str, Any]], as_of: Any) -> dict[str, Any]:
    """The line under the head: [{label, at, is_late, late_by}] and the release's moment."""
    return {"feeds": feeds, "as_of": as_of}


@register.inclusion_tag("base/components/crumbs.html")
def crumbs(*parts: str) -> dict[str, Any]:
    """Where a page hangs: label, address, label, address … of its parents, outermost first."""
    return {"parts": list(zip(parts[::2], parts[1::2], strict=True))}


@register.inclusion_tag("base/components/ledger.html")
def ledger(
    rows: list[dict[str, Any]], columns: list[dict[str, Any]], total: Any = None, caption: str = ""
) -> dict[str, Any]:
    """A table that adds up: columns [{key, label, kind}], kind num, text or quiet; `total` is the
    row under the double rule, and only a final sum has one. A cell may be a value or
    {text, href}; None shows as –."""
    body = [[_cell(row.get(col["key"]), col) for col in columns] for row in rows]
    foot = [_cell(total.get(col["key"], ""), col) for col in columns] if total else []
    return {"columns": columns, "body": body, "foot": foot, "caption": caption}


def _cell(value: Any, column: dict[str, Any]) -> dict[str, Any]:
    cell = value if isinstance(value, dict) else {"text": value}
    is_nil = cell.get("text") is None
    kind = column.get("kind", "text")
    css = " ".join(
        part
        for part in ("num" if kind == "num" else "", "quiet" if kind == "quiet" else "")
        + (("nil",) if is_nil else ("",))
        if part
    )
    return {
        "text": numbers.NOT_APPLICABLE if is_nil else cell["text"],
        "href": cell.get("href", ""),
        "css": css + (" opt" if column.get("optional") else ""),
    }


@register.inclusion_tag("base/components/nav.html", takes_context=True)
def nav(context: Context, side: str) -> dict[str, Any]:
    """The navigation of `partner` or `staff`: only pages that exist; the current one is marked.

    Pages whose address needs more than their name get it from the context's `nav_kwargs`;
    `nav_closed` names those that the person may not open.
    """
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    here = match.view_name if match else ""
    section = context.get("nav_current") or here
    kwargs = context.get("nav_kwargs") or {}
    groups = [
        {"label": group.label, "pages": _pages(group, section, kwargs, context)}
        for group in NAVIGATION[side]
    ]
    return {"groups": [g for g in groups if g["pages"]], "name": _("Main")}


def _pages(
    group: Group, section: str, kwargs: dict[str, Any], context: Context
) -> list[dict[str, Any]]:
    counts, closed = context.get("nav_counts") or {}, context.get("nav_closed") or ()
    found = []
    for page in group.pages:
        href = _address(page.view, tuple(sorted(kwargs.items())))
        if href and page.view not in closed:
            found.append(
                {
                    "label": page.label,
                    "href": href,
                    "is_current": section == page.view or section.startswith(page.view + "_"),
                    "count": counts.get(page.view),
                }
            )
    return found


@lru_cache(maxsize=4096)
def _address(view: str, kwargs: tuple[tuple[str, Any], ...] = ()) -> str:
    """Where a page of that name is, with the least that its address needs; empty if nowhere."""
    for given in ({}, dict(kwargs)):
        try:
            return reverse(view, kwargs=given)
        except NoReverseMatch:
            continue
    return ""
