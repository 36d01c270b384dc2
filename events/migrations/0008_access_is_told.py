from hashlib import sha256

from django.db import migrations, models


def note_what_guests_know(apps, schema_editor):
    """Lists that are open already: their guests know the ways in that the page has now."""
    book_model = apps.get_model("events", "EventBook")
    for book in book_model.objects.filter(page__isnull=False).select_related("page").iterator():
        if book.told and "access" not in book.told:
            secrets = (book.page.online_url, book.page.dial_in)
            known = sha256("\n".join(secrets).encode()).hexdigest() if any(secrets) else ""
            book.told = {**book.told, "access": known}
            book.save(update_fields=["told"])


class Migration(migrations.Migration):
    dependencies = [("events", "0007_events_belong")]

    operations = [
        migrations.AlterField(
            model_name="eventpage",
            name="online_url",
            field=models.URLField(
                blank=True,
                help_text="Never published: only those who have a confirmed seat find it, in their mail and on their own page. If it changes later, you are asked whether to tell them.",
                verbose_name="online address",
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("moved", "Another date or time"),
                    ("place", "Another place"),
                    ("moved-online", "Moved online"),
                    ("access", "Another online address"),
                    ("postponed", "Postponed"),
                    ("cancelled", "Cancelled"),
                    ("back", "Takes place after all"),
                ],
                max_length=12,
                verbose_name="what",
            ),
        ),
        migrations.RunPython(note_what_guests_know, migrations.RunPython.noop, elidable=True),
    ]
