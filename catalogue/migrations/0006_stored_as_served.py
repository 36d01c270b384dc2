"""PostgreSQL keeps the texts of entries as they are served: they are read far more often than
written, and taking 20 of them out of their compression cost more than finding them. What is
there already changes with its next publication.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

COLUMNS = ("card", "detail")


def _store(schema_editor: BaseDatabaseSchemaEditor, how: str) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for column in COLUMNS:
            schema_editor.execute(
                f"ALTER TABLE catalogue_entry ALTER COLUMN {column} SET STORAGE {how}"
            )


def uncompressed(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Keep new texts as they are."""
    _store(schema_editor, "EXTERNAL")


def compressed(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Compress new texts, as PostgreSQL does by itself."""
    _store(schema_editor, "EXTENDED")


class Migration(migrations.Migration):
    """A matter of the database alone: no model changes."""

    dependencies = [("catalogue", "0005_reconciliations")]

    operations = [migrations.RunPython(uncompressed, compressed)]
