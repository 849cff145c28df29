"""Tables of enrolment: one capture of one person with its acts, sealed samples, and the closed packet.

Acts are only ever added; `stage` is a cache of their fold. Samples and notes are drafts: sealed when they
come in, gone in the transaction that seals the packet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from tannha.enrol.rules.acts import ActKind, Stage
from tannha.enrol.rules.acts import Place as Place
from tannha.enrol.rules.parts import Part
from tannha.ground.ids import new_id

if TYPE_CHECKING:
    from uuid import UUID


class Enrolment(models.Model):
    """Capturing one person, across visits, until the packet is sealed and decided."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ward = models.ForeignKey("ground.AdminArea", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("canvass.Case", on_delete=models.PROTECT, related_name="enrolments")
    promise = models.ForeignKey("plan.Promise", null=True, on_delete=models.PROTECT, related_name="+")
    operator = models.ForeignKey("ground.User", null=True, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=8, choices=[(place.value, place.value) for place in Place])
    ticket = models.PositiveIntegerField()
    ticket_on = models.DateField()
    regime_on = models.DateField()
    least_age = models.PositiveSmallIntegerField(null=True)
    stage = models.CharField(max_length=20, choices=[(stage.value, stage.value) for stage in Stage])
    gentle = models.BooleanField(default=False)
    not_before = models.DateField(null=True)
    stopped_why = models.CharField(max_length=20, blank=True)
    arrived_at = models.DateTimeField()
    last_at = models.DateTimeField()

    if TYPE_CHECKING:
        ward_id: UUID
        case_id: UUID
        operator_id: UUID | None
        promise_id: UUID | None

    class Meta:
        """One open enrolment a case; a ticket number once a day."""

        ordering = ["arrived_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=~Q(stage="returned"), name="enrol_one_open_enrolment"
            ),
            models.UniqueConstraint(fields=["ward", "ticket_on", "ticket"], name="enrol_ticket_of_the_day"),
        ]
        indexes = [models.Index(fields=["ward", "stage", "last_at"], name="enrol_stage")]

    def __str__(self) -> str:
        """Nothing personal."""
        return f"enrolment {self.pk}"


class OnlyAdded(models.QuerySet["EnrolmentAct"]):
    """Rows that are written once: no change, no deletion through the ORM."""

    def update(self, **_: Any) -> int:
        """Refused: acts are added, never changed."""
        raise TypeError("acts of an enrolment are only added")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused: acts are added, never removed."""
        raise TypeError("acts of an enrolment are only added")


class EnrolmentAct(models.Model):
    """One thing that happened in an enrolment; details are wire words and figures, no names, no texts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="acts")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in ActKind])
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    details = models.JSONField(default=dict)

    objects = OnlyAdded.as_manager()

    class Meta:
        """In the order of the enrolment."""

        ordering = ["enrolment_id", "seq"]
        constraints = [models.UniqueConstraint(fields=["enrolment", "seq"], name="enrol_act_seq")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write once."""
        if not self._state.adding:
            raise TypeError("acts of an enrolment are only added")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused: acts are added, never removed."""
        raise TypeError("acts of an enrolment are only added")


class Sample(models.Model):
    """One captured file, sealed to the ward in the request that received it.

    A draft until the packet is sealed.

    `number` counts the tries of a part (for the face: the kept frames) from 0. `digest` is the SHA-256 of the
    plain bytes, which the operator's statement signs.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="samples")
    part = models.CharField(max_length=24, choices=[(part.value, part.value) for part in Part])
    number = models.PositiveSmallIntegerField()
    media_type = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    length = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32)
    score = models.PositiveSmallIntegerField(null=True)
    sealed = models.BinaryField()
    taken_at = models.DateTimeField()

    class Meta:
        """In the order they came."""

        ordering = ["taken_at", "number"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "part", "number"], name="enrol_sample_number"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__lte=100), name="enrol_sample_score"
            ),
        ]


class DraftNote(models.Model):
    """A personal text of an unfinished enrolment (features, a document's number), kept encrypted.

    Gone at the seal.
    """

    class Kind(models.TextChoices):
        """What the text is."""

        FEATURES = "features"
        DOCUMENT = "document"
        CALMED = "calmed"
        MEET_AGAIN = "meet_again"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    kept = models.BinaryField()

    class Meta:
        """One text of a kind."""

        constraints = [models.UniqueConstraint(fields=["enrolment", "kind"], name="enrol_note_kind")]


class Packet(models.Model):
    """The closed result: a clear header without name or number, its signature, and where its decision
    stands.
    """

    class State(models.TextChoices):
        """What a supervisor said."""

        SEALED = "sealed"
        APPROVED = "approved"
        RETURNED = "returned"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ward = models.ForeignKey("ground.AdminArea", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("canvass.Case", on_delete=models.PROTECT, related_name="packets")
    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="packet")
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    header = models.TextField()
    signature = models.BinaryField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.SEALED)
    service = models.CharField(max_length=16)
    slip_number = models.CharField(max_length=16)
    sealed_at = models.DateTimeField()
    sealed_by = models.ForeignKey("ground.User", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("ground.User", null=True, on_delete=models.PROTECT, related_name="+")
    promised_on = models.DateField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("ground.User", null=True, on_delete=models.PROTECT, related_name="+")

    if TYPE_CHECKING:
        ward_id: UUID
        case_id: UUID
        enrolment_id: UUID
        sealed_by_id: UUID
        second_id: UUID | None

    class Meta:
        """Oldest first; a slip number once in a ward."""

        ordering = ["sealed_at", "id"]
        constraints = [models.UniqueConstraint(fields=["ward", "slip_number"], name="enrol_slip_number_ward")]
        indexes = [models.Index(fields=["ward", "state", "sealed_at"], name="enrol_packet_state")]

    def __str__(self) -> str:
        """Nothing personal."""
        return f"packet {self.pk}"


class PacketPart(models.Model):
    """One sealed part of a packet, named in its header."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    packet = models.ForeignKey(Packet, on_delete=models.PROTECT, related_name="parts")
    name = models.CharField(max_length=24)
    sealed = models.BinaryField()

    class Meta:
        """A name once."""

        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["packet", "name"], name="enrol_part_name")]


class SlipSeries(models.Model):
    """Where the running numbers of a ward's slips stand, a series for the station and one for the carried
    kits.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ward = models.ForeignKey("ground.AdminArea", on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=3)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        """One counter a series."""

        constraints = [models.UniqueConstraint(fields=["ward", "series"], name="enrol_series_ward")]
