"""The JSON Schema is that of the models, and takes what the runner takes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012
from ruamel.yaml import YAML

from commission_rules.schema.json_schema import PLAN_SCHEMA
from commission_rules.schema.scenario.json_schema import SCENARIO_SCHEMA, scenario_schema
from tests.scenarios.files import FOLDER, WAITING


def plain(node: Any) -> Any:
    """YAML as JSON: dates as text."""
    if isinstance(node, dict):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(value) for value in node]
    return str(node) if isinstance(node, date) else node


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    plans = Resource.from_contents(json.loads(PLAN_SCHEMA.read_text()), DRAFT202012)
    registry = Registry().with_resources([("plan.schema.json", plans)])
    schema = json.loads(SCENARIO_SCHEMA.read_text())
    one = {"$ref": "#/$defs/Scenario", "$defs": schema["$defs"]}
    return jsonschema.Draft202012Validator(one, registry=registry)


def test_the_file_is_what_the_models_say() -> None:
    assert SCENARIO_SCHEMA.read_text(encoding="utf-8") == scenario_schema(), (
        "run `openbook scenario schema`"
    )


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.yaml")), ids=lambda path: path.stem)
def test_every_scenario_fits_the_schema(
    validator: jsonschema.Draft202012Validator, path: Path
) -> None:
    for scenario in plain(YAML(typ="safe").load(path.read_text(encoding="utf-8"))):
        if "refused" not in scenario and scenario["name"] not in WAITING:
            validator.validate(scenario)


def test_an_unknown_key_does_not_fit(validator: jsonschema.Draft202012Validator) -> None:
    scenario = {"name": "x", "plan": {"components": []}, "expect": [{"ammount": "5"}]}
    assert not validator.is_valid(scenario)
