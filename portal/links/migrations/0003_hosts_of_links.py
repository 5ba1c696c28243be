"""Hosts to which links already lead are allowed: the operator entered those links."""

from typing import Any
from urllib.parse import urlsplit

from django.db import migrations


def allow_hosts_of_links(apps: Any, schema_editor: Any) -> None:
    Link = apps.get_model("links", "Link")
    AllowedHost = apps.get_model("links", "AllowedHost")
    LandingPage = apps.get_model("links", "LandingPage")
    for link in Link.objects.order_by("created_at", "pk"):
        host = (urlsplit(link.destination).hostname or "").lower()
        if not host:
            continue
        AllowedHost.objects.get_or_create(
            program_id=link.program_id, host=host, defaults={"created_at": link.created_at}
        )
        LandingPage.objects.get_or_create(
            program_id=link.program_id,
            url=link.destination,
            defaults={"title": "Start page", "created_at": link.created_at},
        )


class Migration(migrations.Migration):
    dependencies = [("links", "0002_destinations")]
    operations = [migrations.RunPython(allow_hosts_of_links, migrations.RunPython.noop)]
