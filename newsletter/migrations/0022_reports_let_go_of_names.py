from django.db import migrations


def let_go(apps, _editor):
    """Reports that were dealt with need no names any more."""
    reports = apps.get_model("newsletter", "DeliveryReport").objects
    reports.exclude(outcome="waiting").update(address_hash="", provider_id="")


class Migration(migrations.Migration):

    dependencies = [
        ('newsletter', '0021_collections_in_pages'),
    ]

    operations = [
        migrations.RunPython(let_go, migrations.RunPython.noop, elidable=True),
    ]
