"""From the warehouse's `publish` schema to immutable releases, one per program."""
