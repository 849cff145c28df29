"""Rows of one moment stand in the order they were made, on every database."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0001_initial"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="incident",
            options={"ordering": ["-detected_at", "-id"]},
        ),
        migrations.AlterModelOptions(
            name="rightsrequest",
            options={"ordering": ["received_on", "taken_at", "id"]},
        ),
    ]
