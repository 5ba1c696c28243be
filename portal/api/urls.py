"""Addresses of the API; its description is open to everybody: it holds no data."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.views.decorators.csrf import csrf_exempt

from portal.api.api import addresses, unknown

urlpatterns = [
    path("v1/", include((addresses(), "ninja"), namespace="api")),
    re_path(r"^(?P<rest>.*)$", csrf_exempt(login_not_required(unknown)), name="api_unknown"),
]
