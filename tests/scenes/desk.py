"""Scenes of the desk's verbs: chị Vy scans bác Đào's card."""

from __future__ import annotations

from tannha.desk import chip_reading, service
from tannha.desk.models import Check
from tannha.desk.rules.purpose import Decision, Purpose
from tannha.ground.card_reader import MemoryReaders
from tannha.icao.chip.applet import Applet
from tannha.issue.service import lend_chip
from tests.scenes import Scene, Scenes, World
from tests.scenes.issue import given_card


def check_of_dao(world: World) -> Check:
    """Chị Vy's check of bác Đào's card, not decided yet."""
    scanned = given_card(world).qr_text
    return service.check_card(
        world.cast["vy"], purpose=Purpose.HEALTH_INSURANCE, scanned=scanned, now=world.now
    )


def kept_for_later(world: World) -> Check:
    """The same, kept for a later look-up."""
    check = check_of_dao(world)
    return service.decide(world.cast["vy"], check_id=check.pk, decision=Decision.LATER, now=world.now)


def _check(world: World) -> Scene:
    card = given_card(world)
    arguments = {"purpose": Purpose.HEALTH_INSURANCE, "scanned": card.qr_text}
    return Scene(by="vy", arguments=arguments, shows={card.resident_id})


def _of(check: Check, **arguments: object) -> Scene:
    assert check.resident_id is not None
    return Scene(by="vy", arguments=arguments, shows={check.resident_id})


def _shown(world: World) -> Scene:
    check = check_of_dao(world)
    return _of(check, check_id=check.pk)


def _decided(world: World) -> Scene:
    check = check_of_dao(world)
    return _of(check, check_id=check.pk, decision=Decision.RECEIVE)


def _chip(world: World) -> Scene:
    """Chị Vy lays bác Đào's card on the reader."""
    card = given_card(world)
    image = lend_chip(world.cast["dung"], resident_id=card.resident_id, now=world.now)
    readers = MemoryReaders({"desk": Applet(image)})
    inspection = chip_reading.read_chip(card.number, now=world.now, readers=readers)
    arguments = {"inspection": inspection, "purpose": Purpose.HEALTH_INSURANCE}
    return Scene(by="vy", arguments=arguments, shows={card.resident_id})


SCENES: Scenes = {
    "desk.chip_reading.show_chip_reading": _chip,
    "desk.service.check_card": _check,
    "desk.service.show_check": _shown,
    "desk.service.decide": _decided,
    "desk.service.receive_without_card": lambda world: Scene(
        by="vy", arguments={"purpose": Purpose.TREATMENT, "reason": "bất tỉnh, không giấy tờ"}
    ),
    "desk.service.list_later": lambda world: _of(kept_for_later(world)),
    "desk.service.look_up_again": lambda world: _of(kept_for_later(world)),
}
