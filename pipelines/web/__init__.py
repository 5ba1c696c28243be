"""Dagster's webserver behind our gate: signed-in staff only, and each run knows its person."""
