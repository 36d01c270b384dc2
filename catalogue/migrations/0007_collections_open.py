"""The catalogue remembers which collections its log tells of as public."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def open_what_is_public(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What followers know of needs no telling again."""
    CuratedCollection = apps.get_model("catalogue", "CuratedCollection")
    CuratedCollection.objects.filter(is_public=True).update(is_open=True)


class Migration(migrations.Migration):
    """One column."""

    dependencies = [("catalogue", "0006_stored_as_served")]

    operations = [
        migrations.AddField(
            model_name="curatedcollection",
            name="is_open",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text="Whether the log tells of it as public; written by the catalogue alone.",
            ),
        ),
        migrations.RunPython(open_what_is_public, migrations.RunPython.noop),
    ]
