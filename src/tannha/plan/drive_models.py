"""Proofs of a ward's drive, made by the worker: part of ``models``, from where they come. Nobody is named."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models

from tannha.ground.ids import new_id


class DriveProof(models.Model):
    """A drive whose sampled days are planned for real: the ward's figures as they were asked about, how far it is, and
    the drive that came of it. ``told_at`` is when the worker was last heard of."""

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting"
        WORKING = "working"
        DONE = "done"
        ENDED = "ended"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ward = models.ForeignKey("ground.AdminArea", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    figures = models.TextField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    round = models.PositiveSmallIntegerField(default=0)
    days = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveSmallIntegerField(default=0)
    drive = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    told_at = models.DateTimeField()

    if TYPE_CHECKING:
        ward_id: UUID

    class Meta:
        """One proof of the same figures."""

        constraints = [models.UniqueConstraint(fields=["ward", "digest"], name="plan_drive_proof_once")]
