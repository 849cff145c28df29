"""Acts of a card are only added: the database itself refuses change and deletion."""

from django.db import migrations

from tannha.ground.store.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("issue", "0001_initial")]

    operations = [append_only("issue_cardact")]
