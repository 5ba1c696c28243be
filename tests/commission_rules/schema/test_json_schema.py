"""The schema that editors read is the committed file."""

from __future__ import annotations

import json

from commission_rules.schema.components import REGISTRY
from commission_rules.schema.json_schema import PLAN_SCHEMA, plan_schema
from tests.commission_rules.builders import REPO_PLANS


def test_the_committed_file_is_current() -> None:
    assert PLAN_SCHEMA.read_text(encoding="utf-8") == plan_schema(), "run `openbook rules schema`"


def test_every_component_type_is_in_the_schema() -> None:
    types = json.loads(plan_schema())["$defs"]["Version"]["properties"]["components"]["items"]
    assert set(types["discriminator"]["mapping"]) == set(REGISTRY)


def test_numbers_are_strings_in_the_schema() -> None:
    assert '"type": "number"' not in plan_schema()
    assert '"type": "integer"' not in plan_schema()


def test_every_plan_names_the_schema_on_its_first_line() -> None:
    for path in REPO_PLANS.glob("*/[a-z]*.yaml"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        target = first.removeprefix("# yaml-language-server: $schema=")
        assert (path.parent / target).resolve() == PLAN_SCHEMA.resolve(), path
