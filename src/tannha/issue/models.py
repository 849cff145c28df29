"""Tables of the issuing room: decisions on packets, cards with their acts, and receipts of handover.

A card's `status` is a cache: folding its acts gives it. Acts, decisions and receipts are only ever added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from tannha.ground.ids import new_id
from tannha.issue.rules.handover import CardActKind, CardStatus, HandoverPlace, Mark, OldPaper, Receiver

if TYPE_CHECKING:
    from uuid import UUID


class Decision(models.Model):
    """What a supervisor said of a packet, and why it was returned."""

    class Verdict(models.TextChoices):
        """Yes, or back to the operator."""

        APPROVED = "approved"
        RETURNED = "returned"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    packet = models.OneToOneField("enrol.Packet", on_delete=models.PROTECT, related_name="decision")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("ground.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """In order; a return has its reason."""

        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="approved") | ~Q(reason=""), name="issue_decision_return_reason"
            )
        ]


class Card(models.Model):
    """One card: what is written on it, for whom, and where it stands."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ward = models.ForeignKey("ground.AdminArea", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("canvass.Case", on_delete=models.PROTECT, related_name="cards")
    resident = models.ForeignKey("roll.Resident", on_delete=models.PROTECT, related_name="cards")
    packet = models.ForeignKey("enrol.Packet", on_delete=models.PROTECT, related_name="cards")
    number = models.CharField(max_length=12)
    mrz = models.CharField(max_length=92)
    qr_text = models.CharField(max_length=1000)
    regime = models.CharField(max_length=16)
    place_of_issue = models.CharField(max_length=200)
    issued_on = models.DateField()
    expires_on = models.DateField(null=True)
    promised_on = models.DateField(null=True)
    made_on = models.DateField()
    status = models.CharField(max_length=12, choices=[(status.value, status.value) for status in CardStatus])
    at_home = models.BooleanField(default=False)
    carried_by = models.ForeignKey("ground.User", null=True, on_delete=models.PROTECT, related_name="+")
    carried_on = models.DateField(null=True)
    handed_over_at = models.DateTimeField(null=True)

    if TYPE_CHECKING:
        ward_id: UUID
        case_id: UUID
        resident_id: UUID
        packet_id: UUID
        carried_by_id: UUID | None
        receipt: Receipt

    class Meta:
        """Oldest first; one living card a packet and a case; what is given has its moment."""

        ordering = ["made_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["ward", "packet"], condition=~Q(status="revoked"), name="issue_card_ward_packet"
            ),
            models.UniqueConstraint(
                fields=["ward", "case"], condition=~Q(status="revoked"), name="issue_card_ward_case"
            ),
            models.CheckConstraint(
                condition=Q(Exact(Length(F("number")), 12)), name="issue_card_number_length"
            ),
            models.CheckConstraint(
                condition=~Q(status="handed_over") | Q(handed_over_at__isnull=False),
                name="issue_card_given_at",
            ),
            models.CheckConstraint(
                condition=~Q(status="made") | Q(handed_over_at__isnull=True), name="issue_card_made_not_given"
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gt=F("issued_on")), name="issue_card_end"
            ),
        ]
        indexes = [
            models.Index(fields=["ward", "status", "made_on"], name="issue_card_status"),
            models.Index(fields=["ward", "number"], name="issue_card_number"),
            models.Index(fields=["carried_by", "carried_on"], name="issue_card_carried"),
        ]

    def __str__(self) -> str:
        """Nothing personal: exception texts and logs may hold this."""
        return f"card {self.pk}"

    @property
    def mrz_lines(self) -> list[str]:
        """The three lines of the machine readable zone."""
        return self.mrz.split("\n")


class Chip(models.Model):
    """The SPECIMEN chip of a card: its image with all secret keys, sealed, and what a reader found right after."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    card = models.OneToOneField(Card, on_delete=models.PROTECT, related_name="chip")
    profile = models.CharField(max_length=20)
    sealed = models.BinaryField()
    groups = models.JSONField()
    read_back = models.JSONField()
    signer = models.CharField(max_length=64)
    written_at = models.DateTimeField()
    by = models.ForeignKey("ground.User", null=True, on_delete=models.PROTECT, related_name="+")

    if TYPE_CHECKING:
        card_id: UUID

    class Meta:
        """In the order of writing."""

        ordering = ["written_at", "id"]

    def __str__(self) -> str:
        """Nothing personal: exception texts and logs may hold this."""
        return f"chip {self.pk}"


class OnlyAdded(models.QuerySet["CardAct"]):
    """Rows that are written once: no change, no deletion through the ORM."""

    def update(self, **_: Any) -> int:
        """Refused: acts are added, never changed."""
        raise TypeError("acts of a card are only added")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused: acts are added, never removed."""
        raise TypeError("acts of a card are only added")


class CardAct(models.Model):
    """One thing that was done to a card."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="acts")
    seq = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in CardActKind])
    at = models.DateTimeField()
    actor = models.ForeignKey("ground.User", null=True, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("ground.User", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    objects = OnlyAdded.as_manager()

    class Meta:
        """In the order of the card; ending a card takes two persons and a reason."""

        ordering = ["card_id", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["card", "seq"], name="issue_act_seq"),
            models.CheckConstraint(
                condition=~Q(kind="revoked")
                | (Q(second__isnull=False) & ~Q(second=F("actor")) & ~Q(reason="")),
                name="issue_act_revoked_by_two",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write once."""
        if not self._state.adding:
            raise TypeError("acts of a card are only added")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused: acts are added, never removed."""
        raise TypeError("acts of a card are only added")


class Receipt(models.Model):
    """The proof of a handover: where, to whom, what became of the old paper, how it was confirmed, by whom."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    card = models.OneToOneField(Card, on_delete=models.PROTECT, related_name="receipt")
    at = models.DateTimeField()
    place = models.CharField(max_length=8, choices=[(place.value, place.value) for place in HandoverPlace])
    old_paper = models.CharField(max_length=12, choices=[(paper.value, paper.value) for paper in OldPaper])
    receiver = models.CharField(
        max_length=16,
        choices=[(who.value, who.value) for who in Receiver if who is not Receiver.SUPPORTER],
    )
    receiver_name = models.CharField(max_length=200, blank=True)
    receiver_document = models.CharField(max_length=200, blank=True)
    mark = models.CharField(max_length=12, choices=[(mark.value, mark.value) for mark in Mark])
    mark_reason = models.CharField(max_length=200, blank=True)
    officer = models.ForeignKey("ground.User", on_delete=models.PROTECT, related_name="+")

    if TYPE_CHECKING:
        card_id: UUID
        officer_id: UUID

    class Meta:
        """A representative has a name and a document; a supporter never receives; a missing mark has its
        reason.
        """

        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(receiver="person")
                | (Q(receiver="representative") & ~Q(receiver_name="") & ~Q(receiver_document="")),
                name="issue_receipt_receiver",
            ),
            models.CheckConstraint(
                condition=~Q(mark="not_possible") | ~Q(mark_reason=""), name="issue_receipt_mark"
            ),
        ]
