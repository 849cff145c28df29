"""Words of the day under way, as people read them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from tannha.plan.live.events import EventKind
from tannha.plan.service.live_reading import What

WHAT: dict[What, Promise] = {
    What.PERSON: gettext_lazy("People still ahead"),
    What.MACHINE: gettext_lazy("Machines"),
    What.KIT: gettext_lazy("Kits, by their team"),
    What.TEAM: gettext_lazy("Teams"),
    What.CAR: gettext_lazy("Cars"),
    What.URGENT: gettext_lazy("Somebody urgent"),
}
CHOICES: dict[EventKind, Promise] = {
    EventKind.NOT_CALM: gettext_lazy("It cannot be done calmly now"),
    EventKind.NO_SHOW: gettext_lazy("Nobody was there"),
    EventKind.LATE: gettext_lazy("It gets later"),
    EventKind.REFUSAL: gettext_lazy("The person does not want it today"),
    EventKind.DO_NOT_VISIT: gettext_lazy("The family asks not to be visited"),
    EventKind.COOL_DOWN: gettext_lazy("Not before another day"),
    EventKind.MACHINE_DOWN: gettext_lazy("The machine does not work"),
    EventKind.KIT_DOWN: gettext_lazy("The kit does not work"),
    EventKind.VEHICLE_DOWN: gettext_lazy("The car does not drive"),
    EventKind.URGENT_CLIENT: gettext_lazy("It cannot wait for another day"),
}
REPORTS: dict[EventKind, Promise] = {
    EventKind.NOT_CALM: gettext_lazy("could not be done calmly"),
    EventKind.NO_SHOW: gettext_lazy("nobody was there"),
    EventKind.LATE: gettext_lazy("later than planned"),
    EventKind.REFUSAL: gettext_lazy("not wanted today"),
    EventKind.DO_NOT_VISIT: gettext_lazy("asks not to be visited"),
    EventKind.COOL_DOWN: gettext_lazy("not before another day"),
    EventKind.MACHINE_DOWN: gettext_lazy("machine does not work"),
    EventKind.KIT_DOWN: gettext_lazy("kit does not work"),
    EventKind.VEHICLE_DOWN: gettext_lazy("car does not drive"),
    EventKind.URGENT_CLIENT: gettext_lazy("urgent"),
}


def time_of(minute: int) -> str:
    """A minute of the day as on the wall."""
    return f"{minute // 60}:{minute % 60:02}"
