"""A share is said, typed and kept: 20 % on the page, 0.2 in the question."""

from __future__ import annotations

from decimal import Decimal

import pytest

from portal.deals.ranges import Open, path_is_share
from portal.web.partner.open_numbers import number_said
from portal.web.partner.whatif_parts import OwnTerm, WhatIfForm

SHARE = Open("components.rev.tiers.steps[from=0].share", "rev", "tiers.steps.share",
             (("from", "0"),), Decimal("0.25"), Decimal("0.15"), Decimal("0.45"))  # fmt: skip
RATE = Open("components.reb.rate_per_lot[symbol_group=majors]", "reb", "rate_per_lot",
            (("symbol_group", "majors"),), Decimal(8), Decimal(6), Decimal(12))  # fmt: skip


def form_of(**typed: str) -> WhatIfForm:
    terms = [OwnTerm(SHARE, "share"), OwnTerm(RATE, "rate")]
    given = {"facts_from": "own"} | typed
    return WhatIfForm(given, vertical="forex", deals=["D-1"], terms=terms)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("30", "0.3"), ("30 %", "0.3"), ("30%", "0.3"), ("22.75", "0.2275"), ("45", "0.45")],
)
def test_per_cent_are_kept_as_a_part_of_one(typed: str, kept: str) -> None:
    form = form_of(term_0=typed)
    assert form.is_valid(), form.errors
    assert form.overrides(form.cleaned_data) == {SHARE.path: kept}


@pytest.mark.parametrize("typed", ["0.3", "46", "14.9", "%", "thirty"])
def test_what_is_outside_of_the_range_in_per_cent_is_refused(typed: str) -> None:
    assert not form_of(term_0=typed).is_valid()


def test_a_rate_stays_as_it_is_typed() -> None:
    form = form_of(term_1="9.5")
    assert form.is_valid(), form.errors
    assert form.overrides(form.cleaned_data) == {RATE.path: "9.5"}


def test_a_share_is_said_with_all_its_digits() -> None:
    assert [number_said(SHARE.path, Decimal(v)) for v in ("0.2", "0.225", "0.12345", "1")] == [
        "20%", "22.5%", "12.345%", "100%",
    ]  # fmt: skip
    assert number_said(RATE.path, Decimal("9.5")) == "9.5"


@pytest.mark.parametrize(
    ("path", "is_share"),
    [
        ("components.rev.share", True),
        ("components.rev.share[product=casino]", True),
        ("components.rev.tiers.steps[from=0].share", True),
        ("components.rev.tiers.steps[from=0].from", False),
        ("components.reb.rate_per_lot[symbol_group=share]", False),
        ("components.cpa.amount", False),
    ],
)
def test_paths_that_end_in_a_share(path: str, is_share: bool) -> None:
    assert path_is_share(path) is is_share
