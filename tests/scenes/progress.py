"""Scenes of progress: who waits, by name."""

from __future__ import annotations

from tannha.roll.models import Resident, ResidentialGroup
from tests.scenes import Scene, Scenes, World
from tests.scenes.canvass import case_of_dao


def _waiting(world: World) -> Scene:
    case = case_of_dao(world)
    group = ResidentialGroup.objects.create(ward=world.ward, name="Tổ 12", number=12)
    Resident.objects.filter(pk=case.resident_id).update(group=group)
    return Scene(by="hoa", arguments={"group_id": group.pk}, shows={case.resident_id})


SCENES: Scenes = {"progress.service.people.show_waiting": _waiting}
