"""The oracle itself: lines are a function of what is known, not of when or in which order."""

from __future__ import annotations

from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.oracle.engine import compute
from tests.properties.batches import AS_OF
from tests.properties.draft import Draft, compiled, is_accepted
from tests.properties.programs import hybrid_program, lot_program, sale_program, strategy

PROGRAMS = st.one_of(*(strategy(make) for make in (lot_program, sale_program, hybrid_program)))
few = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


@few
@given(draft=PROGRAMS.filter(is_accepted), dice=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(draft: Draft, dice: Random) -> None:
    rows = compiled({"p": draft})["p"]
    before = compute(rows, AS_OF).lines
    for table in ("conversions", "activity", "trades", "accounts", "attributions"):
        dice.shuffle(rows["raw", table])  # type: ignore[arg-type]
    after = compute(rows, AS_OF).lines
    assert sorted(after, key=repr) == sorted(before, key=repr)


@few
@given(draft=PROGRAMS.filter(is_accepted))
def test_a_late_record_pays_what_it_would_have_paid_in_time(draft: Draft) -> None:
    late = compute(compiled({"p": draft})["p"], AS_OF).lines
    for record in draft.records:
        record.phase = 1
        record.versions = record.versions[-1:]
    draft.records = [record for record in draft.records if record.versions != [None]]
    for review in draft.reviews:
        review["phase"] = 1
    in_time = compute(compiled({"p": draft}, phase=1)["p"], AS_OF).lines
    assert sorted(in_time, key=repr) == sorted(late, key=repr)
