"""An amount beside itself in the currency that the person chose: for display, in no sum."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from django.utils.translation import gettext as _

from portal.currencies import digits_of
from portal.releases.money import Money
from portal.releases.reader import DisplayRate, Release
from portal.web.base.tags.numbers import day as day_text
from portal.web.base.tags.numbers import decimal_text, money_named, money_text
from portal.web.partner.frame import Viewer

EUR = "EUR"


def shown_in(viewer: Viewer, amount: Money) -> dict[str, str] | None:
    """`amount` in the person's display currency with rate, day and source; None when it chose
    none, chose the same, or no rate is known."""
    wanted = viewer.user.display_currency
    found = converted(viewer.release, amount, wanted)
    if found is None:
        return None
    minor, rate, used = found
    return {
        "amount": money_named(minor, wanted),
        "rate": _rate_words(amount.currency.code, wanted, rate, used),
    }


def _rate_words(own: str, wanted: str, rate: Decimal, used: DisplayRate) -> str:
    return _("1 %(own)s = %(rate)s %(wanted)s, %(source)s of %(day)s") % {
        "own": own, "wanted": wanted, "rate": decimal_text(rate, 4), "source": used.source,
        "day": day_text(used.rate_on),
    }  # fmt: skip


def shown_beside(viewer: Viewer, amounts: Sequence[Money]) -> dict[str, Any] | None:
    """A column of amounts in the person's display currency: its code, the numbers in their order
    (empty where no rate is known), and one sentence a rate. None when there is nothing to show."""
    wanted = viewer.user.display_currency
    found = [converted(viewer.release, amount, wanted) for amount in amounts]
    if not any(found):
        return None
    rates = {
        amount.currency.code: _rate_words(amount.currency.code, wanted, rate, used)
        for amount, (_minor, rate, used) in (
            (a, f) for a, f in zip(amounts, found, strict=True) if f
        )
    }
    return {
        "currency": wanted,
        "amounts": [money_text(one[0], wanted) if one else "" for one in found],
        "rates": [rates[code] for code in sorted(rates)],
    }


def converted(
    release: Release, amount: Money, wanted: str
) -> tuple[int, Decimal, DisplayRate] | None:
    """Minor units in `wanted`, the rate that was used and the rate row it comes from."""
    own = amount.currency.code
    rates = release.display_rates
    if not wanted or wanted == own or (own != EUR and own not in rates):
        return None
    if wanted != EUR and wanted not in rates:
        return None
    one = Decimal(1)
    above = rates[wanted].units_per_eur if wanted != EUR else one
    below = rates[own].units_per_eur if own != EUR else one
    with localcontext(prec=40):
        exact = amount.amount * above / below
        rate = above / below
        minor = exact.scaleb(digits_of(wanted)).quantize(one, ROUND_HALF_UP)
        return (
            int(minor),
            rate.quantize(Decimal("0.0001"), ROUND_HALF_UP),
            rates.get(wanted, rates.get(own, DisplayRate(one, release.manifest.as_of.date(), ""))),
        )
