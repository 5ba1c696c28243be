"""Pages of the operator's people: what waits, reviews, payout batches, adjustments, audit."""
