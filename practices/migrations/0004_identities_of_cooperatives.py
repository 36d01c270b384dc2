"""Give cooperatives that were there before their identity and their address."""

import uuid

from django.db import migrations
from django.utils.text import slugify


def identify(apps, schema_editor):
    """Name every record; those of the same name get a part of their identity behind it."""
    Cooperative = apps.get_model("practices", "Cooperative")
    rows = Cooperative.objects.using(schema_editor.connection.alias)
    taken = set()
    for row in rows.order_by("pk"):
        row.uid = uuid.uuid4()
        slug = slugify(row.short_name or row.name)[:70].strip("-") or "cooperativa"
        row.slug = f"{slug}-{row.uid.hex[:8]}" if slug in taken else slug
        taken.add(row.slug)
        row.save(update_fields=["uid", "slug"])


class Migration(migrations.Migration):
    dependencies = [("practices", "0003_cooperatives_in_full")]

    operations = [migrations.RunPython(identify, migrations.RunPython.noop)]
