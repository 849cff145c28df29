from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plan", "0002_live_day"),
    ]

    operations = [
        migrations.AddField(
            model_name="planday",
            name="saved_seconds",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="planday",
            name="searched_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
