"""The ledger: closes book entries into sealed, chained segments; loads bring them back."""
