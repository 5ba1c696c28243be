"""Every scenario file of commission_rules/scenarios, run over the project's own SQL."""
