"""One template module per component type; RENDERERS has the same keys as the schema's REGISTRY."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from commission_rules.schema.component import Component
from commission_rules.text.components import (
    bonus,
    commission_share,
    cpa,
    flat_fee,
    override,
    per_action,
    per_lot,
    per_turnover,
    revshare,
    sale_share,
    spread_share,
)
from commission_rules.text.parts.common import common_sentences
from commission_rules.text.parts.levels import level_sentences
from commission_rules.text.say import Say

Renderer = Callable[[Any, Say], Iterator[str]]

RENDERERS: dict[str, Renderer] = {
    "bonus": bonus.sentences,
    "commission_share": commission_share.sentences,
    "cpa": cpa.sentences,
    "flat_fee": flat_fee.sentences,
    "override": override.sentences,
    "per_action": per_action.sentences,
    "per_lot": per_lot.sentences,
    "per_turnover": per_turnover.sentences,
    "revshare": revshare.sentences,
    "sale_share": sale_share.sentences,
    "spread_share": spread_share.sentences,
}


def sentences_of(component: Component, say: Say) -> Iterator[str]:
    """Yield the sentences of a component, its own first, then levels, hold and own accounts."""
    yield from RENDERERS[component.type](component, say)
    yield from level_sentences(component, say)
    yield from common_sentences(component, say)
