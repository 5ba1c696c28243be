"""Where each address leads: partner pages at the root, staff pages under /staff/."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from portal.accounts import oidc_views
from portal.web.base import brand
from portal.web.base import views as base_views
from portal.web.base.identity_check import identity_check
from portal.web.partner import creatives

handler403 = "portal.web.base.errors.denied"
handler404 = "portal.web.base.errors.missing"
handler500 = "portal.web.base.errors.failed"


def _pages() -> list[URLPattern | URLResolver]:
    """The pages of partners and staff, as far as their packages are there."""
    found: list[URLPattern | URLResolver] = []
    if find_spec("portal.web.staff") and find_spec("portal.web.staff.urls"):
        found.append(path("staff/", include("portal.web.staff.urls")))
    if find_spec("portal.web.partner") and find_spec("portal.web.partner.urls"):
        found.append(path("", include("portal.web.partner.urls")))
    else:
        found.append(path("", base_views.home, name="home"))
    return found


urlpatterns: list[URLPattern | URLResolver] = [
    path("account/step-up", base_views.step_up, name="step_up"),
    path("account/", include("portal.accounts.urls")),
    path("language", base_views.language, name="set_language"),
    path("theme", base_views.theme, name="set_theme"),
    path("keys", base_views.keys, name="set_keys"),
    path("identity/o/authorize", oidc_views.authorize),
    path("", include("allauth.idp.urls")),
    path("internal/session-check", oidc_views.session_check, name="session_check"),
    path("identity-check/<slug:source_id>", identity_check, name="identity_check"),
    path("healthz", base_views.healthz, name="healthz"),
    path("styleguide", base_views.styleguide, name="styleguide"),
    path("api/", include("portal.api.urls")),
    path("brand/<slug:program_id>/<slug:sheet_hash>.css", brand.sheet, name="brand_sheet"),
    path("brand/<slug:program_id>/<slug:sha256>.<slug:kind>", brand.logo, name="brand_logo"),
    path("creative/<slug:public_id>", creatives.public_image, name="creative_image"),
    *_pages(),
]
