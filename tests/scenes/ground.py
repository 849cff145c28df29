"""Scenes of the ground's own verbs."""

from __future__ import annotations

from tannha.ground.access import Role
from tests.conftest import PASSWORD
from tests.scenes import Scene, Scenes, World


def _account(world: World) -> Scene:
    return Scene(
        by="phuc",
        arguments={
            "username": "moi",
            "display_name": "Mới",
            "role": Role.CANVASSER,
            "password": "bốn từ khác hẳn",
            "second": world.cast.second("viet", world.now),
        },
    )


SCENES: Scenes = {
    "ground.sign_in.sign_out": lambda world: Scene(by="lan", arguments={}),
    "ground.sign_in.set_pin": lambda world: Scene(by="lan", arguments={"pin": "490217"}),
    "ground.sign_in.change_password": lambda world: Scene(
        by="lan", arguments={"old": PASSWORD, "new": "bốn từ khác hẳn"}
    ),
    "ground.accounts.name_ward": lambda world: Scene(
        by="phuc", arguments={"name": "Phường Mới", "code": "00001", "province": "Hà Nội"}
    ),
    "ground.accounts.make_account": _account,
    "ground.accounts.stop_account": lambda world: Scene(
        by="phuc", arguments={"user_id": world.cast.user("lan").id}
    ),
}
