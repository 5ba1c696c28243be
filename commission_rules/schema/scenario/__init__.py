"""What a scenario file may say: a plan, people, dated facts, closes, and what must come out.

docs/reference/scenarios.md is the manual, `commission_rules/schema/scenario.schema.json` the JSON
Schema. The runner is `pipelines/lib/scenarios`.
"""
