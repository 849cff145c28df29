"""A plan is kept with the bound that was proven for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plan", "0004_drive_proof"),
    ]

    operations = [
        migrations.AddField(
            model_name="planday",
            name="bounded_version",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="planday",
            name="least_unserved",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
