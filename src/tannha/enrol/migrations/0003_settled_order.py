"""Rows of one moment stand in the order they were made, on every database."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("enrol", "0002_acts_are_only_added"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="enrolment",
            options={"ordering": ["arrived_at", "id"]},
        ),
        migrations.AlterModelOptions(
            name="packet",
            options={"ordering": ["sealed_at", "id"]},
        ),
    ]
