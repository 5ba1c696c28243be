"""Whether colours can be read: WCAG contrast in light and dark, and tones derived from one.

Pure but for one thing: the house's own values are read from its tokens sheet, where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext as _

from portal.partners.errors import DomainError

HEX = re.compile(r"#[0-9a-f]{6}")
ACCENTS = ("accent", "accent-2", "accent-soft", "on-accent")
NEUTRALS = ("paper", "paper-2", "paper-3", "rule", "rule-2", "control", "ink", "ink-2", "ink-3")
TOKENS = (*ACCENTS, *NEUTRALS)
LOOKS = ("light", "dark")
_LINE = re.compile(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
TEXT, MARK = Decimal("4.5"), Decimal(3)
# What must be read on what: (colour, ground, least contrast), by WCAG 2.2 AA 1.4.3 and 1.4.11.
PAIRS = (
    *((ink, paper, TEXT) for ink in ("ink", "ink-2", "ink-3", "accent", "accent-2")
      for paper in ("paper", "paper-2", "paper-3")),
    *((word, paper, TEXT) for word in ("good", "wait", "bad") for paper in ("paper", "paper-2")),
    ("accent", "accent-soft", TEXT),
    ("ink", "accent-soft", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-2", TEXT),
    ("control", "paper", MARK),
)  # fmt: skip
Colours = Mapping[str, tuple[str, str]]


@lru_cache(maxsize=1)
def house() -> dict[str, tuple[str, str]]:
    """The design system's own values: {token: (light, dark)}."""
    sheet = settings.WEB / "base" / "static" / "openbook" / "css" / "tokens.css"
    return {name: (light, dark) for name, light, dark in _LINE.findall(sheet.read_text())}


def completed(given: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """What was given, with the other accents derived from `accent`, checked. Empty stays empty.

    Raises DomainError `bad_colour`, `unknown_token`, or `contrast` with the pair that cannot be
    read and what to do.
    """
    chosen: dict[str, tuple[str, str]] = {}
    for token, values in given.items():
        if token not in TOKENS:
            raise DomainError("unknown_token", _("There is no colour “%s”.") % token)
        chosen[token] = (_hex(token, values[0]), _hex(token, values[1]))
    if not chosen:
        return {}
    papers = chosen.get("paper") or house()["paper"]
    if "accent" in chosen:
        for place, look in enumerate(LOOKS):
            for token, value in _derived(chosen["accent"][place], papers[place], look).items():
                if token not in given:
                    before = chosen.get(token, ("", ""))
                    chosen[token] = (value, "") if place == 0 else (before[0], value)
    refuse_unreadable(chosen)
    return chosen


def refuse_unreadable(chosen: Colours) -> None:
    """Raises DomainError `contrast`, naming the first pair that is not AA."""
    values = house() | dict(chosen)
    for place, look in enumerate(LOOKS):
        for colour, ground, least in PAIRS:
            one, other = values[colour][place], values[ground][place]
            found = contrast(one, other)
            if found < least:
                looks = {"light": _("light"), "dark": _("dark")}
                advice = _("a darker one") if look == "light" else _("a lighter one")
                raise DomainError(
                    "contrast",
                    _(
                        "In the %(look)s look %(colour)s %(one)s on %(ground)s %(other)s has a "
                        "contrast of %(found)s; at least %(least)s is needed to be read. "
                        "Choose %(advice)s for one of them."
                    )
                    % {
                        "look": looks[look], "colour": colour, "one": one, "ground": ground,
                        "other": other, "found": found.quantize(Decimal("0.01")), "least": least,
                        "advice": advice,
                    },
                )  # fmt: skip


def contrast(one: str, other: str) -> Decimal:
    """The contrast of two colours, 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + Decimal("0.05")) / (dark + Decimal("0.05"))


def luminance(colour: str) -> Decimal:
    """Relative luminance of #rrggbb, 0 to 1 (WCAG 2.2)."""
    parts = []
    for value in _rgb(colour):
        share = Decimal(value) / 255
        parts.append(
            share / Decimal("12.92")
            if share <= Decimal("0.04045")
            else ((share + Decimal("0.055")) / Decimal("1.055")) ** Decimal("2.4")
        )
    red, green, blue = parts
    return Decimal("0.2126") * red + Decimal("0.7152") * green + Decimal("0.0722") * blue


def mixed(one: str, other: str, percent: int) -> str:
    """`percent` of `one` in `other`."""
    pairs = zip(_rgb(one), _rgb(other), strict=True)
    return "#" + "".join(f"{(a * percent + b * (100 - percent) + 50) // 100:02x}" for a, b in pairs)


def _derived(accent: str, paper: str, look: str) -> dict[str, str]:
    further = "#000000" if look == "light" else "#ffffff"
    second = mixed(accent, further, 72)
    deep = mixed(accent, "#000000", 20)
    inks = sorted(("#ffffff", deep), key=lambda ink: contrast(ink, accent))
    return {
        "accent-2": second,
        "accent-soft": mixed(accent, paper, 7 if look == "light" else 12),
        "on-accent": inks[-1],
    }


def _hex(token: str, value: str) -> str:
    text = value.strip().lower()
    if not HEX.fullmatch(text):
        raise DomainError(
            "bad_colour",
            _("%(token)s: “%(value)s” is no colour; write it like #2340b5, for light and dark.")
            % {"token": token, "value": value[:20]},
        )
    return text


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
