from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("events", "0003_several_audiences")]

    operations = [
        migrations.RemoveField(
            model_name='eventpage',
            name='audience',
        ),
    ]
