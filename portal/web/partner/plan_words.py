"""A number of a plan in words: whose component it is, what it is, for which row of its table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal.deals.ranges import Open
from portal.web.partner import labels

NUMBERS = {
    "rate_per_lot": lazy("Rate per lot"),
    "amount": lazy("Amount"),
    "share": lazy("Share"),
    "at_least": lazy("At least"),
    "from": lazy("Step from"),
    "within_months": lazy("Within months"),
}
ROWS = {
    "first_deposit": lazy("First deposit"),
    "wagered": lazy("Wagered"),
    "deposits": lazy("Deposits"),
}
_PATH = re.compile(r"components\.([a-z0-9_]+)\.(.+)")
_ROW = re.compile(r"\[([^\]]*)\]")


def path_words(text: str) -> str:
    """A path of an override in words."""
    match = _PATH.fullmatch(text)
    if match is None:
        return text
    component, rest = match[1], match[2]
    name = _ROW.sub("", rest).rpartition(".")[2]
    rows = [_row(pair) for inside in _ROW.findall(rest) for pair in inside.split(",")]
    word = str(NUMBERS.get(name) or labels.plain(name))
    return " · ".join([labels.component_label(component), word, *rows])


def number_words(found: Sequence[Open]) -> list[str]:
    """What each number is: Rebate, rate per lot, FX majors; a table's default is all else."""
    tables = {(one.component_id, one.name) for one in found if one.rows}
    rest = _("everything else")
    return [
        f"{path_words(one.path)} · {rest}"
        if not one.rows and (one.component_id, one.name) in tables
        else path_words(one.path)
        for one in found
    ]


def _row(pair: str) -> str:
    key, _equals, value = pair.partition("=")
    if key in ("from", "above"):
        return _("from %s") % value
    return str(labels.GROUPS.get(value) or ROWS.get(value) or labels.code_label(value))
