"""What the pages show: the desk and its line, one case at its step, kept frames, packets that need a
second person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Min
from django.utils.translation import gettext as _

from tannha.canvass.service import helps_of
from tannha.enrol.devices.files import smaller
from tannha.enrol.models import DraftNote, Enrolment, Packet
from tannha.enrol.refusals import Code
from tannha.enrol.rules.acts import WITH_THE_PERSON, Place, Stage
from tannha.enrol.rules.gentle import Calmed, CaptureProfile, Limits, profile_for
from tannha.enrol.rules.packet import part_context
from tannha.enrol.rules.parts import Part
from tannha.enrol.rules.signing import SecondReason
from tannha.enrol.rules.steps import EnrolState, next_part, second_reasons
from tannha.enrol.service.arrivals import find_at_desk
from tannha.enrol.service.folding import Open, note_of, open_enrolment, opened, with_person
from tannha.enrol.service.papers import fee_of
from tannha.ground import journal, vault
from tannha.ground.access import May, Role
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.models import User
from tannha.ground.person import PersonStrip
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.today import TodayRow
from tannha.ground.verb import reads
from tannha.roll.service import strip_of

FRAME_PIXELS = 480
SHOWN_IN_LINE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketLine:
    """One number in the line; no name."""

    ticket: int
    minutes: int
    stage: Stage
    is_own: bool

    @property
    def name(self) -> str:
        """As it is called."""
        return ticket_name(self.ticket)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskView:
    """The counter: who waits (numbers only), and the person who sits here."""

    line: tuple[TicketLine, ...]
    waiting: int
    own: UUID | None
    strip: PersonStrip | None
    state: EnrolState | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """One enrolment at its step, with what the step needs."""

    row: Enrolment
    strip: PersonStrip
    state: EnrolState
    part: Part | None
    profile: CaptureProfile
    fee_dong: int
    features: str
    current: tuple[tuple[str, str], ...]
    calmed: tuple[Calmed, ...]
    meet_again: str
    reasons: tuple[SecondReason, ...]
    packet: Packet | None
    frames: int
    limits: Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingForSecond:
    """One packet that needs a second person."""

    row: Enrolment
    strip: PersonStrip
    state: EnrolState
    reasons: tuple[SecondReason, ...]
    operator: str
    captured_at: datetime
    is_own: bool


def ticket_name(ticket: int) -> str:
    """As it is called: A-117."""
    return f"A-{ticket:03}"


@reads(May.QUEUE)
def show_desk(actor: Actor, *, now: datetime) -> DeskView:
    """The line of today by numbers, and the person who sits with this operator."""
    today = local_day(now)
    rows = list(
        Enrolment.objects.filter(
            ward_id=actor.ward_id,
            ticket_on=today,
            place=Place.COUNTER,
            stage__in=[stage.value for stage in WITH_THE_PERSON],
        ).order_by("last_at", "ticket")
    )
    own = find_at_desk(actor.user_id)
    found = opened(own) if own else None
    journal.read(
        actor,
        "enrol.desk_shown",
        now=now,
        people=[found.row.case.resident.pk] if found else (),
        purpose="capture",
        fields=["name", "birth", "address", "number_masked"],
    )
    line = [
        TicketLine(
            ticket=row.ticket,
            minutes=_minutes(row.last_at, now),
            stage=Stage(row.stage),
            is_own=row.operator_id == actor.user_id,
        )
        for row in rows
    ]
    line.sort(key=lambda ticket: (not ticket.is_own, ticket.stage is Stage.WAITING))
    return DeskView(
        line=tuple(line[:SHOWN_IN_LINE]),
        waiting=sum(ticket.stage is Stage.WAITING for ticket in line),
        own=own.pk if own else None,
        strip=_strip(found) if found else None,
        state=found.state if found else None,
    )


@reads(May.CAPTURE)
def show_case(actor: Actor, *, enrolment_id: UUID, now: datetime) -> CaseView:
    """One enrolment of this operator at its step.

    A supervisor sees those of the ward; else it is not there.
    """
    found = open_enrolment(actor, enrolment_id, own=actor.role is not Role.SUPERVISOR, lock=False)
    _read(actor, found, "enrol.case_shown", now, ["name", "birth", "address", "number_masked", "capture"])
    calmed = note_of(found.row, DraftNote.Kind.CALMED)
    return CaseView(
        row=found.row,
        strip=_strip(found),
        state=found.state,
        part=next_part(found.state),
        profile=profile_for(gentle=found.state.gentle),
        fee_dong=fee_of(found.state.service, found.row.regime_on),
        features=note_of(found.row, DraftNote.Kind.FEATURES),
        current=_current(found),
        calmed=tuple(Calmed(word) for word in calmed.split(",") if word),
        meet_again=note_of(found.row, DraftNote.Kind.MEET_AGAIN),
        reasons=second_reasons(found.state),
        packet=Packet.objects.filter(enrolment=found.row).first(),
        frames=found.state.frames,
        limits=found.limits,
    )


def _current(found: Open) -> tuple[tuple[str, str], ...]:
    """What the roll says now, for the correction's left side; field names of the roll."""
    if found.state.stage is not Stage.CORRECTION:
        return ()
    resident = found.row.case.resident
    return (
        ("full_name", resident.full_name),
        ("birth", resident.birth.iso if resident.birth else ""),
        ("sex", resident.sex),
        ("personal_number", resident.personal_number),
        ("address", resident.household.address),
    )


@reads(May.CAPTURE)
def show_frame(actor: Actor, *, enrolment_id: UUID, number: int, now: datetime) -> bytes:
    """One kept frame of the face, small, opened in memory for choosing. JPEG."""
    found = open_enrolment(actor, enrolment_id, lock=False)
    sample = found.row.samples.filter(part=Part.FACE, number=number).first()
    if sample is None:
        raise Refused(Refusal(Code.NO_SUCH_FRAME))
    _read(actor, found, "enrol.frame_shown", now, ["face"])
    plain = vault.open_sealed(
        bytes(sample.sealed),
        ward_id=found.row.ward_id,
        context=part_context(found.row.pk, str(sample.pk)),
    )
    return smaller(plain, longest=FRAME_PIXELS)


@reads(May.SEAL_EXCEPTION)
def list_exceptions(actor: Actor, *, chosen_id: UUID | None = None, now: datetime) -> list[WaitingForSecond]:
    """Packets that need a second person: for a supervisor those of the ward, for an operator their own.

    What helps the person is read for the chosen one only (the first, where none is named).
    """
    rows = Enrolment.objects.filter(ward_id=actor.ward_id, stage=Stage.SECOND_SIGNATURE).order_by(
        "last_at", "id"
    )
    if actor.role is not Role.SUPERVISOR:
        rows = rows.filter(operator_id=actor.user_id)
    waiting: list[WaitingForSecond] = []
    for row in with_person(rows).prefetch_related("acts")[:25]:
        found = opened(row)
        is_chosen = row.pk == chosen_id if chosen_id is not None else not waiting
        waiting.append(
            WaitingForSecond(
                row=row,
                strip=_strip(found) if is_chosen else strip_of(row.case.resident),
                state=found.state,
                reasons=second_reasons(found.state),
                operator=row.operator.display_name if row.operator else "",
                captured_at=row.last_at,
                is_own=actor.user_id in found.operators,
            )
        )
    journal.read(
        actor,
        "enrol.exceptions_shown",
        now=now,
        people=[one.row.case.resident_id for one in waiting],
        purpose="second signature",
        fields=["name", "birth", "address", "number_masked", "exceptions"],
    )
    return waiting


def _minutes(since: datetime, now: datetime) -> int:
    """Whole minutes from a moment; 0 where a clock was set back."""
    return max(0, int((now - since).total_seconds() // 60))


def count_second_signatures(ward_id: UUID, now: datetime) -> tuple[int, int]:
    """How many packets need a second person, and how many minutes the oldest waits."""
    rows = Enrolment.objects.filter(ward_id=ward_id, stage=Stage.SECOND_SIGNATURE)
    oldest = rows.aggregate(oldest=Min("last_at"))["oldest"]
    return rows.count(), _minutes(oldest, now) if oldest else 0


def count_waiting(ward_id: UUID, now: datetime) -> int:
    """How many people wait in today's line."""
    return Enrolment.objects.filter(
        ward_id=ward_id, stage=Stage.WAITING, place=Place.COUNTER, ticket_on=local_day(now)
    ).count()


def count_sealed_on(user_id: UUID, on: datetime) -> int:
    """How many packets an operator sealed on the local day of a moment."""
    day = local_day(on)
    return sum(local_day(packet.sealed_at) == day for packet in Packet.objects.filter(sealed_by_id=user_id))


def list_supervisors(actor: Actor) -> list[tuple[str, str]]:
    """Account and display names of supervisors of the ward who could sign second."""
    users = User.objects.filter(ward_id=actor.ward_id, role=Role.SUPERVISOR.value, is_active=True)
    return list(
        users.exclude(username=actor.username)
        .order_by("display_name")
        .values_list("username", "display_name")
    )


def today_rows(actor: Actor, now: datetime) -> list[TodayRow]:
    """What waits: for an operator the person here, then the next number.

    For a supervisor the second signatures.
    """
    if actor.role is Role.SUPERVISOR:
        return _supervisor_rows(actor, now)
    if actor.role is Role.OPERATOR:
        return _operator_rows(actor, now)
    return []


def _supervisor_rows(actor: Actor, now: datetime) -> list[TodayRow]:
    count, minutes = count_second_signatures(actor.ward_id, now)
    if not count:
        return []
    return [
        TodayRow(
            order=10,
            text=_("Needs a second signature"),
            detail=_("oldest %(minutes)s minutes") % {"minutes": minutes},
            count=count,
            url_name="enrol:exceptions",
            action=_("Open the first packet"),
        )
    ]


def _operator_rows(actor: Actor, now: datetime) -> list[TodayRow]:
    own = find_at_desk(actor.user_id)
    rows = []
    if own is not None:
        gentle = own.place == Place.HOME
        rows.append(
            TodayRow(
                order=5,
                text=_("Number %(ticket)s is with you") % {"ticket": ticket_name(own.ticket)},
                url_name="enrol:bedside" if gentle else "enrol:case",
                url_args=(own.pk,),
                action=_("Go on"),
            )
        )
    waiting = count_waiting(actor.ward_id, now)
    rows.append(
        TodayRow(
            order=20,
            text=_("People in the line"),
            detail="" if waiting else _("Nobody is waiting."),
            count=waiting,
            url_name="enrol:desk_first",
            action=_("Call the next number"),
        )
    )
    return rows


def _strip(found: Open) -> PersonStrip:
    return strip_of(found.row.case.resident, helps=helps_of(found.row.case))


def _read(actor: Actor, found: Open, what: str, now: datetime, fields: list[str]) -> None:
    journal.read(
        actor,
        what,
        now=now,
        people=[found.row.case.resident.pk],
        purpose="capture",
        case_id=found.row.case_id,
        fields=fields,
    )
