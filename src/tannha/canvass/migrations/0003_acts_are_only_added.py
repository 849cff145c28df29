"""Acts of a case are only added: the database itself refuses change and deletion."""

from django.db import migrations

from tannha.ground.store.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("canvass", "0002_family_requests")]

    operations = [append_only("canvass_caseact")]
