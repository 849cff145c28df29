"""Rows of one moment stand in the order they were made, on every database."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("issue", "0003_chips"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="decision",
            options={"ordering": ["at", "id"]},
        ),
        migrations.AlterModelOptions(
            name="receipt",
            options={"ordering": ["at", "id"]},
        ),
    ]
