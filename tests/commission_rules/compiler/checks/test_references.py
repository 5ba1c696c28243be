"""Components read components that exist."""

from __future__ import annotations

from commission_rules.compiler.checks.cpa_ids import once_names, renamed_cpas_say_so
from commission_rules.compiler.checks.references import no_cycles, references_exist
from tests.commission_rules.builders import LOOKUPS, cpa, one, per_lot, plan, revshare, version


def test_a_recoup_names_a_cpa_of_the_same_version() -> None:
    share = revshare(recoup={"from": "cpa"})
    assert references_exist(one(cpa(), share), LOOKUPS) == []
    (missing,) = references_exist(one(share), LOOKUPS)
    assert missing.path == ("components", 0, "recoup", "from")
    (wrong,) = references_exist(one(per_lot(id="cpa"), share), LOOKUPS)
    assert "not a cpa" in wrong.what


def test_two_components_may_not_share_an_id() -> None:
    (problem,) = references_exist(one(cpa(), cpa()), LOOKUPS)
    assert problem.path == ("components", 1, "id")


def test_a_component_that_reads_itself_is_a_circle() -> None:
    (problem,) = no_cycles(one(revshare(recoup={"from": "revshare"})), LOOKUPS)
    assert problem.path == ("components", 0)
    assert no_cycles(one(cpa(), revshare(recoup={"from": "cpa"})), LOOKUPS) == []


def test_a_renamed_cpa_says_what_it_continues() -> None:
    def renamed(**changes: str) -> int:
        later = version(
            cpa(id="cpa_new", **changes), valid_from="2026-04-01", recorded_on="2026-03-01"
        )
        return len(renamed_cpas_say_so(plan(version(cpa()), later)))

    assert renamed() == 1
    assert renamed(continues="cpa") == 0
    assert renamed(once_for="signup") == 0
    assert renamed(continues="never_was") == 1


def test_a_client_is_paid_once_along_a_chain_of_names() -> None:
    second = version(
        cpa(id="b", continues="cpa"), valid_from="2026-04-01", recorded_on="2026-03-01"
    )
    third = version(cpa(id="c", continues="b"), valid_from="2026-05-01", recorded_on="2026-04-01")
    names = once_names(plan(version(cpa()), second, third))
    assert [names[0]["cpa"], names[1]["b"], names[2]["c"]] == ["cpa", "cpa", "cpa"]
    named = once_names(plan(version(cpa(once_for="signup")), second))
    assert named[1]["b"] == "signup"


def test_a_cpa_that_is_new_in_a_plan_without_one_needs_no_word() -> None:
    later = version(revshare(), cpa(), valid_from="2026-04-01", recorded_on="2026-03-01")
    assert renamed_cpas_say_so(plan(version(revshare()), later)) == []
