"""Tables with names that leave the house, and who asked to stand in none: part of `models`, from where they come."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from tannha.ground.ids import new_id


class Restriction(models.Model):
    """The person asked that their data be used for nothing beyond the office's duty: no export names them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    resident = models.OneToOneField("roll.Resident", on_delete=models.PROTECT, related_name="restriction")
    since = models.DateTimeField()


class NamesTable(models.Model):
    """A large table with names that two persons asked for: made by the worker, taken by either of them, gone in a day.

    `entry` is the journal's number of the act that names everybody in it; `kept` the encrypted file.
    """

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting"
        MAKING = "making"
        READY = "ready"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ward = models.ForeignKey("ground.AdminArea", on_delete=models.PROTECT, related_name="+")
    entry = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    columns = models.JSONField()
    group = models.ForeignKey("roll.ResidentialGroup", null=True, on_delete=models.CASCADE, related_name="+")
    statuses = models.JSONField(default=list)
    form = models.CharField(max_length=4)
    language = models.CharField(max_length=8)
    people = models.PositiveIntegerField()
    made = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("ground.User", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("ground.User", on_delete=models.PROTECT, related_name="+")
    ready_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField()
    kept = models.BinaryField(null=True)

    if TYPE_CHECKING:
        ward_id: UUID
        group_id: UUID | None

    class Meta:
        """Oldest first; another person confirmed."""

        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(asked_by=F("second")), name="roll_table_two_persons")
        ]
