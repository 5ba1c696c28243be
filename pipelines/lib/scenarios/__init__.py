"""Runs scenario files (docs/reference/scenarios.md) over the project's own SQL, in memory."""
