"""Makes a store ready: applies migrations only where the store does not already stand at the newest ones."""

from __future__ import annotations

import fcntl

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tannha.ground.data_folder import DataFolder


def make_ready() -> bool:
    """Bring the tables up to date; true where something had to be done. Two processes wait for each other."""
    if not pending():
        return False
    with (DataFolder.current().path / "migrating").open("w") as hold:
        fcntl.flock(hold, fcntl.LOCK_EX)
        if pending():
            call_command("migrate", verbosity=0, interactive=False)
    return True


def pending() -> bool:
    """Whether migrations wait."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
