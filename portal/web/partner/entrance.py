"""Addresses before one is a partner: applying, its status, joining by invitation."""

from __future__ import annotations

from django.urls import path

from portal.web.partner import apply, join

_ONE = "applications/<slug:program_id>/<slug:application_id>/"

PAGES = [
    path("apply/", apply.programs, name="apply_programs"),
    path("apply/<slug:program_id>/", apply.apply, name="apply"),
    path("apply/<slug:program_id>/verify/<str:token>/", apply.verify, name="apply_verify"),
    path(_ONE, apply.status, name="application"),
    path(_ONE + "files/", apply.add_files, name="application_files"),
    path(_ONE + "submit/", apply.submit, name="application_submit"),
    path("invitation/<str:code>/", join.join, name="invitation"),
]
