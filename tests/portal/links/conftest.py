"""Browsers of the fixture's people, for pages with which partners promote."""

from __future__ import annotations

from tests.portal.web.partner.conftest import _in_english, browser_of, fixture_data

__all__ = ["_in_english", "browser_of", "fixture_data"]
