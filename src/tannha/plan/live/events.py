"""What happened while the day was under way: the value types and the file format ``tannha-plan-events/1``.

Every event names what it is about by an id of the day's instance; moments are seconds since local midnight. An
event never says how a person is, only what it means for their time. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tannha.plan.live.standing import Standing
from tannha.plan.rules.instance import DAY_SECONDS, Client, PlanInstance
from tannha.plan.rules.wire import BadInput, from_plain, from_text, to_text

EVENTS_FORMAT = "tannha-plan-events/1"
MOST_EVENTS = 200


class EventKind(StrEnum):
    """What can be reported."""

    NOT_CALM = "not_calm"
    KIT_DOWN = "kit_down"
    MACHINE_DOWN = "machine_down"
    VEHICLE_DOWN = "vehicle_down"
    LATE = "late"
    NO_SHOW = "no_show"
    URGENT_CLIENT = "urgent_client"
    REFUSAL = "refusal"
    DO_NOT_VISIT = "do_not_visit"
    COOL_DOWN = "cool_down"


DOWN = frozenset({EventKind.KIT_DOWN, EventKind.MACHINE_DOWN, EventKind.VEHICLE_DOWN})
OF_A_PERSON = frozenset(
    {
        EventKind.NOT_CALM,
        EventKind.NO_SHOW,
        EventKind.REFUSAL,
        EventKind.DO_NOT_VISIT,
        EventKind.COOL_DOWN,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveEvent:
    """One report. ``subject`` is a client, kit, machine, vehicle or (late) team, vehicle or client; an urgent
    client brings the person in ``client``.

    ``until`` (down) is when it works again, None for the rest of the day; ``again_from`` (not calm, no-show) is
    from when the person may be tried again today, None for not today; ``late_seconds`` how much later.
    """

    id: str
    kind: EventKind
    subject: str = ""
    at: int | None = None
    until: int | None = None
    again_from: int | None = None
    late_seconds: int = 0
    client: Client | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventList:
    """A file of reports, in the order in which they count."""

    format: str
    events: tuple[LiveEvent, ...]


def encode_events(events: tuple[LiveEvent, ...]) -> str:
    """The reports as ``tannha-plan-events/1`` JSON text, sorted keys."""
    return to_text(EventList(format=EVENTS_FORMAT, events=events))


def decode_events(text: str) -> tuple[LiveEvent, ...]:
    """Read a file of reports. Raises BadInput naming field and id; what they are about is not looked up here."""
    data = from_text(text)
    if data.get("format") != EVENTS_FORMAT:
        raise BadInput(field="format", problem="unknown version")
    if isinstance(data.get("events"), list) and len(data["events"]) > MOST_EVENTS:
        raise BadInput(field="events", problem=f"more than {MOST_EVENTS}")
    return from_plain(EventList, data).events


def validate_events(instance: PlanInstance, standing: Standing, events: tuple[LiveEvent, ...]) -> None:
    """Refuse reports that mean nothing for this day at this moment: BadInput of the first one."""
    seen: set[str] = set()
    new: set[str] = set()
    for event in events:
        if not event.id:
            raise BadInput(field="events.id", problem="missing")
        if event.id in seen:
            raise BadInput(field="events.id", subject=event.id, problem="named twice")
        seen.add(event.id)
        _moments(event, standing.now)
        _subject(instance, standing, event)
        if event.client is not None:
            if event.client.id in new:
                raise BadInput(field="events.client.id", subject=event.client.id, problem="named twice")
            new.add(event.client.id)


def _moments(event: LiveEvent, now: int) -> None:
    for name in ("at", "until", "again_from"):
        moment = getattr(event, name)
        if moment is not None and moment < 0:
            raise BadInput(field=f"events.{name}", subject=event.id, problem="negative")
        if moment is not None and moment > DAY_SECONDS:
            raise BadInput(field=f"events.{name}", subject=event.id, problem="outside the day")
    if event.at is not None and event.at > now:
        raise BadInput(field="events.at", subject=event.id, problem="after now")
    if event.until is not None and event.until <= now:
        raise BadInput(field="events.until", subject=event.id, problem="not after now")
    if event.late_seconds < 0:
        raise BadInput(field="events.late_seconds", subject=event.id, problem="negative")
    if event.late_seconds > DAY_SECONDS:
        raise BadInput(field="events.late_seconds", subject=event.id, problem="longer than a day")
    if event.kind is EventKind.LATE and event.late_seconds == 0:
        raise BadInput(field="events.late_seconds", subject=event.id, problem="not above zero")


def _subject(instance: PlanInstance, standing: Standing, event: LiveEvent) -> None:
    clients = {client.id for client in instance.clients}
    if event.kind is EventKind.URGENT_CLIENT:
        if event.client is None:
            raise BadInput(field="events.client", subject=event.id, problem="missing")
        if event.client.id in clients and event.client.id in standing.planned:
            raise BadInput(field="events.client.id", subject=event.client.id, problem="has a time already")
        return
    movers = {team.id for team in instance.teams} | {car.id for car in instance.vehicles}
    known = {
        EventKind.KIT_DOWN: {kit.id for kit in instance.kits},
        EventKind.MACHINE_DOWN: {machine.id for machine in instance.machines},
        EventKind.VEHICLE_DOWN: {car.id for car in instance.vehicles},
        EventKind.LATE: clients | movers,
    }.get(event.kind, clients)
    if event.subject not in known:
        raise BadInput(field="events.subject", subject=event.subject or event.id, problem="unknown id")
    if event.subject in clients and event.subject in standing.finished:
        raise BadInput(field="events.subject", subject=event.subject, problem="finished stop")
    if event.subject in movers and event.kind is EventKind.LATE and event.subject not in standing.on_the_way:
        raise BadInput(field="events.subject", subject=event.subject, problem="finished stop")
