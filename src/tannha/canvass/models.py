"""Tables of canvassing.

Acts of a case and visits are only ever added; the case's own columns are the fold of its acts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from tannha.canvass.rules.case import CaseActKind, Step, VisitWay
from tannha.canvass.rules.needs import NeedKind, ServiceWay
from tannha.canvass.rules.visit import VisitOutcome
from tannha.ground.ids import new_id

if TYPE_CHECKING:
    from uuid import UUID


class Case(models.Model):
    """One resident's way to a card.

    `step`, `wish` and the days are caches: folding the acts gives the row.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ward = models.ForeignKey("ground.AdminArea", on_delete=models.PROTECT, related_name="+")
    resident = models.ForeignKey("roll.Resident", on_delete=models.PROTECT, related_name="cases")
    step = models.CharField(max_length=10, choices=[(step.value, step.value) for step in Step])
    wish = models.PositiveSmallIntegerField(default=0)
    family_calls = models.BooleanField(default=False)
    promised = models.BooleanField(default=False)
    approved = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    opened_on = models.DateField()
    agreed_on = models.DateField(null=True)
    not_before = models.DateField(null=True)
    round_on = models.DateField(null=True)
    wished_way = models.CharField(
        max_length=8, blank=True, choices=[(way.value, way.value) for way in ServiceWay]
    )
    last_seq = models.PositiveIntegerField(default=0)

    if TYPE_CHECKING:
        ward_id: UUID
        resident_id: UUID

    class Meta:
        """One open case a person; lists by ward and step."""

        constraints = [
            models.UniqueConstraint(
                fields=["resident"], condition=~Q(step="closed"), name="canvass_one_open_case"
            )
        ]
        indexes = [models.Index(fields=["ward", "step", "opened_on"], name="canvass_case_step")]


class OnlyAdded(models.QuerySet["CaseAct"]):
    """Rows that are written once: no change, no deletion through the ORM."""

    def update(self, **_: Any) -> int:
        """Refused: acts are added, never changed."""
        raise TypeError("acts of a case are only added")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused: acts are added, never removed."""
        raise TypeError("acts of a case are only added")


class CaseAct(models.Model):
    """One thing that happened to a case. Details hold no personal data."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="acts")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in CaseActKind])
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    details = models.JSONField(default=dict)

    objects = OnlyAdded.as_manager()

    class Meta:
        """In the order of the case."""

        ordering = ["case_id", "seq"]
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="canvass_act_seq")]
        indexes = [models.Index(fields=["kind", "at"], name="canvass_act_kind")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write once."""
        if not self._state.adding:
            raise TypeError("acts of a case are only added")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused: acts are added, never removed."""
        raise TypeError("acts of a case are only added")


class Visit(models.Model):
    """One knock or call and its result. `act_id` is made by the page or phone: sent twice it is one visit."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    act_id = models.UUIDField(unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="visits")
    way = models.CharField(max_length=5, choices=[(way.value, way.value) for way in VisitWay])
    outcome = models.CharField(
        max_length=16, choices=[(outcome.value, outcome.value) for outcome in VisitOutcome]
    )
    at = models.DateTimeField()
    on = models.DateField()
    saved_at = models.DateTimeField()
    visitor = models.ForeignKey("ground.User", on_delete=models.PROTECT, related_name="+")
    second_visitor = models.CharField(max_length=120, blank=True)
    seqs = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)

    if TYPE_CHECKING:
        case_id: UUID
        visitor_id: UUID

    class Meta:
        """In the order of the day."""

        ordering = ["at", "id"]
        indexes = [models.Index(fields=["visitor", "on"], name="canvass_visit_visitor")]


class Need(models.Model):
    """What would help this person, kept with consent; ended, not deleted, when the person says otherwise."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="needs")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in NeedKind])
    consent_at = models.DateTimeField()
    told_by = models.UUIDField(null=True)

    class Meta:
        """Once a case."""

        constraints = [models.UniqueConstraint(fields=["case", "kind"], name="canvass_need_once")]


class GoodHours(models.Model):
    """Hours this family likes; weekday 0 Monday to 6 Sunday, or null for every day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="good_hours")
    weekday = models.PositiveSmallIntegerField(null=True)
    start_minute = models.PositiveSmallIntegerField()
    end_minute = models.PositiveSmallIntegerField()

    class Meta:
        """Within one day, not empty."""

        ordering = ["weekday", "start_minute"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start_minute__lt=models.F("end_minute"), end_minute__lte=1440),
                name="canvass_hours_in_day",
            ),
            models.CheckConstraint(
                condition=Q(weekday__isnull=True) | Q(weekday__lte=6), name="canvass_hours_weekday"
            ),
        ]


class DoNotVisit(models.Model):
    """A household's or a person's wish that nobody comes.

    Holds until two persons lift it at the family's own wish.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ward = models.ForeignKey("ground.AdminArea", on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(
        "roll.Household", null=True, on_delete=models.PROTECT, related_name="do_not_visits"
    )
    resident = models.ForeignKey(
        "roll.Resident", null=True, on_delete=models.PROTECT, related_name="do_not_visits"
    )
    set_at = models.DateTimeField()
    set_by = models.UUIDField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)
    lifted_with = models.UUIDField(null=True)
    family_wish = models.CharField(max_length=300, blank=True)

    if TYPE_CHECKING:
        household_id: UUID | None
        resident_id: UUID | None

    class Meta:
        """For a household or for a person; lifted only by two and with the family's wish."""

        constraints = [
            models.CheckConstraint(
                condition=Q(household__isnull=True) ^ Q(resident__isnull=True), name="canvass_dnv_whose"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True)
                | (
                    Q(lifted_by__isnull=False)
                    & Q(lifted_with__isnull=False)
                    & ~Q(lifted_by=models.F("lifted_with"))
                    & ~Q(family_wish="")
                ),
                name="canvass_dnv_two_persons",
            ),
        ]
        indexes = [models.Index(fields=["ward", "lifted_at"], name="canvass_dnv_ward")]


class QuietDays(models.Model):
    """Days on which a household is left in peace (feast, mourning, illness); the reason is not kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    household = models.ForeignKey("roll.Household", on_delete=models.PROTECT, related_name="quiet_days")
    until = models.DateField()
    set_at = models.DateTimeField()
    set_by = models.UUIDField(null=True)


class FurtherVisit(models.Model):
    """A supervisor's consent to one visit beyond the round's limit, with the new reason; good for this
    round.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="further_visits")
    reason = models.CharField(max_length=300)
    allowed_at = models.DateTimeField()
    allowed_on = models.DateField()
    allowed_by = models.ForeignKey("ground.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Never without a reason."""

        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="canvass_further_reason")]


class Walk(models.Model):
    """One worker's list of doors for a day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ward = models.ForeignKey("ground.AdminArea", on_delete=models.PROTECT, related_name="+")
    walker = models.ForeignKey("ground.User", on_delete=models.PROTECT, related_name="+")
    second_walker = models.ForeignKey("ground.User", null=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    place = models.CharField(max_length=200)
    in_tower = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)

    if TYPE_CHECKING:
        walker_id: UUID
        ward_id: UUID
        second_walker_id: UUID | None

    class Meta:
        """A worker's days."""

        ordering = ["on", "made_at", "id"]
        indexes = [models.Index(fields=["walker", "on"], name="canvass_walk_walker")]


class WalkDoor(models.Model):
    """One door of a walk, in order."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    walk = models.ForeignKey(Walk, on_delete=models.CASCADE, related_name="doors")
    household = models.ForeignKey("roll.Household", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        """Each door once, each place once."""

        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["walk", "household"], name="canvass_walk_door_once"),
            models.UniqueConstraint(fields=["walk", "position"], name="canvass_walk_position_once"),
        ]


class FamilyRequest(models.Model):
    """Somebody asked for a resident, by telephone or at the counter: who asks, for whom, in what way."""

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open"
        DONE = "done"
        DECLINED = "declined"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    act_id = models.UUIDField(unique=True, default=new_id)
    ward = models.ForeignKey("ground.AdminArea", on_delete=models.PROTECT, related_name="+")
    resident = models.ForeignKey("roll.Resident", on_delete=models.PROTECT, related_name="family_requests")
    asked_by = models.CharField(max_length=200)
    relation = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=8)
    way = models.CharField(max_length=8, blank=True, choices=[(way.value, way.value) for way in ServiceWay])
    words = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    asked_at = models.DateTimeField()
    taken_by = models.ForeignKey("ground.User", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("ground.User", null=True, on_delete=models.PROTECT, related_name="+")

    if TYPE_CHECKING:
        resident_id: UUID

    class Meta:
        """Oldest first; closed only with an answer."""

        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(state="open") | ~Q(answer=""), name="canvass_request_answer")
        ]
        indexes = [models.Index(fields=["ward", "state", "asked_at"], name="canvass_request_state")]
