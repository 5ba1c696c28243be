"""A deal's overrides: `{"components.<id>.<path>": "6.5"}`, inside what the plan lets negotiate."""
