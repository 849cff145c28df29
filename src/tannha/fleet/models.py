"""Tables of the fleet: station, machines with floor and way, kits, teams with their people, vehicles, shifts.

Hours are minutes of the local day. Decisions (hours against limits, who can reach a machine) are in
``rules``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from tannha.ground.ids import new_id

if TYPE_CHECKING:
    from uuid import UUID


class Station(models.Model):
    """Where people come to: its address, how many floors it has, and whether a lift joins them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ward = models.ForeignKey("ground.AdminArea", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=300, blank=True)
    floors = models.PositiveSmallIntegerField(default=1)
    has_lift = models.BooleanField(default=False)

    if TYPE_CHECKING:
        ward_id: UUID

    class Meta:
        """One name a ward."""

        constraints = [models.UniqueConstraint(fields=["ward", "name"], name="fleet_station_name")]


class Retirable(models.Model):
    """What a ward may put out of use for good: since when, and why. Its name stays taken, its past stays."""

    retired_on = models.DateField(null=True, blank=True)
    retired_why = models.CharField(max_length=200, blank=True)

    class Meta:
        """No table of its own."""

        abstract = True


class Machine(Retirable):
    """An enrolment set at the station: a new person every `entry_seconds`, each stays `stay_seconds`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="machines")
    label = models.CharField(max_length=60)
    floor = models.PositiveSmallIntegerField(default=1)
    step_free = models.BooleanField(default=False)
    open_start_minute = models.PositiveSmallIntegerField(default=450)
    open_end_minute = models.PositiveSmallIntegerField(default=1020)
    entry_seconds = models.PositiveIntegerField(default=450)
    stay_seconds = models.PositiveIntegerField(default=450)
    working = models.BooleanField(default=True)

    if TYPE_CHECKING:
        station_id: UUID

    class Meta:
        """One label a station; open before it closes."""

        constraints = [
            models.UniqueConstraint(fields=["station", "label"], name="fleet_machine_label"),
            models.CheckConstraint(
                condition=Q(open_start_minute__lt=F("open_end_minute")) & Q(open_end_minute__lte=1440),
                name="fleet_machine_hours",
            ),
            models.CheckConstraint(
                condition=Q(entry_seconds__gt=0) & Q(stay_seconds__gt=0), name="fleet_machine_beat"
            ),
        ]


class Kit(Retirable):
    """The carried set: enrolments one battery lasts for, slips it carries."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ward = models.ForeignKey("ground.AdminArea", on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=60)
    battery_enrolments = models.PositiveSmallIntegerField(default=10)
    cards = models.PositiveSmallIntegerField(default=20)
    working = models.BooleanField(default=True)

    if TYPE_CHECKING:
        ward_id: UUID

    class Meta:
        """One label a ward."""

        constraints = [models.UniqueConstraint(fields=["ward", "label"], name="fleet_kit_label")]


class Team(Retirable):
    """Officers who go out together with a kit; `gentle` when trained for people who need calm."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ward = models.ForeignKey("ground.AdminArea", on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=60)
    kit = models.ForeignKey(Kit, on_delete=models.PROTECT, null=True, blank=True, related_name="teams")
    gentle = models.BooleanField(default=False)

    if TYPE_CHECKING:
        ward_id: UUID
        kit_id: UUID | None

    class Meta:
        """One label a ward."""

        constraints = [models.UniqueConstraint(fields=["ward", "label"], name="fleet_team_label")]


class TeamMember(models.Model):
    """An officer of a team."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey("ground.User", on_delete=models.PROTECT, related_name="+")

    if TYPE_CHECKING:
        team_id: UUID
        user_id: UUID

    class Meta:
        """Once a team."""

        constraints = [models.UniqueConstraint(fields=["team", "user"], name="fleet_member_once")]


class Vehicle(Retirable):
    """A car of the ward: seats for passengers, places for a wheelchair."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ward = models.ForeignKey("ground.AdminArea", on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=60)
    seats = models.PositiveSmallIntegerField(default=3)
    wheelchairs = models.PositiveSmallIntegerField(default=0)
    working = models.BooleanField(default=True)

    if TYPE_CHECKING:
        ward_id: UUID

    class Meta:
        """One label a ward."""

        constraints = [models.UniqueConstraint(fields=["ward", "label"], name="fleet_vehicle_label")]


class Shift(models.Model):
    """Who or what is on duty on a day, from when to when: exactly one of team, machine, vehicle, user.

    A lunch of `lunch_minutes` is taken inside its window; 0 minutes means none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ward = models.ForeignKey("ground.AdminArea", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    start_minute = models.PositiveSmallIntegerField()
    end_minute = models.PositiveSmallIntegerField()
    lunch_start_minute = models.PositiveSmallIntegerField(default=660)
    lunch_end_minute = models.PositiveSmallIntegerField(default=780)
    lunch_minutes = models.PositiveSmallIntegerField(default=45)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="shifts")
    machine = models.ForeignKey(
        Machine, on_delete=models.PROTECT, null=True, blank=True, related_name="shifts"
    )
    vehicle = models.ForeignKey(
        Vehicle, on_delete=models.PROTECT, null=True, blank=True, related_name="shifts"
    )
    user = models.ForeignKey("ground.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    if TYPE_CHECKING:
        ward_id: UUID
        team_id: UUID | None
        machine_id: UUID | None
        vehicle_id: UUID | None
        user_id: UUID | None

    class Meta:
        """One shift a day for each; begun before it ends."""

        constraints = [
            models.UniqueConstraint(fields=["on", "team"], name="fleet_shift_team_day"),
            models.UniqueConstraint(fields=["on", "machine"], name="fleet_shift_machine_day"),
            models.UniqueConstraint(fields=["on", "vehicle"], name="fleet_shift_vehicle_day"),
            models.UniqueConstraint(fields=["on", "user"], name="fleet_shift_user_day"),
            models.CheckConstraint(
                condition=Q(start_minute__lt=F("end_minute")) & Q(end_minute__lte=1440),
                name="fleet_shift_order",
            ),
        ]
        indexes = [models.Index(fields=["ward", "on"], name="fleet_shift_day")]
