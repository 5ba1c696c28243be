"""Worlds, statements by hand and clocks of the engine's benchmarks."""
