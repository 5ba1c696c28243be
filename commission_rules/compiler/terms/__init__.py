"""Rows of the tables of `terms` (docs/reference/tables.md, section 4)."""
