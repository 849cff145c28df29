"""Rows of one moment stand in the order they were made, on every database."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("canvass", "0003_acts_are_only_added"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="familyrequest",
            options={"ordering": ["asked_at", "id"]},
        ),
        migrations.AlterModelOptions(
            name="visit",
            options={"ordering": ["at", "id"]},
        ),
        migrations.AlterModelOptions(
            name="walk",
            options={"ordering": ["on", "made_at", "id"]},
        ),
    ]
