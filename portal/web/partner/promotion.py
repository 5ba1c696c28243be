"""Addresses of the pages with which partners promote: links, creatives, developers."""

from __future__ import annotations

from django.urls import URLPattern, path

from portal.web.partner import creatives, developers, links

PAGES: list[URLPattern] = [
    path("links/", links.listing, name="links"),
    path("links/new/", links.new, name="links_new"),
    path("links/bulk/", links.bulk, name="links_bulk"),
    path("links/links.csv", links.links_csv, name="links_csv"),
    path("links/code/<slug:link_code>/", links.one, name="links_one"),
    path("links/code/<slug:link_code>/qr.svg", links.qr, name="links_qr"),
    path("links/code/<slug:link_code>/test/", links.test, name="links_test"),
    path("links/code/<slug:link_code>/archive/", links.archive, name="links_archive"),
    path("creatives/", creatives.library, name="creatives"),
    path("creatives/<slug:public_id>/", creatives.one, name="creatives_one"),
    path("creatives/<slug:public_id>/file", creatives.file, name="creatives_file"),
    path("developers/", developers.tokens, name="developers"),
    path("developers/tokens/<int:token_id>/", developers.revoke, name="developers_revoke"),
    path("developers/hooks/", developers.hooks, name="developers_hooks"),
    path("developers/hooks/<int:endpoint_id>/", developers.hooks_remove, name="hooks_remove"),
    path("developers/hooks/<int:endpoint_id>/test/", developers.hooks_test, name="hooks_test"),
    path("developers/log/<int:delivery_id>/", developers.hooks_repeat, name="hooks_repeat"),
    path("developers/conversions/", developers.received, name="developers_received"),
]
