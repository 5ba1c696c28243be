"""Invented company names; any likeness to a real one is chance."""

from __future__ import annotations

from random import Random

from pipelines.demo.calendar import SEED

_FIRST = (
    "Aurel", "Kestrel", "Northgate", "Meridia", "Bluequay", "Tradehaven", "Pacifico", "Vantiq",
    "Casablanca", "Atlasline", "Lindqvist", "Sterlo", "Orsino", "Harrowby", "Quantara", "Deltanova",
    "Monarchia", "Silverfern", "Oakmere", "Brisa", "Tidewell", "Umbra", "Valdora", "Wexcombe",
    "Yarrow", "Zephyra", "Alcedo", "Borealis", "Corvina", "Dunmore", "Elmstead", "Fennec",
    "Galena", "Hollin", "Istria", "Juniper", "Kalmar", "Lumen", "Marlowe", "Nimbus", "Ostara",
    "Pinemoor", "Quillon", "Rowan", "Solenne", "Tamarin", "Ulverton", "Vesper", "Willowby",
    "Xanthe", "Ysolde", "Zinnia", "Ardent", "Basalt", "Cinder", "Drift", "Ember", "Fathom",
    "Grove", "Harbor",
)  # fmt: skip
_KIND = {
    "brightspin": ("Media Ltd", "Reviews", "Affiliates AB", "Play Guide", "Digital SL"),
    "larkspur": (
        "FX Education GmbH",
        "Signals OÜ",
        "Capital Media",
        "Trading School",
        "IB Network",
    ),
    "summit": ("Trader Hub", "Funding Guide", "Prop Reviews LLC"),
    "ledgerly": ("Cloud Advice", "Software Partners BV", "SaaS Weekly"),
}
_OFFSET = {"brightspin": 0, "larkspur": 18, "summit": 42, "ledgerly": 52}


def company_names(program_id: str, count: int) -> list[str]:
    """`count` distinct names for the partners of one program."""
    rng = Random(f"{SEED}/{program_id}/names")
    start = _OFFSET[program_id]
    return [f"{_FIRST[start + n]} {rng.choice(_KIND[program_id])}" for n in range(count)]
