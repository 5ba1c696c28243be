"""A logo draws and does nothing else; a picture keeps nothing but its pixels."""

from __future__ import annotations

import io

import pytest
from PIL import Image, PngImagePlugin

from portal.branding.logos import logo_checked
from portal.partners.errors import DomainError
from portal.pictures import picture_remade

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"'
GOOD = f'{HEAD}><title>Mark</title><path d="M0 0h10v10z" fill="#123456"/></svg>'
HOSTILE = (
    f"{HEAD}><script>alert(1)</script></svg>",
    f'{HEAD} onload="alert(1)"><path d="M0 0"/></svg>',
    f'{HEAD}><foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject></svg>',
    f'{HEAD}><image href="https://evil.example/x.png"/></svg>',
    f'{HEAD}><use href="https://evil.example/x.svg#a"/></svg>',
    f'{HEAD}><use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="data:image/svg+xml,x"/>'
    "</svg>",
    f'{HEAD}><a href="javascript:alert(1)"><path d="M0 0"/></a></svg>',
    f"{HEAD}><style>@import url(https://evil.example/x.css)</style></svg>",
    f'{HEAD}><path d="M0 0" style="fill:url(https://evil.example)"/></svg>',
    f'{HEAD}><path d="M0 0" fill="url(https://evil.example/#a)"/></svg>',
    f'{HEAD}><animate attributeName="href" to="javascript:alert(1)"/></svg>',
    f'{HEAD}><set attributeName="onload" to="alert(1)"/></svg>',
    f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>{HEAD}><title>&x;</title></svg>',
    '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg>&b;</svg>',
    '<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>',
    '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>',
    "not a picture at all",
    f"{HEAD}>" + "<g/>" * 20_000 + "</svg>",
)


def png(size: tuple[int, int] = (40, 20), **more: str) -> bytes:
    about = PngImagePlugin.PngInfo()
    for key, value in more.items():
        about.add_text(key, value)
    made = io.BytesIO()
    Image.new("RGBA", size, (200, 20, 20, 120)).save(made, "PNG", pnginfo=about)
    return made.getvalue()


def test_a_drawing_is_kept_as_a_drawing() -> None:
    logo = logo_checked("Mark.SVG", b'<?xml version="1.0"?><!-- mine -->' + GOOD.encode())
    assert logo.kind == "svg"
    assert b'fill="#123456"' in logo.content
    assert b"mine" not in logo.content
    assert logo.content.startswith(b'<svg xmlns="http://www.w3.org/2000/svg"')


@pytest.mark.parametrize("text", HOSTILE)
def test_what_could_do_more_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(DomainError, match="SVG"):
        logo_checked("logo.svg", text.encode())


def test_a_png_is_made_anew_from_its_pixels() -> None:
    given = png(Comment="<script>alert(1)</script>") + b"PK\x03\x04 and an archive behind it"
    logo = logo_checked("logo.png", given)
    assert logo.kind == "png"
    assert b"script" not in logo.content
    assert b"archive" not in logo.content
    with Image.open(io.BytesIO(logo.content)) as found:
        assert (found.size, found.mode) == ((40, 20), "RGBA")
        assert found.getpixel((3, 3)) == (200, 20, 20, 120)


@pytest.mark.parametrize("name", ["logo.gif", "logo.svg.html", "logo"])
def test_other_kinds_are_refused(name: str) -> None:
    with pytest.raises(DomainError, match="SVG or a PNG"):
        logo_checked(name, png())


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", png()[:60], png((5000, 1)),
                                     GOOD.encode()])  # fmt: skip
def test_a_picture_that_is_none_is_refused(content: bytes) -> None:
    with pytest.raises(DomainError, match="no whole"):
        picture_remade(content)
