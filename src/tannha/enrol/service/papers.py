"""The two papers of enrolment and what stands between them.

Printed, read and signed, fee, old paper, the slip.

The verbs give the content of a paper; it becomes a PDF after the transaction (`enrol.paper`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from tannha.enrol.models import DraftNote, Packet
from tannha.enrol.refusals import Code
from tannha.enrol.rules.acts import ActKind, EnrolAct, OldPaper, Place
from tannha.enrol.rules.fingers import BiometricException
from tannha.enrol.rules.signing import Signer, Signing, why_not_signed_by
from tannha.enrol.rules.steps import EnrolState
from tannha.enrol.service.folding import Open, add, keep_note, note_of, open_enrolment
from tannha.ground import journal
from tannha.ground.access import May
from tannha.ground.actor import Actor
from tannha.ground.dates import PartialDate
from tannha.ground.models import AdminArea
from tannha.ground.personal_number import mask
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.regime import FormCode, Service, fee_dong, regime_on
from tannha.ground.verb import act
from tannha.roll.service import place_of


class FeeExemption(StrEnum):
    """Why nothing is paid (circular 59/2019/TT-BTC Art. 5)."""

    BOUNDARY_CHANGE = "boundary_change"
    MARTYR_FAMILY = "martyr_family"
    SICK_SOLDIER = "sick_soldier"
    BORDER_OR_ISLAND = "border_or_island"
    POOR_AREA_MINORITY = "poor_area_minority"
    POOR_HOUSEHOLD = "poor_household"
    ORPHAN = "orphan"
    AUTHORITY_MISTAKE = "authority_mistake"


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationForm:
    """What the information form says: read and signed by the person before the packet is sealed."""

    code: FormCode
    ward: str
    full_name: str
    birth: PartialDate | None
    sex: str
    personal_number: str
    old_numbers: tuple[str, ...]
    address: str
    phone: str
    features: str
    service: Service
    taken: int
    asked: int
    exceptions: tuple[BiometricException, ...]
    modalities: tuple[str, ...]
    printed_at: datetime
    printed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentSlip:
    """What the appointment slip says: when the card is promised. No health word, the number masked."""

    code: FormCode
    ward: str
    number: str
    full_name: str
    birth: PartialDate | None
    masked_number: str
    sealed_on: datetime
    promised_on: date
    working_days: int
    at_home: bool
    printed_at: datetime
    printed_by: str


@act(May.CAPTURE)
def print_information_form(actor: Actor, *, enrolment_id: UUID, now: datetime) -> InformationForm:
    """The content of the information form as it stands now.

    What is captured after it makes it out of date.
    """
    found = open_enrolment(actor, enrolment_id)
    add(found, EnrolAct(kind=ActKind.FORM_PRINTED), actor=actor, now=now)
    _journal(actor, found, "form_printed", now)
    return _form(found, actor, now)


def _form(found: Open, actor: Actor, now: datetime) -> InformationForm:
    regime, resident, state = regime_on(found.row.regime_on), found.row.case.resident, found.state
    return InformationForm(
        code=regime.information_form,
        ward=_ward_name(found.row.ward_id),
        full_name=resident.full_name,
        birth=resident.birth,
        sex=resident.sex,
        personal_number=resident.personal_number,
        old_numbers=tuple(number.value for number in resident.numbers.all()),
        address=place_of(resident),
        phone=resident.phone,
        features=note_of(found.row, DraftNote.Kind.FEATURES),
        service=state.service or Service.FIRST,
        taken=len(state.taken),
        asked=len(found.course.parts),
        exceptions=state.exceptions,
        modalities=tuple(modality.value for modality in found.course.modalities),
        printed_at=now,
        printed_by=actor.display_name,
    )


@act(May.CAPTURE)
def sign_form(
    actor: Actor, *, enrolment_id: UUID, signing: Signing, document: str = "", now: datetime
) -> EnrolState:
    """The printed form was read and signed on paper.

    By whom, how, and on which document a representative acts.
    """
    found = open_enrolment(actor, enrolment_id)
    birth = found.row.case.resident.birth
    oldest = birth.completed_years_on(found.row.regime_on)[1] if birth else found.course.own_signature_from
    refusal = why_not_signed_by(signing, oldest=oldest, own_signature_from=found.course.own_signature_from)
    if refusal is not None:
        raise Refused(refusal)
    state = add(found, EnrolAct(kind=ActKind.FORM_SIGNED, signing=signing), actor=actor, now=now)
    if signing.signer is Signer.REPRESENTATIVE:
        keep_note(found.row, DraftNote.Kind.DOCUMENT, document)
    _journal(actor, found, "form_signed", now, signer=signing.signer.value, mark=signing.mark.value)
    return state


def fee_of(found_service: Service | None, on: date) -> int:
    """The fee in đồng of a service on the enrolment's own date."""
    return fee_dong(found_service or Service.FIRST, on)


@act(May.CAPTURE)
def take_fee(
    actor: Actor, *, enrolment_id: UUID, paid: bool, exempt: FeeExemption | None = None, now: datetime
) -> EnrolState:
    """The Regime's fee was paid, or a reason of the rules exempts. Where the fee is nil, nothing is asked."""
    found = open_enrolment(actor, enrolment_id)
    amount = fee_of(found.state.service, found.row.regime_on)
    if amount and paid == (exempt is not None):
        raise Refused(Refusal(Code.FEE_REASON))
    details: dict[str, object] = {"dong": amount if paid and exempt is None else 0}
    if amount and exempt is not None:
        details["exempt"] = exempt.value
    state = add(found, EnrolAct(kind=ActKind.FEE_TAKEN), actor=actor, now=now, more=details)
    _journal(actor, found, "fee_taken", now, **details)
    return state


@act(May.CAPTURE)
def record_old_paper(actor: Actor, *, enrolment_id: UUID, old_paper: OldPaper, now: datetime) -> EnrolState:
    """What became of the old card: collected, corner cut and given back, lost, none held."""
    found = open_enrolment(actor, enrolment_id)
    one = EnrolAct(kind=ActKind.OLD_PAPER_RECORDED, old_paper=old_paper)
    state = add(found, one, actor=actor, now=now)
    _journal(actor, found, "old_paper_recorded", now, old_paper=old_paper.value)
    return state


@act(May.CAPTURE)
def slip_after_commit(actor: Actor, *, enrolment_id: UUID, now: datetime) -> AppointmentSlip:
    """The content of the appointment slip of a sealed packet.

    May be printed again. Refuses before the seal.
    """
    found = open_enrolment(actor, enrolment_id)
    add(found, EnrolAct(kind=ActKind.SLIP_GIVEN), actor=actor, now=now)
    packet = Packet.objects.get(enrolment=found.row)
    _journal(actor, found, "slip_given", now, slip=packet.slip_number)
    regime = regime_on(found.row.regime_on)
    resident = found.row.case.resident
    return AppointmentSlip(
        code=regime.appointment_slip,
        ward=_ward_name(found.row.ward_id),
        number=packet.slip_number,
        full_name=resident.full_name,
        birth=resident.birth,
        masked_number=mask(resident.personal_number),
        sealed_on=packet.sealed_at,
        promised_on=packet.promised_on,
        working_days=deadline_days(Service(packet.service), found.row.regime_on),
        at_home=found.row.place == Place.HOME,
        printed_at=now,
        printed_by=actor.display_name,
    )


def deadline_days(service: Service, on: date) -> int:
    """Working days from the seal to the promised card, by the rules of the enrolment's own date."""
    regime = regime_on(on)
    return regime.deadline_days_reissue if service is Service.REISSUE else regime.deadline_days


def _ward_name(ward_id: UUID) -> str:
    return str(AdminArea.objects.get(pk=ward_id))


def _journal(actor: Actor, found: Open, what: str, now: datetime, **details: object) -> None:
    journal.act(
        actor,
        f"enrol.{what}",
        now=now,
        people=[found.row.case.resident.pk],
        case_id=found.row.case_id,
        details=details,
    )
