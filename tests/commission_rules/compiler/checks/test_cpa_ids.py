"""A client is paid for once per CPA id, and a renamed CPA says what it continues."""

from __future__ import annotations

from commission_rules.compiler.checks.cpa_ids import once_names, renamed_cpas_say_so
from tests.commission_rules.builders import Data, cpa, plan, version


def versions(*components: Data) -> list[Data]:
    """One version a year, each with one component."""
    return [
        version(
            component,
            valid_from=f"20{26 + number}-01-01",
            valid_to=f"20{26 + number}-12-31",
            recorded_on=f"20{25 + number}-12-01",
        )
        for number, component in enumerate(components)
    ]


def test_a_renamed_cpa_is_paid_once_under_the_first_name():
    given = plan(*versions(
        cpa(), cpa(id="cpa_new", continues="cpa"), cpa(id="cpa_best", continues="cpa_new"),
    ))  # fmt: skip
    assert renamed_cpas_say_so(given) == []
    assert [names[component] for names, component in zip(
        once_names(given), ("cpa", "cpa_new", "cpa_best"), strict=True,
    )] == ["cpa", "cpa", "cpa"]  # fmt: skip


def test_a_new_name_without_a_word_is_refused():
    found = renamed_cpas_say_so(plan(*versions(cpa(), cpa(id="cpa_new"))))
    assert [problem.path for problem in found] == [("versions", 1, "components", 0, "id")]


def test_once_for_parts_an_id_from_the_old_one():
    given = plan(*versions(cpa(), cpa(id="cpa_new", once_for="second")))
    assert renamed_cpas_say_so(given) == []
    assert once_names(given)[1]["cpa_new"] == "second"


def test_what_it_continues_must_have_been_there():
    found = renamed_cpas_say_so(plan(*versions(cpa(), cpa(id="b", continues="a"))))
    assert found[0].what == "continues a, which the plan never had"
