"""How the demo's programs look: larkspur as the house does, the others each in its own colours."""

from __future__ import annotations

from typing import Any

from pipelines.lib import portal_gateway

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28">'
LOOKS: dict[str, dict[str, Any]] = {
    "larkspur": {
        "product_name": "Larkspur Markets",
        "support_address": "partners@larkspur.example",
        "sender_address": "partners@larkspur.example",
        "texts": {
            "en": {"footer": "Larkspur Markets Ltd. Trading leveraged products carries a risk."},
            "de": {"footer": "Larkspur Markets Ltd. Der Handel mit Hebelprodukten ist riskant."},
            "ar": {"footer": "لاركسبر ماركتس المحدودة. التداول بالرافعة ينطوي على مخاطر."},
        },
    },
    "brightspin": {
        "product_name": "Brightspin Affiliates",
        "support_address": "affiliates@brightspin.example",
        "sender_address": "affiliates@brightspin.example",
        "colours": {
            "accent": ("#7d2a52", "#f2a6c8"),
            "paper-2": ("#fbf6f1", "#14100f"),
            "paper-3": ("#f5ece3", "#221a19"),
        },
        "logo": (
            "mark.svg",
            f'{HEAD}<circle cx="14" cy="14" r="12" fill="#7d2a52"/><path d="M14 5v18M5 14h18"'
            ' stroke="#ffffff" stroke-width="3" stroke-linecap="round"/></svg>',
        ),
        "texts": {
            "en": {"welcome": "Welcome to Brightspin Affiliates.", "footer": "18+. Play sensibly."},
            "de": {"welcome": "Willkommen bei Brightspin Affiliates.", "footer": "Ab 18 Jahren."},
            "ar": {"welcome": "أهلًا بكم في برايتسبن.", "footer": "لمن تجاوز 18 عامًا."},
        },
    },
    "summit": {
        "product_name": "Summit Partners",
        "support_address": "partners@summit.example",
        "colours": {"accent": ("#0e6860", "#6fd3c4")},
        "logo": (
            "mark.svg",
            f'{HEAD}<path d="M2 24 11 6l6 11 3-5 6 12z" fill="#0e6860"/></svg>',
        ),
    },
    "ledgerly": {
        "product_name": "Ledgerly Friends",
        "support_address": "friends@ledgerly.example",
        "colours": {"accent": ("#5d4e07", "#e0cd7b")},
        "languages": ("en", "de"),
    },
}


def create() -> None:
    """Publish the first version of each program's look."""
    for program_id, look in LOOKS.items():
        portal_gateway.look_publish(author="setup", program_id=program_id, **look)
