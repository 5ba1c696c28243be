"""Demo logins: for whatever two people decide, there are two."""

from __future__ import annotations

from pipelines.demo.people import PEOPLE, person_named


def test_two_administrators_can_decide_what_one_of_them_proposes() -> None:
    assert len([person for person in PEOPLE if "administrator" in person.roles]) == 2


def test_everybody_is_found_by_label_address_and_what_stands_before_the_at() -> None:
    for person in PEOPLE:
        for name in (person.label, person.email, person.email.split("@")[0]):
            assert person_named(name) == person
