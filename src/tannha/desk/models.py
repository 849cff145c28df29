"""Tables of the desk: checks and the decision on each. What was scanned is kept encrypted, only while needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from tannha.desk.rules.purpose import CheckState, Enough, Purpose
from tannha.ground.ids import new_id

if TYPE_CHECKING:
    from uuid import UUID


class Check(models.Model):
    """One look at a card, or one emergency without a card: for which purpose, what was told, what the desk
    did.

    `facts` are wire words and days, no personal data. `kept_copy` is the scanned text under the server's key;
    it goes when the check is decided, or with the shift.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ward = models.ForeignKey("ground.AdminArea", on_delete=models.PROTECT, related_name="+")
    clerk = models.ForeignKey("ground.User", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20, choices=[(word.value, word.value) for word in Purpose])
    at = models.DateTimeField()
    resident = models.ForeignKey("roll.Resident", null=True, on_delete=models.PROTECT, related_name="+")
    facts = models.JSONField(default=list)
    enough = models.CharField(
        max_length=24, blank=True, choices=[(word.value, word.value) for word in Enough]
    )
    state = models.CharField(
        max_length=12, default=CheckState.OPEN, choices=[(word.value, word.value) for word in CheckState]
    )
    kept_copy = models.BinaryField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True)
    repeated_at = models.DateTimeField(null=True)

    if TYPE_CHECKING:
        ward_id: UUID
        clerk_id: UUID
        resident_id: UUID | None

    class Meta:
        """In order; an emergency has its reason; a decided check has its moment."""

        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="emergency") | ~Q(reason=""), name="desk_emergency_reason"
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(decided_at__isnull=False), name="desk_decided_at"
            ),
        ]
        indexes = [models.Index(fields=["clerk", "state", "at"], name="desk_check_clerk")]

    def __str__(self) -> str:
        """Nothing personal."""
        return f"check {self.pk}"
