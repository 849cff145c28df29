"""The journal is append-only: triggers refuse change, deletion and (PostgreSQL) truncation on both engines."""

from django.db import migrations

TABLES = ("ground_journalentry", "ground_journalperson")

SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
"""

POSTGRESQL_FUNCTION = """
CREATE FUNCTION ground_journal_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$
"""

POSTGRESQL = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION ground_journal_append_only()
"""


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_FUNCTION)
        verbs, trigger = ("UPDATE", "DELETE", "TRUNCATE"), POSTGRESQL
    else:
        verbs, trigger = ("UPDATE", "DELETE"), SQLITE
    for table in TABLES:
        for verb in verbs:
            schema_editor.execute(trigger.format(table=table, verb=verb))


def remove(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        for verb in ("UPDATE", "DELETE", "TRUNCATE") if postgresql else ("UPDATE", "DELETE"):
            where = f" ON {table}" if postgresql else ""
            schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}{where}")
    if postgresql:
        schema_editor.execute("DROP FUNCTION ground_journal_append_only()")


class Migration(migrations.Migration):
    dependencies = [("ground", "0001_initial")]

    operations = [migrations.RunPython(make, remove, elidable=False)]
