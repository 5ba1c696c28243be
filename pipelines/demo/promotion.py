"""What the demo's partners promote with: landing pages, creatives, links, a source of postbacks."""

from __future__ import annotations

import struct
import zlib
from typing import Any

from pipelines.demo.world import PROGRAMS
from pipelines.lib import portal_gateway

PAGES = {"offer": "Present offer", "welcome": "Welcome page"}
SIZES = ((300, 250, "rectangle"), (728, 90, "leaderboard"), (320, 100, "phone"))
INKS = {
    "larkspur": (38, 74, 196), "brightspin": (122, 35, 82), "summit": (14, 104, 96),
    "ledgerly": (90, 80, 20),
}  # fmt: skip
TEXTS = {
    "larkspur": "Trade gold and indices with Larkspur Markets. Losses can exceed deposits.",
    "brightspin": "Play at Brightspin from 18 years on. Gambling can be addictive; set a limit.",
    "summit": "Pass the challenge and trade funded capital at Summit.",
    "ledgerly": "Invoices and books in one place: try Ledgerly for 30 days.",
}
LINKS = (("Spring newsletter", {"sub1": "news-04"}), ("Video review", {"sub1": "video-117"}))


def create() -> None:
    """Fill each program's library; give the demo's partner two links beside its first."""
    for program in PROGRAMS:
        program_id = program.program_id
        for path, title in PAGES.items():
            portal_gateway.landing_page_create(
                author="setup", program_id=program_id, title=title,
                url=f"https://{program_id}.example/{path}",
            )  # fmt: skip
        for width, height, shape in SIZES:
            _publish(
                program_id, title=f"{program.name}, {shape}", kind="banner",
                file_name=f"{shape}.png", content=banner(width, height, INKS[program_id]),
            )  # fmt: skip
        _publish(program_id, title="One sentence", kind="text", language="en",
                 text=TEXTS[program_id])  # fmt: skip
        portal_gateway.postback_source_create(
            author="setup", program_id=program_id, source_id=f"{program_id}-crm", name="CRM",
            currency_code=program.currency_code,
        )  # fmt: skip
    for campaign, subs in LINKS:
        portal_gateway.link_build(
            author="setup", program_id="larkspur", partner_id="P-2002",
            destination="https://larkspur.example/offer", campaign=campaign, subs=subs,
        )  # fmt: skip


def banner(width: int, height: int, ink: tuple[int, int, int]) -> bytes:
    """A PNG in one colour with three lighter bars that rise: a drawing, not a photograph."""
    light = tuple(min(255, value + 70) for value in ink)
    rows = []
    for y in range(height):
        row = bytearray(b"\x00")
        for x in range(width):
            bar = (x * 8) // width
            is_bar = bar in (2, 4, 6) and y > height - (bar * height) // 8
            row += bytes(light if is_bar else ink)
        rows.append(bytes(row))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"".join(rows), 9)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(body).to_bytes(4) + name + body + zlib.crc32(name + body).to_bytes(4)
        for name, body in ((b"IHDR", head), (b"IDAT", data), (b"IEND", b""))
    )


def _publish(program_id: str, **fields: Any) -> None:
    portal_gateway.creative_publish(author="setup", program_id=program_id, **fields)
