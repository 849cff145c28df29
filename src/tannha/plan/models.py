"""Tables of the plan: a ward's day with its instance and plan, missions, promises to people, arrivals at
doors.

The instance and the plan are kept as their own JSON (case ids, no names). A promise is what a person was
told; it binds every later plan until it is kept or withdrawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from tannha.ground.ids import new_id
from tannha.plan.drive_models import DriveProof as DriveProof

if TYPE_CHECKING:
    from uuid import UUID


class DayState(models.TextChoices):
    """Where a day stands."""

    DRAFT = "draft", "draft"
    PUBLISHED = "published", "published"


class PlanDay(models.Model):
    """One day of one ward. `plan` is the newest version, `published_plan` what people were told of.

    `searched_at` is when the newest version was last searched overnight, `saved_seconds` what that brought (roads,
    waiting); None and 0 for a version made by day. `least_unserved` is the proven bound of the weight left out,
    of the version `bounded_version`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ward = models.ForeignKey("ground.AdminArea", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    state = models.CharField(max_length=12, choices=DayState.choices, default=DayState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    instance = models.TextField()
    plan = models.TextField()
    published_plan = models.TextField(blank=True)
    allowances = models.JSONField(default=list)
    left_for_later = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    searched_at = models.DateTimeField(null=True, blank=True)
    saved_seconds = models.IntegerField(default=0)
    least_unserved = models.PositiveIntegerField(default=0)
    bounded_version = models.PositiveIntegerField(default=0)

    if TYPE_CHECKING:
        ward_id: UUID

    class Meta:
        """One row a ward and day."""

        constraints = [models.UniqueConstraint(fields=["ward", "on"], name="plan_day_ward_on")]


class Mission(models.Model):
    """One team's or car's day out; its stops stand in the plan. The row gives it a lasting key and number."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan_day = models.ForeignKey(PlanDay, on_delete=models.CASCADE, related_name="missions")
    number = models.PositiveSmallIntegerField()
    team = models.ForeignKey("fleet.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    vehicle = models.ForeignKey(
        "fleet.Vehicle", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    if TYPE_CHECKING:
        plan_day_id: UUID
        team_id: UUID | None
        vehicle_id: UUID | None

    class Meta:
        """One mission a team or car and day."""

        constraints = [
            models.UniqueConstraint(fields=["plan_day", "team"], name="plan_mission_team"),
            models.UniqueConstraint(fields=["plan_day", "vehicle"], name="plan_mission_vehicle"),
        ]


class PromiseWay(models.TextChoices):
    """How the person is served."""

    WALK_IN = "walk_in", "walk_in"
    RIDE = "ride", "ride"
    HOME = "home", "home"


class PromiseState(models.TextChoices):
    """Open until kept or withdrawn."""

    OPEN = "open", "open"
    KEPT = "kept", "kept"
    WITHDRAWN = "withdrawn", "withdrawn"


class Promise(models.Model):
    """A time told to a person: the start lies between the two minutes of the local day.

    For a ride `fetch_minute` is when the car is at the door and `home_minute` when the person is home again.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ward = models.ForeignKey("ground.AdminArea", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("canvass.Case", on_delete=models.PROTECT, related_name="promises")
    plan_day = models.ForeignKey(PlanDay, on_delete=models.PROTECT, related_name="promises")
    way = models.CharField(max_length=8, choices=PromiseWay.choices)
    on = models.DateField()
    start_minute = models.PositiveSmallIntegerField()
    end_minute = models.PositiveSmallIntegerField()
    fetch_minute = models.PositiveSmallIntegerField(null=True, blank=True)
    home_minute = models.PositiveSmallIntegerField(null=True, blank=True)
    machine = models.ForeignKey(
        "fleet.Machine", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    team = models.ForeignKey("fleet.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=PromiseState.choices, default=PromiseState.OPEN)
    by_phone = models.BooleanField(default=False)
    told_at = models.DateTimeField(null=True, blank=True)
    consent = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    if TYPE_CHECKING:
        ward_id: UUID
        case_id: UUID
        plan_day_id: UUID
        machine_id: UUID | None
        team_id: UUID | None

    class Meta:
        """One open promise a case; start before end."""

        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(state="open"), name="plan_one_open_promise"),
            models.CheckConstraint(
                condition=Q(start_minute__lte=F("end_minute")) & Q(end_minute__lte=1440),
                name="plan_promise_order",
            ),
        ]
        indexes = [models.Index(fields=["ward", "on", "state"], name="plan_promise_day")]


class Arrival(models.Model):
    """A team stood at a door, or said that it will be late there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="arrivals")
    case = models.ForeignKey("canvass.Case", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    late_minutes = models.PositiveSmallIntegerField(default=0)

    if TYPE_CHECKING:
        mission_id: UUID
        case_id: UUID


class LiveReport(models.Model):
    """Something that happened while the day was under way; ``subject`` is a case, machine, kit, team or car."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan_day = models.ForeignKey(PlanDay, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=16)
    subject = models.UUIDField()
    at = models.DateTimeField()
    until_minute = models.PositiveSmallIntegerField(null=True, blank=True)
    late_minutes = models.PositiveSmallIntegerField(default=0)

    if TYPE_CHECKING:
        plan_day_id: UUID


class ProposalState(models.TextChoices):
    """Open until one of its two plans is taken, or a newer report or answer makes it void."""

    OPEN = "open", "open"
    KEPT = "kept", "kept"
    TAKEN = "taken", "taken"
    VOID = "void", "void"


class Proposal(models.Model):
    """The two ways on after a report: every promise kept, or a few people asked first. Nothing moves by it alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan_day = models.ForeignKey(PlanDay, on_delete=models.PROTECT, related_name="proposals")
    report = models.ForeignKey(LiveReport, on_delete=models.PROTECT, related_name="proposals")
    state = models.CharField(max_length=8, choices=ProposalState.choices, default=ProposalState.OPEN)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    day_version = models.PositiveIntegerField()
    before = models.TextField()
    kept_instance = models.TextField()
    kept_plan = models.TextField()
    instance = models.TextField()
    plan = models.TextField()
    kept_missed = models.PositiveIntegerField()
    missed = models.PositiveIntegerField()

    if TYPE_CHECKING:
        plan_day_id: UUID
        report_id: UUID

    class Meta:
        """One open question a day."""

        constraints = [
            models.UniqueConstraint(
                fields=["plan_day"], condition=Q(state="open"), name="plan_one_open_proposal"
            )
        ]

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to choose."""
        return self.state == ProposalState.OPEN

    @property
    def is_taken(self) -> bool:
        """Whether everybody asked has agreed and the other plan is in force."""
        return self.state == ProposalState.TAKEN


class AskAnswer(models.TextChoices):
    """What somebody asked said."""

    OPEN = "open", "open"
    YES = "yes", "yes"
    NO = "no", "no"


class ProposalAsk(models.Model):
    """One person to be asked: another time of the day, or (no start) another day. ``consent`` says who agreed, how."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="asks")
    case = models.ForeignKey("canvass.Case", on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=8, choices=PromiseWay.choices)
    told_start_minute = models.PositiveSmallIntegerField()
    told_end_minute = models.PositiveSmallIntegerField()
    start_minute = models.PositiveSmallIntegerField(null=True, blank=True)
    answer = models.CharField(max_length=4, choices=AskAnswer.choices, default=AskAnswer.OPEN)
    consent = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    if TYPE_CHECKING:
        proposal_id: UUID
        case_id: UUID

    class Meta:
        """Each person once."""

        constraints = [
            models.UniqueConstraint(fields=["proposal", "case"], name="plan_ask_once"),
        ]
