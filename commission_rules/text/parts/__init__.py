"""Sentences about parts that several component types share."""
