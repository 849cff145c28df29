"""Scenes of progress: who waits, by name."""

from __future__ import annotations

from tests.scenes import Scene, Scenes, World
from tests.scenes.canvass import case_of_dao


def _waiting(world: World) -> Scene:
    return Scene(by="hoa", arguments={}, shows={case_of_dao(world).resident_id})


SCENES: Scenes = {"progress.service.people.show_waiting": _waiting}
