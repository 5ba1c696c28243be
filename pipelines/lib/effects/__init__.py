"""The effect of a deal before it is agreed: whose money moves, per partner and period."""

from pipelines.lib.effects.run import effect_of

__all__ = ["effect_of"]
