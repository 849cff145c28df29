"""Every service verb as each of the cast, without pages: refused, or exactly one act; a read names everybody shown."""

from __future__ import annotations

import json
import pkgutil
from datetime import datetime
from importlib import import_module
from uuid import UUID

import pytest
from django.conf import settings
from django.db import transaction

import tests.scenes
from tannha.ground import journal
from tannha.ground.access import May
from tannha.ground.models import AdminArea, JournalEntry
from tannha.ground.refusal import Refused
from tannha.ground.verb import VERBS
from tests.conftest import OUTSIDER, Cast
from tests.scenes import Scene, World


def load_verbs() -> None:
    """Import every module of every room, so that each decorated verb is registered."""
    import_module("tannha.urls")
    for room in settings.INSTALLED_APPS:
        if room.startswith("tannha.") and room.count(".") == 1:
            package = import_module(room)
            for found in pkgutil.walk_packages(package.__path__, f"{room}."):
                if not any(part in found.name for part in (".migrations", ".templatetags", "conftest")):
                    import_module(found.name)


def scenes() -> dict[str, object]:
    found: dict[str, object] = {}
    for module in pkgutil.iter_modules(tests.scenes.__path__):
        found |= import_module(f"tests.scenes.{module.name}").SCENES
    return found


load_verbs()
SCENES = scenes()


class Undo(Exception):
    """Ends a call's savepoint, so that the next member of the cast finds the same scene."""


def test_every_verb_has_a_scene_and_every_scene_a_verb() -> None:
    assert set(VERBS) == set(SCENES)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(VERBS))
def test_each_of_the_cast_is_refused_or_does_exactly_one_act(
    name: str, cast: Cast, ward: AdminArea, now: datetime
) -> None:
    scene = SCENES[name](World(cast=cast, ward=ward, now=now))  # type: ignore[operator]
    assert isinstance(scene, Scene)
    lawful: set[str] = set()
    for member in cast:
        try:
            with transaction.atomic():
                before = JournalEntry.objects.count()
                try:
                    VERBS[name].call(cast[member], **scene.arguments, now=scene.now or now)
                except Refused:
                    assert JournalEntry.objects.count() == before, f"{member} was refused and left an entry"
                    raise Undo from None
                lawful.add(member)
                told = list(JournalEntry.objects.filter(seq__gt=before))
                if VERBS[name].kind == "act":
                    assert [entry.kind for entry in told].count("act") == 1, member
                else:
                    assert all(entry.kind == "read" for entry in told), member
                named = {UUID(person) for entry in told for person in json.loads(entry.body)["people"]}
                if member == scene.by:
                    assert scene.shows <= named, "a person was shown and not named"
                if member == OUTSIDER:
                    assert not scene.shows & named, "another ward's supervisor saw somebody"
                    assert not (scene.own_ward and named), "another ward's supervisor touched somebody"
                assert list(journal.verify())[-1].broken_at is None  # type: ignore[union-attr]
                raise Undo
        except Undo:
            pass
    assert scene.by in lawful or (scene.by == "nobody" and not lawful), f"{scene.by} should have been allowed"
    if (
        VERBS[name].kind == "act"
        and VERBS[name].may not in (May.OWN, May.ACCOUNTS, May.SETTINGS)
        and not scene.own_ward
    ):
        assert OUTSIDER not in lawful, "another ward's supervisor got through"
