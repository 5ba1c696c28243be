"""A QR code as SVG without style or colour of its own: the page's CSS decides."""

from __future__ import annotations

import segno

QUIET = 4  # modules of white around it, as the standard asks


def qr_svg(text: str) -> tuple[str, int]:
    """The path of the dark modules and the side in modules, quiet zone included."""
    code = segno.make(text, error="m", micro=False)
    steps = []
    for y, row in enumerate(code.matrix):
        x = 0
        while x < len(row):
            run = next((n for n in range(x, len(row)) if not row[n]), len(row)) - x
            if run:
                steps.append(f"M{x + QUIET} {y + QUIET}h{run}v1h-{run}z")
            x += run or 1
    return "".join(steps), len(code.matrix) + 2 * QUIET


def qr_file(text: str) -> bytes:
    """The code as an SVG file to print: black on white."""
    path, side = qr_svg(text)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        f'<path d="{path}"/></svg>\n'
    ).encode()
