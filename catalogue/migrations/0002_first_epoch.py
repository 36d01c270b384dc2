"""The log begins its first life."""

from django.db import migrations


def begin(apps, schema_editor):
    epoch = apps.get_model("catalogue", "Epoch")
    if not epoch.objects.exists():
        epoch.objects.create()


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
