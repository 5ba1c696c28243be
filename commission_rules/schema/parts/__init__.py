"""The parts that several component types share."""
