"""Browsers of the fixture's people, and a library."""

from __future__ import annotations

import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.creatives.models import Creative
from portal.creatives.services import creative_publish
from portal.partners.authors import Author
from tests.portal.web.partner.conftest import _in_english, browser_of, fixture_data

__all__ = ["_in_english", "browser_of", "fixture_data"]


def png(width: int, height: int) -> bytes:
    """A whole PNG of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data).to_bytes(4)
        return len(data).to_bytes(4) + kind + data + check

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\x00" + b"\x80" * width) * height
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + (chunk(b"IEND", b""))
    )


@pytest.fixture
def banner(browser_of: object) -> Creative:
    browser_of("nadia")  # type: ignore[operator]
    return creative_publish(
        by=Author("test"), program_id="larkspur", title='Gold "now" <b>', kind="banner",
        language="de", upload=SimpleUploadedFile("gold.png", png(300, 250)),
    )  # fmt: skip
