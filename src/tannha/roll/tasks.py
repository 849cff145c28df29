"""Background work of the roll: reading and writing large lists while pages stay quick."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django_tasks import task

from tannha.ground import clock
from tannha.ground.models import User
from tannha.ground.refusal import Refused
from tannha.ground.sign_in import actor_of
from tannha.roll import service


@task()
def read_file(batch_id: str, user_id: str, moment: str) -> bool:
    """Read a kept file as the person who handed it over; whether it stands staged now."""
    user = User.objects.filter(pk=UUID(user_id), is_active=True).first()
    if user is None:
        service.put_aside(UUID(batch_id))
        return False
    try:
        return service.read_taken(actor_of(user), batch_id=UUID(batch_id), now=datetime.fromisoformat(moment))
    except Refused:
        service.put_aside(UUID(batch_id))
        return False


@task()
def write_import(batch_id: str, user_id: str, moment: str) -> int:
    """Accept a list as the person who handed it over; gives residents written, 0 where it was refused meanwhile."""
    user = User.objects.filter(pk=UUID(user_id), is_active=True).first()
    if user is None:
        service.take_back(UUID(batch_id))
        return 0
    try:
        batch = service.accept_import(
            actor_of(user), batch_id=UUID(batch_id), now=datetime.fromisoformat(moment)
        )
    except Refused:
        service.take_back(UUID(batch_id))
        return 0
    return batch.written


@task()
def make_names_table(table_id: str, moment: str) -> bool:
    """Make a table that two persons asked for; whether it stands now."""
    return service.make_table(UUID(table_id), now=datetime.fromisoformat(moment))


@task()
def sweep_names_tables() -> int:
    """Delete tables that have had their time."""
    return service.sweep_tables(clock.now())
