"""One scene per service verb: what must be there before it, its arguments, who certainly may, whom it shows.

`tests/ground/test_every_verb.py` plays each scene with each member of the cast. A room's scenes stand in
`tests/scenes/<room>.py` as `SCENES`, keyed by the verb's registered name (`tannha.ground.verb.VERBS`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from tannha.ground.models import AdminArea
from tests.conftest import Cast


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Where a scene plays: an empty ward with its cast."""

    cast: Cast
    ward: AdminArea
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Arguments of the verb (without actor and now), one who may ("nobody": none of the cast), whom it shows.

    `own_ward`: the verb takes no id of the ward, so another ward's officer changes only their own ward.
    `now`: the moment of the call, where it is not the world's.
    """

    by: str
    arguments: dict[str, Any]
    shows: set[UUID] = field(default_factory=set)
    own_ward: bool = False
    now: datetime | None = None


Scenes = dict[str, Callable[[World], Scene]]
