"""Stop 10: at the hospital's reception, Vy scans the card's QR code."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from tannha.demo.rules.cast import CastResident
from tannha.demo.stops.act import Fill, moment_between, resident_of
from tannha.demo.stops.card import OFFICE_HOURS, card_of
from tannha.desk.models import Check
from tannha.desk.rules.purpose import Purpose
from tannha.ground.clock import at_local, local_day

ROUTE = "desk:check"


class Hospital:
    """The desk's page with purpose and code filled in."""

    def is_done(self, person: CastResident) -> bool:
        """The card was checked at a desk."""
        return Check.objects.filter(resident__personal_number=person.number).exists()

    def moment(self, person: CastResident, now: datetime) -> datetime:
        """Office hours of a day after the handover."""
        card = card_of(person)
        given = card.handed_over_at if card else None
        if given is not None and local_day(given) < local_day(now):
            return moment_between(now, *OFFICE_HOURS)
        return moment_between(at_local(local_day(now) + timedelta(days=1), 0), *OFFICE_HOURS)

    def prepare(self, person: CastResident, now: datetime) -> None:
        """Nothing: the person brings the card."""

    def address(self, person: CastResident) -> str:
        """The check page; afterwards the answer."""
        check = Check.objects.filter(resident_id=resident_of(person).pk).order_by("-at", "-id").first()
        return reverse("desk:checked", args=[check.pk]) if check else reverse(ROUTE)

    def fill(self, person: CastResident, route: str, now: datetime) -> tuple[Fill, ...]:
        """What the scanner would type."""
        card = card_of(person)
        return (Fill(name="scanned", value=card.qr_text),) if card is not None and route == ROUTE else ()

    def kept(self, person: CastResident, now: datetime) -> dict[str, Any]:
        """The purpose that Vy chose at the beginning of her shift."""
        return {"desk_purpose": [Purpose.HEALTH_INSURANCE.value, local_day(now).isoformat()]}
