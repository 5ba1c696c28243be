"""The JSON Schema that editors read for scenarios (`scenario.schema.json`), made from the models.

What plans may say is `plan.schema.json`, to which it points.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from commission_rules.schema.plan import Plan, Version
from commission_rules.schema.scenario.scenario import Scenario
from commission_rules.schema.scenario.short import FORMS

SCENARIO_SCHEMA = Path(__file__).parents[1] / "scenario.schema.json"
PLANS = "plan.schema.json"


def scenario_schema() -> str:
    """Return the text of the JSON Schema of a scenario file, sorted, with a last newline."""
    whole = Scenario.model_json_schema(by_alias=True)
    definitions = whole.pop("$defs")
    definitions["Scenario"] = whole
    definitions["ScenarioPlan"] = _plan()
    definitions["ShortFact"] = {"type": "string", "description": "one of: " + " · ".join(FORMS)}
    definitions["WithShortFact"] = {
        "type": "object",
        "required": ["fact"],
        "properties": {"fact": {"$ref": "#/$defs/ShortFact"}},
        "description": "a short form with more keys, like recorded",
    }
    properties = whole["properties"]
    plan = {"anyOf": [{"$ref": "#/$defs/ScenarioPlan"}, {"type": "string"}, {"type": "null"}]}
    properties["plan"] = {"description": "a plan, or the id of a plan file", **plan}
    properties["plans"]["additionalProperties"] = plan
    long = properties["facts"]["items"]
    properties["facts"]["items"] = {
        "anyOf": [{"$ref": "#/$defs/ShortFact"}, {"$ref": "#/$defs/WithShortFact"}, long]
    }
    short = {"type": "string"}
    for name in ("closes", "partners"):
        properties[name]["items"] = {"anyOf": [short, properties[name]["items"]]}
    ids = properties["clients"]["patternProperties"]
    ids.update({form: {"anyOf": [short, client]} for form, client in ids.items()})
    one = {"$ref": "#/$defs/Scenario"}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Scenarios",
        "anyOf": [one, {"type": "array", "minItems": 1, "items": one}],
        "$defs": definitions,
    }
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _plan() -> dict[str, Any]:
    """A plan of a scenario: title, currency, calendar and the frame of versions may be left out,
    and one version's keys may stand beside them."""
    version: dict[str, Any] = {
        name: {"$ref": f"{PLANS}#/$defs/Version/properties/{name}"} for name in Version.model_fields
    }
    frame = {
        "type": "object",
        "additionalProperties": False,
        "required": ["components"],
        "properties": version,
    }
    heads: dict[str, Any] = {
        name: {"$ref": f"{PLANS}#/properties/{name}"} for name in Plan.model_fields
    }
    heads["versions"] = {"type": "array", "minItems": 1, "items": frame}
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {**version, **heads},
        "anyOf": [{"required": ["components"]}, {"required": ["versions"]}],
        "description": "as in a plan file; default EUR, month, in force since 2000-01-01",
    }
