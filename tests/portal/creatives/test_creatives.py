"""Creatives: a library, embed code with one's own link, and nothing shown once withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import escape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.accounts.models import User
from portal.creatives.models import Creative
from portal.creatives.services import creative_publish, creative_withdraw, version_publish
from portal.links.services import link_create
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.pictures import picture_remade
from tests.portal.creatives.conftest import png

BY = Author("test")
BASE = "/larkspur/P-2002/creatives/"


def browser(name: str) -> Client:
    found = Client()
    found.force_login(User.objects.get(email=f"{name}@example.com"))
    return found


def link(partner_id: str, code: str) -> None:
    link_create(by=BY, program_id="larkspur", partner_id=partner_id, link_code=code,
                destination="https://larkspur.example/")  # fmt: skip


def test_the_library_shows_it_with_size_and_language(banner: Creative) -> None:
    page = browser("nadia").get(BASE).content.decode()
    assert "300 × 250" in page
    assert "German" in page
    assert "<b>" not in page


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ("?size=300x250", True), ("?size=728x90", False), ("?kind=text", False),
        ("?language=de", True),
    ],
)  # fmt: skip
def test_filters_narrow(banner: Creative, query: str, is_there: bool) -> None:
    assert (banner.public_id in browser("nadia").get(BASE + query).content.decode()) is is_there


def test_the_code_carries_the_partner_s_link_and_is_escaped(banner: Creative) -> None:
    link("P-2002", "nadia-link")
    page = browser("nadia").get(BASE + f"{banner.public_id}/").content.decode()
    assert escape("/r/nadia-link") in page
    assert "alt=&amp;quot;" not in page
    assert "&amp;quot;now&amp;quot; &amp;lt;b&amp;gt;" in page, (
        "escaped for the page and for itself"
    )
    assert f"/creative/{banner.public_id}" in page


def test_another_partner_s_link_is_not_there(banner: Creative) -> None:
    link("P-2004", "strangers")
    assert browser("nadia").get(BASE + f"{banner.public_id}/?link=strangers").status_code == 404


def test_everybody_sees_the_image_until_it_is_withdrawn(banner: Creative) -> None:
    path = f"/creative/{banner.public_id}"
    response = Client().get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    creative_withdraw(by=BY, creative=banner, reason="the offer ended")
    assert Client().get(path).status_code == 404
    page = browser("nadia").get(BASE).content.decode()
    assert "the offer ended" in page
    assert path not in page
    assert browser("nadia").get(BASE + f"{banner.public_id}/file").status_code == 404


def test_what_has_expired_is_gone_too(banner: Creative) -> None:
    banner.expires_on = date(2026, 10, 1)
    banner.save()
    assert Client().get(f"/creative/{banner.public_id}").status_code == 404
    assert "It has expired" in browser("nadia").get(BASE).content.decode()


def test_a_new_version_is_shown_under_the_same_address(banner: Creative) -> None:
    version_publish(by=BY, creative=banner, upload=SimpleUploadedFile("b.png", png(10, 20)))
    body = b"".join(Client().get(f"/creative/{banner.public_id}").streaming_content)  # type: ignore
    assert (found := picture_remade(body, "PNG")).format == "PNG"
    assert (found.width, found.height) == (10, 20)
    assert banner.versions.count() == 2


def test_a_download_is_an_attachment(banner: Creative) -> None:
    response = browser("nadia").get(BASE + f"{banner.public_id}/file")
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_another_program_s_creative_is_not_there(banner: Creative) -> None:
    for path in ("", "file"):
        address = f"/tamarind/P-3001/creatives/{banner.public_id}/{path}"
        assert browser("nadia").get(address).status_code == 404


@pytest.mark.parametrize("page", ["", "x/", "x/file"])
def test_pages_of_others_are_not_there(banner: Creative, page: str) -> None:
    path = BASE + page.replace("x", banner.public_id)
    assert browser("stranger").get(path).status_code == 404
    assert browser("nadia").post(path).status_code == 405


SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.svg", SVG), ("a.png", SVG), ("a.png", b"\x89PNG\r\n\x1a\n"), ("a.html", b"<script>"),
        ("a.png", png(5000, 1)), ("a.gif", b"GIF89a"), ("a.jpg", b"\xff\xd8\xff" + b"\x00" * 50),
    ],
)  # fmt: skip
def test_only_whole_images_are_taken(
    browser_of: Callable[..., Any], name: str, data: bytes
) -> None:
    browser_of("nadia")
    with pytest.raises(DomainError):
        creative_publish(by=BY, program_id="larkspur", title="x", kind="banner",
                         upload=SimpleUploadedFile(name, data))  # fmt: skip
    assert Creative.objects.count() == 0
