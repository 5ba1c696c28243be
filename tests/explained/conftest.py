"""People of the fixture in browsers and at the API."""

from tests.portal.api.conftest import api_of
from tests.portal.web.partner.conftest import _in_english, browser_of, fixture_data

__all__ = ["_in_english", "api_of", "browser_of", "fixture_data"]
