"""Parts of the load benchmark: a large release, the portal that serves it, the people who read."""
