"""Pages of partners: what did I earn, why exactly, when am I paid."""
