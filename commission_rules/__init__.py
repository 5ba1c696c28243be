"""Commission rules: plans as dated data, their schema, the compiler and the sentences."""
