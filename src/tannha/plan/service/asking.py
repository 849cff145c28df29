"""When no time can be promised to a caller: whom one would ask to come at another one. Shows nobody's name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from tannha.canvass.service import plannable_days
from tannha.fleet.service import days_on_duty
from tannha.ground import journal
from tannha.ground.access import May
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.refusal import Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import reads
from tannha.plan.models import Promise, PromiseState
from tannha.plan.offer.asking import Choice, OfferSettings
from tannha.plan.offer.asking_few import DAYS_TRIED, Freed, fewest_to_ask
from tannha.plan.offer.choosing import offer
from tannha.plan.offer.standing import Standing
from tannha.plan.rules.instance import Client
from tannha.plan.service.faces import Face, faces_of
from tannha.plan.service.offering import KeptDays, caller_of, own_case, settings_of_ward

FURTHER_DAYS = 3
MOST_PEOPLE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class AskView:
    """The caller, the time they would get and whom to ask for it (None where nobody's move helps), faces by case."""

    face: Face
    freed: Freed | None
    faces: Mapping[str, Face]


@reads(May.PLAN)
def show_whom_to_ask(actor: Actor, *, case_id: UUID, now: datetime) -> AskView:
    """The fewest people whose consented move would free a time for the caller. Nobody is moved by looking."""
    today = local_day(now)
    case = own_case(actor, case_id)
    settings = settings_of_ward(actor.ward_id, today)
    coming = days_on_duty(actor.ward_id, today, today + timedelta(days=settings.horizon_days))
    coming = plannable_days(case, coming)[: DAYS_TRIED + FURTHER_DAYS]
    near = Promise.objects.filter(ward_id=actor.ward_id, on__in=coming[:DAYS_TRIED], state=PromiseState.OPEN)
    others = list(near.order_by("on", "id").values_list("case_id", flat=True)[:MOST_PEOPLE])
    days = KeptDays(actor.ward_id, coming, case_id, now, others=others)
    kept = [one for one in (days.kept(on) for on in coming) if one is not None]
    freed = None
    if kept and others:
        standings = [one.standing for one in kept]
        freed = fewest_to_ask(
            standings[:DAYS_TRIED], caller_of(kept[0].client, now), settings,
            elsewhere=lambda client: _elsewhere(standings, client, settings, now),
        )  # fmt: skip
    asked = [UUID(move.client) for move in freed.moves] if freed else []
    faces = faces_of([case_id, *asked], today)
    if case_id not in faces:
        raise Refused(not_there())
    people = [one.resident_id for one in faces.values()]
    journal.read(actor, "plan.whom_to_ask_shown", now=now, people=people, purpose="plan", fields=("place",))
    named = {str(key): one for key, one in faces.items()}
    return AskView(face=faces[case_id], freed=freed, faces=named)


def _elsewhere(
    standings: Sequence[Standing], client: Client, settings: OfferSettings, now: datetime
) -> Choice | None:
    """The soonest time of somebody on a day on which they have none yet, by the way they were told."""
    for standing in standings:
        own = standing.day.clients.get(client.id)
        if own is None or client.id in standing.day.served:
            continue
        asked = caller_of(replace(own, ways=client.ways & own.ways), now)
        choices = offer([standing], asked, settings) if asked.client.ways else ()
        if choices:
            return choices[0]
    return None
