"""Rows of one moment stand in the order they were made, on every database."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0001_initial"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="check",
            options={"ordering": ["at", "id"]},
        ),
    ]
