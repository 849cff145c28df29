"""Rows of one moment stand in the order they were made, on every database."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("roll", "0006_names_tables"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="correction",
            options={"ordering": ["made_at", "id"]},
        ),
        migrations.AlterModelOptions(
            name="grouphead",
            options={"ordering": ["since", "noted_at", "id"]},
        ),
        migrations.AlterModelOptions(
            name="helddocument",
            options={"ordering": ["noted_at", "id"]},
        ),
        migrations.AlterModelOptions(
            name="importbatch",
            options={"ordering": ["staged_at", "id"]},
        ),
        migrations.AlterModelOptions(
            name="merge",
            options={"ordering": ["merged_at", "id"]},
        ),
        migrations.AlterModelOptions(
            name="namestable",
            options={"ordering": ["asked_at", "id"]},
        ),
        migrations.AlterModelOptions(
            name="proposal",
            options={"ordering": ["proposed_at", "id"]},
        ),
        migrations.AlterModelOptions(
            name="representative",
            options={"ordering": ["noted_at", "id"]},
        ),
        migrations.AlterModelOptions(
            name="supporter",
            options={"ordering": ["noted_at", "id"]},
        ),
    ]
