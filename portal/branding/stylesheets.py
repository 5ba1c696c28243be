"""A version's colours as a style sheet, named by the hash of its content. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from portal.branding.colours import TOKENS

# What the house's sheet deepens for people who ask for more contrast stays theirs.
SOFT = ("ink-2", "ink-3", "rule", "rule-2")


def sheet_of(colours: Mapping[str, Sequence[str]]) -> str:
    """The style sheet: custom properties of the root and nothing else; empty without colours."""
    firm = [_line(token, colours[token]) for token in TOKENS
            if token in colours and token not in SOFT]  # fmt: skip
    soft = [_line(token, colours[token]) for token in TOKENS if token in colours and token in SOFT]
    parts = []
    if firm:
        parts.append(":root {\n" + "\n".join(firm) + "\n}\n")
    if soft:
        body = "\n".join(soft)
        parts.append(f"@media not all and (prefers-contrast: more) {{\n:root {{\n{body}\n}}\n}}\n")
    return "".join(parts)


def hash_of(sheet: str) -> str:
    """What stands in its address; empty for an empty sheet."""
    return hashlib.sha256(sheet.encode()).hexdigest()[:32] if sheet else ""


def _line(token: str, values: Sequence[str]) -> str:
    return f"  --{token}: light-dark({values[0]}, {values[1]});"
