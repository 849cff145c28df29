"""Scenes of accounts, settings and the set-up, whose verbs lie in the ground."""

from __future__ import annotations

from tannha.ground import set_up
from tannha.ground.access import Role
from tannha.office.setting_up import FirstStation
from tests.scenes import Scene, Scenes, World


def _second(world: World, **more: object) -> dict[str, object]:
    return {"second": world.cast.second("viet", world.now), **more}


def _setting(world: World) -> Scene:
    return Scene(by="phuc", arguments=_second(world, name="canvass.cool_down_days", value=20, reason="thử"))


def _of_lan(world: World, **more: object) -> Scene:
    return Scene(by="phuc", arguments=_second(world, user_id=world.cast.user("lan").id, **more))


SCENES: Scenes = {
    "ground.accounts.invite_account": lambda world: Scene(
        by="phuc",
        arguments=_second(world, username="moi", display_name="Mới", role=Role.CANVASSER),
    ),
    "ground.accounts.reset_account": _of_lan,
    "ground.accounts.restore_account": _of_lan,
    "ground.accounts.change_role": lambda world: _of_lan(world, role=Role.OPERATOR),
    "ground.adjust.change_setting": _setting,
    "office.setting_up.set_up_ward": lambda world: Scene(
        by="nobody",
        arguments={
            "station": FirstStation(name="Trạm", address="số 2", floors=1, has_lift=False, machines=()),
            "first": set_up.FirstWard(
                name="Phường Mới",
                code="00337",
                province="Hà Nội",
                administrator=set_up.FirstAccount(username="a", display_name="A"),
                supervisor=set_up.FirstAccount(username="b", display_name="B"),
            ),
        },
    ),
}
