"""Properties: random programs, computed by the warehouse and by the oracle, must agree."""
