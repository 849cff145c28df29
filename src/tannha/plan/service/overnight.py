"""The nightly search: kept plans of coming days made better inside what was promised. Nobody is told anything new."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from tannha.ground import journal
from tannha.ground.access import May
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day, local_minute
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.verb import act
from tannha.plan.explain import explain_all
from tannha.plan.models import PlanDay, PromiseState
from tannha.plan.offer.overnight import searched
from tannha.plan.offer.reserve import percent_at
from tannha.plan.refusals import Code
from tannha.plan.rules.instance import decode_instance, digest_of, encode_instance
from tannha.plan.rules.plan import decode_plan, encode_plan
from tannha.plan.rules.promises import told_of
from tannha.plan.rules.wire import BadInput
from tannha.plan.service.building import open_promises
from tannha.plan.service.making import note_bound
from tannha.plan.service.offering import bound_instance, expected_of, fetches_of, settings_of_ward
from tannha.plan.service.rows import note_missions


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """What the search of one day came to: seconds saved (0 where the kept plan stays), people served more."""

    on: date
    better: bool
    saved_seconds: int
    served_more: int


def days_to_search(ward_id: UUID, today: date, horizon_days: int) -> list[date]:
    """The coming days (not today) that have a plan and a promise in it, in order."""
    rows = PlanDay.objects.filter(
        ward_id=ward_id, on__gt=today, on__lte=today + timedelta(days=horizon_days),
        promises__state=PromiseState.OPEN,
    )  # fmt: skip
    return list(rows.order_by("on").values_list("on", flat=True).distinct())


@act(May.PLAN)
def search_overnight(actor: Actor, *, on: date, iterations: int = 0, now: datetime) -> Night:
    """Search the kept plan of a coming day anew inside its promises; a better one becomes its newest version.

    Every promise keeps its window, a car comes as told, and the reserve for later callers stays as whole as it was. A
    published plan stays the published one until somebody publishes the new one.
    """
    today = local_day(now)
    if on <= today:
        raise Refused(Refusal(Code.DAY_IS_PAST, on=on.isoformat()))
    day = PlanDay.objects.select_for_update().filter(ward_id=actor.ward_id, on=on).first()
    if day is None:
        raise Refused(Refusal(Code.NO_PLAN_YET, on=on.isoformat()))
    settings, rows = settings_of_ward(actor.ward_id, today), open_promises(actor.ward_id, on)
    instance = bound_instance(decode_instance(day.instance), {str(row.case_id): row for row in rows})
    plan = replace(decode_plan(day.plan), instance_digest=digest_of(instance))
    percent = percent_at(settings, on, today, local_minute(now) * 60)
    try:
        found = searched(
            instance, plan, settings, percent=percent, forecast=expected_of(instance), fetches=fetches_of(rows),
            iterations=iterations,
        )  # fmt: skip
    except BadInput:
        found = None  # the kept plan no longer fits its day: the planner is told so by the review
    night = Night(on=on, better=False, saved_seconds=0, served_more=0)
    if found is not None:
        more = len(told_of(instance, found)) - len(told_of(instance, plan))
        saved = plan.score.cost_seconds - found.score.cost_seconds
        night = Night(on=on, better=True, saved_seconds=saved, served_more=more)
        day.instance, day.plan = encode_instance(instance), encode_plan(explain_all(instance, found))
        day.version += 1
        note_bound(day, instance, found)
    day.searched_at, day.saved_seconds = now, night.saved_seconds
    day.save()
    if found is not None:
        note_missions(day, found)
    details = {"day": str(day.id), "on": on.isoformat(), "better": night.better, "saved": night.saved_seconds}
    journal.act(actor, "plan.searched_overnight", now=now, details=details)
    return night
