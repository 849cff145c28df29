"""What a page may show of planned cases, in one query for many: places and needs for planners, names for
the team.

Plain functions without access check: the verbs decide who sees which face and write the read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from tannha.canvass.models import Case
from tannha.canvass.rules.needs import NeedKind
from tannha.canvass.rules.plannable import PlannableCase
from tannha.canvass.service import plannable_of
from tannha.canvass.words import NEEDS
from tannha.fleet.models import Machine, Team, Vehicle
from tannha.ground.ids import format_key
from tannha.plan.words import BRING

SHORT = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A case as a planner sees it: code, place by tower and floor or alley, needs in words. No name."""

    case_id: UUID
    resident_id: UUID
    code: str
    spot: str
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
    """A short code of a case for paper and planner: six letters and digits that say nothing about the
    person."""
    return format_key(case_id)[-SHORT:].upper()


def faces_of(case_ids: Iterable[UUID], on: object) -> dict[UUID, Face]:
    """Faces by case id; unknown ids are left out."""
    ids = list(case_ids)
    cases = Case.objects.select_related("resident__household__group").in_bulk(ids)
    planned = {case.case_id: case for case in plannable_of(ids, on)}  # type: ignore[arg-type] # a date
    return {case_id: _face(cases[case_id], planned[case_id]) for case_id in ids if case_id in cases}


def named_faces_of(case_ids: Iterable[UUID], on: object) -> dict[UUID, NamedFace]:
    """Faces with names and telephone numbers, for the team that goes there; the caller writes the read."""
    faces = faces_of(case_ids, on)
    cases = (
        Case.objects.select_related("resident").prefetch_related("resident__supporters").in_bulk(list(faces))
    )
    named = {}
    for case_id, face in faces.items():
        resident = cases[case_id].resident
        helper = next((s for s in resident.supporters.all() if s.ended_at is None), None)
        named[case_id] = NamedFace(
            face=face,
            name=resident.full_name,
            spoken=resident.spoken_name,
            phone=resident.phone,
            helper=helper.name if helper else "",
            helper_phone=helper.phone if helper else "",
        )
    return named


def _face(case: Case, planned: PlannableCase) -> Face:
    home = case.resident.household
    if home.tower:
        spot = _("tower %(tower)s, floor %(floor)s") % {"tower": home.tower, "floor": home.floor or 1}
    elif home.alley:
        spot = home.alley
    else:
        spot = _("group %(number)s") % {"number": planned.group_number}
    bring = tuple(str(words) for kind, words in BRING.items() if kind in planned.needs)
    return Face(
        case_id=case.id,
        resident_id=case.resident_id,
        code=code_of(case.id),
        spot=spot,
        door=home.address or spot,
        needs=tuple(str(NEEDS[kind]) for kind in NeedKind if kind in planned.needs),
        bring=bring,
        gentle=planned.gentle,
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
