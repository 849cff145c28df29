"""What a page may show of planned cases, in few queries for many: places and needs for planners, names for the team.

Plain functions without access check: the verbs decide who sees which face and write the read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from tannha.canvass.rules.plannable import PlannableCase
from tannha.canvass.service import helps_in_words, plannable_of
from tannha.fleet.service import Machine, Team, Vehicle
from tannha.ground.ids import format_key
from tannha.plan.words import bring_in_words
from tannha.roll.service import Resident, list_residents

SHORT = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A case as a planner sees it: code, place (`mark` is its shortest form), needs. No name."""

    case_id: UUID
    resident_id: UUID
    code: str
    spot: str
    mark: str
    door: str
    needs: tuple[str, ...]
    bring: tuple[str, ...]
    gentle: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFace:
    """The same case as its own team sees it."""

    face: Face
    name: str
    spoken: str
    phone: str
    helper: str
    helper_phone: str


def code_of(case_id: UUID) -> str:
    """A short code of a case for paper and planner: six letters and digits that say nothing about the person."""
    return format_key(case_id)[-SHORT:].upper()


def faces_of(case_ids: Iterable[UUID], on: date) -> dict[UUID, Face]:
    """Faces by case id; unknown ids are left out."""
    return {case_id: face for case_id, (face, _resident) in _with_residents(case_ids, on).items()}


def named_faces_of(case_ids: Iterable[UUID], on: date) -> dict[UUID, NamedFace]:
    """Faces with names and telephone numbers, for the team that goes there; the caller writes the read."""
    found = _with_residents(case_ids, on)
    prefetch_related_objects([resident for _face_of, resident in found.values()], "supporters")
    return {case_id: _named(face, resident) for case_id, (face, resident) in found.items()}


def residents_of(case_ids: Iterable[UUID], on: date) -> dict[UUID, Resident]:
    """The resident of each case, with household, group and those who help."""
    found = {case_id: resident for case_id, (_face_of, resident) in _with_residents(case_ids, on).items()}
    prefetch_related_objects(list(found.values()), "supporters")
    return found


def has_phone(resident: Resident) -> bool:
    """Whether somebody can be called: the person, or family who helps."""
    return bool(resident.phone) or any(
        one.phone and one.ended_at is None for one in resident.supporters.all()
    )


def _with_residents(case_ids: Iterable[UUID], on: date) -> dict[UUID, tuple[Face, Resident]]:
    planned = plannable_of(case_ids, on)
    residents = {resident.id: resident for resident in list_residents(case.resident_id for case in planned)}
    return {
        case.case_id: (_face(case, residents[case.resident_id]), residents[case.resident_id])
        for case in planned
        if case.resident_id in residents
    }


def _named(face: Face, resident: Resident) -> NamedFace:
    helper = next((one for one in resident.supporters.all() if one.ended_at is None), None)
    return NamedFace(
        face=face,
        name=resident.full_name,
        spoken=resident.spoken_name,
        phone=resident.phone,
        helper=helper.name if helper else "",
        helper_phone=helper.phone if helper else "",
    )


def _face(case: PlannableCase, resident: Resident) -> Face:
    home = resident.household
    mark = ""
    if case.tower:
        mark = _("%(tower)s fl.%(floor)s") % {"tower": case.tower, "floor": case.floor or 1}
        spot = _("tower %(tower)s, floor %(floor)s") % {"tower": case.tower, "floor": case.floor or 1}
    elif home.alley:
        spot = home.alley
    else:
        spot = _("group %(number)s") % {"number": case.group_number}
    return Face(
        case_id=case.case_id,
        resident_id=case.resident_id,
        code=code_of(case.case_id),
        spot=spot,
        mark=mark,
        door=home.address or spot,
        needs=helps_in_words(case.needs),
        bring=bring_in_words(case.needs),
        gentle=case.gentle,
    )


def labels_of(ward_id: UUID) -> Mapping[str, str]:
    """Names of the ward's machines, teams and cars by their id as text."""
    found: dict[str, str] = {}
    for machine in Machine.objects.filter(station__ward_id=ward_id):
        found[str(machine.id)] = machine.label
    for team in Team.objects.filter(ward_id=ward_id):
        found[str(team.id)] = team.label
    for vehicle in Vehicle.objects.filter(ward_id=ward_id):
        found[str(vehicle.id)] = vehicle.label
    return found
