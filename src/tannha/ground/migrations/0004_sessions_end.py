"""From which moment on an account's sessions count."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ground", "0003_invitations_settings")]

    operations = [
        migrations.AddField(
            model_name="user", name="sessions_from", field=models.DateTimeField(blank=True, null=True)
        ),
    ]
