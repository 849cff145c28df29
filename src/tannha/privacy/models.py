"""Tables of residents' rights: requests and incidents. Who looked at whom is in the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from tannha.ground.ids import new_id
from tannha.privacy.rules.rights import Outcome, RequestKind, RequestState

if TYPE_CHECKING:
    from uuid import UUID


class RightsRequest(models.Model):
    """What a resident asked about their data, by when it is due, and what they were told."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ward = models.ForeignKey("ground.AdminArea", on_delete=models.PROTECT, related_name="+")
    resident = models.ForeignKey(
        "roll.Resident", null=True, on_delete=models.PROTECT, related_name="rights_requests"
    )
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in RequestKind])
    asked_by = models.CharField(max_length=200)
    channel = models.CharField(max_length=8)
    words = models.CharField(max_length=500)
    received_on = models.DateField()
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey("ground.User", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=12,
        choices=[(state.value, state.value) for state in RequestState],
        default=RequestState.RECEIVED.value,
    )
    acknowledged_at = models.DateTimeField(null=True)
    extended_at = models.DateTimeField(null=True)
    extension_reason = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(
        max_length=10, blank=True, choices=[(outcome.value, outcome.value) for outcome in Outcome]
    )
    answer = models.CharField(max_length=1000, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("ground.User", null=True, on_delete=models.PROTECT, related_name="+")

    if TYPE_CHECKING:
        resident_id: UUID | None

    class Meta:
        """Oldest first; closed only with an answer."""

        ordering = ["received_on", "taken_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="closed") | (~Q(answer="") & ~Q(outcome="")), name="privacy_request_answer"
            )
        ]
        indexes = [models.Index(fields=["ward", "state", "received_on"], name="privacy_request_state")]


class Incident(models.Model):
    """Something happened to data that should not have; the file is kept for five years."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ward = models.ForeignKey("ground.AdminArea", on_delete=models.PROTECT, related_name="+")
    detected_at = models.DateTimeField()
    what = models.CharField(max_length=500)
    people = models.PositiveIntegerField(null=True)
    biometrics = models.BooleanField()
    measures = models.CharField(max_length=500, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("ground.User", null=True, on_delete=models.PROTECT, related_name="+")
    authority_told_at = models.DateTimeField(null=True)
    people_told_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first; closed only once the authority was told."""

        ordering = ["-detected_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(authority_told_at__isnull=False), name="privacy_incident_told"
            )
        ]
