from django.db import migrations

from portal.audit import triggers


class Migration(migrations.Migration):
    """The database refuses to change or remove audit events."""

    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(triggers.create, triggers.drop)]
