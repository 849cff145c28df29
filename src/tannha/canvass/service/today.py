"""What waits today, as rows without names."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from tannha.canvass.service.family_requests import count_family_requests
from tannha.canvass.service.limits_desk import count_at_limit, count_told_at_door
from tannha.canvass.service.walks import list_walks
from tannha.canvass.words import doors_in_words, people_in_words
from tannha.ground.access import Role
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.today import TodayRow


def today_rows(actor: Actor, now: datetime) -> list[TodayRow]:
    """A canvasser's walk of today; for a supervisor people at the limit and news told at doors."""
    if actor.role is Role.CANVASSER:
        return _walk_rows(actor, now)
    if actor.role is Role.SUPERVISOR:
        return _supervisor_rows(actor, now)
    return []


def _walk_rows(actor: Actor, now: datetime) -> list[TodayRow]:
    day = local_day(now)
    mine = [walk for walk in list_walks(actor, on=day) if walk.on == day]
    rows = [
        TodayRow(
            order=10,
            text=_("Walk: %(place)s") % {"place": walk.place},
            detail=doors_in_words(walk.left) if walk.left else _("every door done"),
            url_name="canvass:walk",
            url_args=(walk.walk_id,),
            action=_("Start the walk") if walk.left == walk.doors else _("Go on with the walk"),
        )
        for walk in mine
        if walk.left
    ]
    if rows:
        return rows
    return [
        TodayRow(
            order=10,
            text=_("No walk today. Have a rest.") if not mine else _("Today's walk is done."),
            url_name="canvass:walks",
            action=_("See walks"),
        )
    ]


def _supervisor_rows(actor: Actor, now: datetime) -> list[TodayRow]:
    rows = []
    at_limit = count_at_limit(actor.ward_id, local_day(now))
    if at_limit:
        rows.append(
            TodayRow(
                order=50,
                text=_("Visited three times, still without an answer"),
                detail=people_in_words(at_limit),
                count=at_limit,
                url_name="canvass:limits",
                action=_("Look at the limits"),
            )
        )
    asked = count_family_requests(actor.ward_id)
    if asked:
        rows.append(
            TodayRow(
                order=40,
                text=_("Families wait for an answer"),
                detail=people_in_words(asked),
                count=asked,
                url_name="canvass:requests",
                action=_("Open the requests"),
            )
        )
    told = count_told_at_door(actor.ward_id)
    if told:
        rows.append(
            TodayRow(
                order=60,
                text=_("Moved or died, as told at the door"),
                detail=people_in_words(told),
                count=told,
                url_name="canvass:limits",
                action=_("Bring the roll up to date"),
            )
        )
    return rows
