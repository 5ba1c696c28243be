"""Pictures that people hand in, made anew from their pixels: what else the file held is gone."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from portal.partners.errors import DomainError

LARGEST_SIDE = 4096
FORMATS = ("PNG", "JPEG")


@dataclass(frozen=True)
class Picture:
    """A picture's bytes, its format (PNG or JPEG), width and height in pixels."""

    content: bytes
    format: str
    width: int
    height: int


def picture_remade(content: bytes, *formats: str, largest_side: int = LARGEST_SIDE) -> Picture:
    """The picture without anything but its pixels. `formats`: PNG, JPEG (both, if none is named).

    Raises DomainError `bad_image`: no such picture, cut off, or larger than `largest_side`.
    """
    refusal = DomainError(
        "bad_image",
        _("The file is no whole %(formats)s of at most %(side)s pixels a side.")
        % {"formats": _(" or ").join(formats or FORMATS), "side": largest_side},
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=formats or FORMATS) as found:
                if not all(0 < side <= largest_side for side in found.size):
                    raise refusal
                kind = found.format or ""
                found.load()
                pixels = _plain(found, kind)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError,
            Image.DecompressionBombError, Image.DecompressionBombWarning):  # fmt: skip
        raise refusal from None
    made = io.BytesIO()
    more = {"quality": 90, "optimize": True} if kind == "JPEG" else {"optimize": True}
    pixels.save(made, kind, **more)
    return Picture(made.getvalue(), kind, pixels.width, pixels.height)


def _plain(found: Image.Image, kind: str) -> Image.Image:
    if kind == "JPEG":
        return found.convert("RGB")
    return found.convert("RGBA" if "A" in found.mode or "transparency" in found.info else "RGB")
