"""What each page reads from a release: one file a page, at most two queries, one partner."""
