"""Reading the fleet: who and what is on duty on a day, and officers' hours. Plain functions, no access
check, no residents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from tannha.fleet.models import Kit, Machine, Shift, Station, Team, TeamMember, Vehicle
from tannha.fleet.rules.hours import Duty, HourLimits, near_limit, week_minutes
from tannha.fleet.settings import limits_from
from tannha.ground.access import Role
from tannha.ground.figures import figures_of
from tannha.ground.ids import format_key
from tannha.ground.models import User

ON_SHIFTS = (Role.CANVASSER.value, Role.OPERATOR.value, Role.SUPERVISOR.value, Role.ISSUER.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayDuty:
    """Everything on duty on a day, in the order of its labels; only what works."""

    station: Station | None
    machines: tuple[Shift, ...]
    teams: tuple[Shift, ...]
    vehicles: tuple[Shift, ...]
    officers: dict[UUID, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerHours:
    """One officer's week: minutes of work, the limit, and whether it is nearly full."""

    user_id: UUID
    display_name: str
    minutes: int
    limit_minutes: int
    near: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """What a ward has: its station, machines, kits, teams with their people, cars; and (kind, row) put out of use."""

    station: Station | None
    machines: tuple[Machine, ...]
    kits: tuple[Kit, ...]
    teams: tuple[tuple[Team, tuple[str, ...]], ...]
    vehicles: tuple[Vehicle, ...]
    retired: tuple[tuple[str, Machine | Kit | Team | Vehicle], ...] = ()


def list_stock(ward_id: UUID) -> Stock:
    """Everything a ward has, by label; officers whose account is stopped are left out."""
    members: dict[UUID, list[str]] = {}
    for member in (
        TeamMember.objects.filter(team__ward_id=ward_id, user__is_active=True)
        .select_related("user")
        .order_by("user__display_name")
    ):
        members.setdefault(member.team_id, []).append(member.user.display_name)
    machines = list(Machine.objects.filter(station__ward_id=ward_id).order_by("label"))
    kits = list(Kit.objects.filter(ward_id=ward_id).order_by("label"))
    teams = list(Team.objects.filter(ward_id=ward_id).select_related("kit").order_by("label"))
    vehicles = list(Vehicle.objects.filter(ward_id=ward_id).order_by("label"))
    rows: list[tuple[str, Machine | Kit | Team | Vehicle]] = [
        *(("machine", row) for row in machines),
        *(("team", row) for row in teams),
        *(("kit", row) for row in kits),
        *(("vehicle", row) for row in vehicles),
    ]
    return Stock(
        station=station_of(ward_id),
        machines=tuple(row for row in machines if row.retired_on is None),
        kits=tuple(row for row in kits if row.retired_on is None),
        teams=tuple((row, tuple(members.get(row.id, []))) for row in teams if row.retired_on is None),
        vehicles=tuple(row for row in vehicles if row.retired_on is None),
        retired=tuple((kind, row) for kind, row in rows if row.retired_on is not None),
    )


def list_officers(ward_id: UUID) -> list[tuple[UUID, str]]:
    """Who of the ward may go out with a team or be put on duty: id and name, by name."""
    officers = User.objects.filter(ward_id=ward_id, is_active=True, role__in=ON_SHIFTS)
    return list(officers.order_by("display_name").values_list("id", "display_name"))


def list_owners(ward_id: UUID) -> list[tuple[str, str]]:
    """Whom and what a shift can be for: (kind:key, label), teams first, officers last."""
    stock = list_stock(ward_id)
    owners = [(f"team:{format_key(team.id)}", team.label) for team, _ in stock.teams]
    owners += [(f"machine:{format_key(row.id)}", row.label) for row in stock.machines]
    owners += [(f"vehicle:{format_key(row.id)}", row.label) for row in stock.vehicles]
    return owners + [(f"user:{format_key(user_id)}", name) for user_id, name in list_officers(ward_id)]


def label_of(shift: Shift) -> str:
    """Whom or what a shift is for."""
    owner = shift.machine or shift.team or shift.vehicle
    return owner.label if owner else shift.user.display_name if shift.user else ""


def owner_key(shift: Shift) -> str:
    """The owner as (kind:key), as forms choose it."""
    ids = {
        "team": shift.team_id,
        "machine": shift.machine_id,
        "vehicle": shift.vehicle_id,
        "user": shift.user_id,
    }
    return next(f"{kind}:{format_key(row_id)}" for kind, row_id in ids.items() if row_id is not None)


def list_shifts(ward_id: UUID, on: date) -> list[tuple[Shift, str]]:
    """The shifts of a day with the label of whom they are for, by label."""
    shifts = Shift.objects.filter(ward_id=ward_id, on=on).select_related("machine", "team", "vehicle", "user")
    return sorted(((shift, label_of(shift)) for shift in shifts), key=lambda row: row[1])


def station_of(ward_id: UUID) -> Station | None:
    """The ward's station, None before it is entered."""
    return Station.objects.filter(ward_id=ward_id).order_by("name").first()


def duty_on(ward_id: UUID, on: date) -> DayDuty:
    """What may be planned with on a day: shifts of working machines, teams with a working kit or none,
    working cars.

    `officers` counts the members of each team.
    """
    return duties_on(ward_id, [on])[on]


def duties_on(ward_id: UUID, days: Iterable[date]) -> dict[date, DayDuty]:
    """The same for several days, read together: three queries however many they are."""
    wanted = list(dict.fromkeys(days))
    shifts = Shift.objects.filter(ward_id=ward_id, on__in=wanted).select_related(
        "machine__station", "team__kit", "vehicle"
    )
    by_day: dict[date, list[Shift]] = {on: [] for on in wanted}
    for shift in shifts:
        by_day[shift.on].append(shift)
    teams = {shift.team_id for shift in shifts if shift.team_id}
    officers: dict[UUID, int] = {}
    for member in TeamMember.objects.filter(team__in=teams, user__is_active=True):
        officers[member.team_id] = officers.get(member.team_id, 0) + 1
    station = station_of(ward_id)
    return {on: _duty(station, of_day, officers) for on, of_day in by_day.items()}


def _duty(station: Station | None, shifts: list[Shift], officers: dict[UUID, int]) -> DayDuty:
    machines, teams, vehicles = [], [], []
    for shift in shifts:
        if shift.machine is not None and shift.machine.working:
            machines.append(shift)
        elif shift.team is not None:
            teams.append(shift)
        elif shift.vehicle is not None and shift.vehicle.working:
            vehicles.append(shift)
    here = {shift.team_id for shift in teams}
    return DayDuty(
        station=station,
        machines=tuple(sorted(machines, key=lambda shift: shift.machine.label if shift.machine else "")),
        teams=tuple(sorted(teams, key=lambda shift: shift.team.label if shift.team else "")),
        vehicles=tuple(sorted(vehicles, key=lambda shift: shift.vehicle.label if shift.vehicle else "")),
        officers={team: count for team, count in officers.items() if team in here},
    )


def days_on_duty(ward_id: UUID, first: date, last: date) -> list[date]:
    """The days, from first to last, on which a machine or a team of the ward is on duty, in order."""
    shifts = Shift.objects.filter(ward_id=ward_id, on__range=(first, last))
    somebody = shifts.exclude(machine=None, team=None)
    return list(somebody.order_by("on").values_list("on", flat=True).distinct())


def team_ids_of(user_id: UUID, on: date) -> list[UUID]:
    """The teams an officer goes out with on a day."""
    return list(Team.objects.filter(members__user_id=user_id, shifts__on=on).values_list("id", flat=True))


def list_members(team_id: UUID) -> list[User]:
    """The officers of a team, by name."""
    ids = TeamMember.objects.filter(team_id=team_id).values_list("user_id", flat=True)
    return list(User.objects.filter(id__in=list(ids)).order_by("display_name"))


def duty_of(shift: Shift) -> Duty:
    """A shift as a stretch of work."""
    return Duty(
        on=shift.on,
        start_minute=shift.start_minute,
        end_minute=shift.end_minute,
        lunch_minutes=shift.lunch_minutes,
    )


def duties_of(user_id: UUID, first: date, last: date, *, but: UUID | None = None) -> list[Duty]:
    """An officer's stretches of work between two days: own shifts and those of the teams; without the shift `but`."""
    shifts = Shift.objects.filter(on__range=(first, last))
    if but is not None:
        shifts = shifts.exclude(pk=but)
    own = shifts.filter(user_id=user_id)
    with_team = shifts.filter(team__members__user_id=user_id)
    return [duty_of(shift) for shift in (*own, *with_team)]


def limits_of(ward_id: UUID) -> HourLimits:
    """Officers' hours as the ward has set them."""
    return limits_from(figures_of(ward_id))


def list_hours(ward_id: UUID, on: date) -> list[OfficerHours]:
    """The week of `on` for every officer of the ward who has any shift in it, fullest first."""
    limits = limits_of(ward_id)
    monday = on - timedelta(days=on.weekday())
    shifts = Shift.objects.filter(ward_id=ward_id, on__range=(monday, monday + timedelta(days=6)))
    members: dict[UUID, list[UUID]] = {}
    for member in TeamMember.objects.filter(team__ward_id=ward_id):
        members.setdefault(member.team_id, []).append(member.user_id)
    duties: dict[UUID, list[Duty]] = {}
    for shift in shifts:
        duty = duty_of(shift)
        people = [shift.user_id] if shift.user_id else members.get(shift.team_id, []) if shift.team_id else []
        for person in people:
            duties.setdefault(person, []).append(duty)
    names = dict(User.objects.filter(id__in=list(duties)).values_list("id", "display_name"))
    hours = [
        OfficerHours(
            user_id=user_id,
            display_name=names[user_id],
            minutes=minutes,
            limit_minutes=limits.week_minutes,
            near=near_limit(minutes, limits),
        )
        for user_id, kept in duties.items()
        for minutes in [week_minutes(kept, monday)]
        if user_id in names
    ]
    return sorted(hours, key=lambda row: (-row.minutes, row.display_name))


def count_team_minutes(ward_id: UUID, on: date) -> dict[UUID, int]:
    """Minutes each team is on duty on a day, lunch not counted."""
    shifts = Shift.objects.filter(ward_id=ward_id, on=on, team__isnull=False)
    return {
        shift.team_id: shift.end_minute - shift.start_minute - shift.lunch_minutes
        for shift in shifts
        if shift.team_id
    }


def minutes_left_of(team_id: UUID, on: date) -> int:
    """By how many minutes a team's shift could be longer before one of its officers reaches a limit of day
    or week."""
    limits = limits_of(Team.objects.values_list("ward_id", flat=True).get(id=team_id))
    monday = on - timedelta(days=on.weekday())
    left = limits.day_minutes
    for user_id in TeamMember.objects.filter(team_id=team_id).values_list("user_id", flat=True):
        duties = duties_of(user_id, monday, monday + timedelta(days=6))
        day = sum(duty.minutes for duty in duties if duty.on == on)
        week = sum(duty.minutes for duty in duties)
        left = min(left, limits.day_minutes - day, limits.week_minutes - week)
    return max(left, 0)
