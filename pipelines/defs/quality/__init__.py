"""Both gates as Dagster asset checks: which expectation, how many rows, which rows."""
