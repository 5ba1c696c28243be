"""HTML that a partner pastes into a page. Pure; everything is escaped."""

from __future__ import annotations

from html import escape

REL = "sponsored nofollow noopener"


def banner_code(link_url: str, image_url: str, title: str, width: int, height: int) -> str:
    """An image that leads to the partner's link."""
    return (
        f'<a href="{escape(link_url)}" rel="{REL}">'
        f'<img src="{escape(image_url)}" alt="{escape(title)}" '
        f'width="{width}" height="{height}" loading="lazy"></a>'
    )


def text_code(link_url: str, text: str) -> str:
    """A text that leads to the partner's link."""
    return f'<a href="{escape(link_url)}" rel="{REL}">{escape(text)}</a>'
