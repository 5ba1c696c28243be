"""The JSON Schema that editors read (`plan.schema.json`), made from the models."""

from __future__ import annotations

import json
from pathlib import Path

from commission_rules.schema.plan import Plan

PLAN_SCHEMA = Path(__file__).with_name("plan.schema.json")


def plan_schema() -> str:
    """Return the text of the JSON Schema of a plan file, with sorted keys and a last newline."""
    schema = Plan.model_json_schema(by_alias=True)
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
