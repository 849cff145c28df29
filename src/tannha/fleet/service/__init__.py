"""The fleet's public face: what is there, who is on duty, and the verbs that change it."""

from __future__ import annotations

from tannha.fleet.models import Kit, Machine, Shift, Station, Team, TeamMember, Vehicle
from tannha.fleet.service.duty import (
    DayDuty,
    OfficerHours,
    Stock,
    count_team_minutes,
    days_on_duty,
    duties_on,
    duty_on,
    list_hours,
    list_members,
    list_officers,
    list_owners,
    list_shifts,
    list_stock,
    minutes_left_of,
    owner_key,
    station_of,
    team_ids_of,
)
from tannha.fleet.service.retiring import bring_back, find_row, retire
from tannha.fleet.service.stock import (
    note_machine,
    note_station,
    save_kit,
    save_machine,
    save_station,
    save_team,
    save_vehicle,
    set_working,
)
from tannha.fleet.service.today import today_rows
from tannha.fleet.service.verbs import Hours, remove_shift, save_shift

__all__ = [
    "DayDuty",
    "Hours",
    "Kit",
    "Machine",
    "OfficerHours",
    "Shift",
    "Station",
    "Stock",
    "Team",
    "TeamMember",
    "Vehicle",
    "bring_back",
    "count_team_minutes",
    "days_on_duty",
    "duties_on",
    "duty_on",
    "find_row",
    "list_hours",
    "list_members",
    "list_officers",
    "list_owners",
    "list_shifts",
    "list_stock",
    "minutes_left_of",
    "note_machine",
    "note_station",
    "owner_key",
    "remove_shift",
    "retire",
    "save_kit",
    "save_machine",
    "save_shift",
    "save_station",
    "save_team",
    "save_vehicle",
    "set_working",
    "station_of",
    "team_ids_of",
    "today_rows",
]
