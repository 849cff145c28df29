"""Scenes of enrolment's verbs: bác Đào comes to the counter, and Minh takes her case from step to step."""

from __future__ import annotations

from datetime import timedelta

from tannha.canvass.service import Case
from tannha.enrol import service
from tannha.enrol.models import Enrolment
from tannha.enrol.rules.acts import OldPaper, Place, Stage
from tannha.enrol.rules.fingers import ExceptionReason
from tannha.enrol.rules.gentle import Calmed, WhyStopped
from tannha.enrol.rules.parts import Finger, Part
from tannha.enrol.rules.signing import Mark, Signer, Signing
from tannha.ground.regime import Service
from tests.enrol.people import Desk, countersigned_enrolment, make_people, picture
from tests.scenes import Scene, Scenes, World

POOR = 41


def case_of_dao(world: World) -> Case:
    """She agreed, and is expected."""
    case: Case = make_people(world.cast["lan"], world.now).dao
    return case


def desk_of_minh(world: World) -> Desk:
    """Minh, a quarter of an hour before the verb is played."""
    return Desk(world.cast["minh"], world.now - timedelta(minutes=15))


def dao_at(world: World, stage: Stage) -> Enrolment:
    """Her enrolment, called to Minh's desk and taken to a stage the ordinary way."""
    minh = desk_of_minh(world)
    return minh.until(minh.begin(case_of_dao(world)), stage)


def with_print(world: World, *, score: int | None = None) -> Enrolment:
    """Her right hand was captured; the device reported this score."""
    row = dao_at(world, Stage.PRINTS)
    desk_of_minh(world).sample(row.pk, Part.SLAP_RIGHT, score=score)
    return row


def with_frames(world: World) -> Enrolment:
    """Two frames of her face are kept, and none is chosen."""
    row = dao_at(world, Stage.PHOTO)
    frames = [picture("JPEG", (300, 400), shade) for shade in (100, 200)]
    desk_of_minh(world).sample(row.pk, Part.FACE, files=frames)
    return row


def with_wrong_data(world: World) -> Enrolment:
    """At the look-up she said that the roll is not right."""
    row = dao_at(world, Stage.LOOK_UP)
    desk_of_minh(world).act(service.look_up_done, row.pk, data_right=False, service=Service.FIRST)
    return row


def with_printed_form(world: World) -> Enrolment:
    """The information form lies before her."""
    row = dao_at(world, Stage.PRINT_SIGN)
    desk_of_minh(world).act(service.print_information_form, row.pk)
    return row


def stopped_by_dao(world: World) -> Enrolment:
    """Another day, she said before the photo."""
    row = dao_at(world, Stage.PHOTO)
    desk_of_minh(world).act(service.stop, row.pk, why=WhyStopped.ANOTHER_DAY)
    return row


def needs_second(world: World) -> Enrolment:
    """One finger could not be taken: the packet waits for a second signature."""
    return countersigned_enrolment(desk_of_minh(world), case_of_dao(world))


def _of(row: Enrolment, **arguments: object) -> Scene:
    return Scene(by="minh", arguments={"enrolment_id": row.pk, **arguments})


def _shown(row: Enrolment, **arguments: object) -> Scene:
    return Scene(by="minh", arguments={"enrolment_id": row.pk, **arguments}, shows={row.case.resident_id})


def _find(world: World) -> Scene:
    resident = case_of_dao(world).resident
    return Scene(by="ha", arguments={"typed": resident.personal_number}, shows={resident.pk})


def _arrival(world: World) -> Scene:
    case = case_of_dao(world)
    return Scene(by="ha", arguments={"case_id": case.pk}, shows={case.resident_id})


def _check_in(world: World) -> Scene:
    return Scene(by="ha", arguments={"case_id": case_of_dao(world).pk, "place": Place.COUNTER})


def _call_next(world: World) -> Scene:
    case, ha = case_of_dao(world), world.cast["ha"]
    service.check_in(ha, case_id=case.pk, place=Place.COUNTER, now=world.now - timedelta(minutes=15))
    return Scene(by="minh", arguments={})


def _desk(world: World) -> Scene:
    return Scene(by="minh", arguments={}, shows={dao_at(world, Stage.FEATURES).case.resident_id})


def _sign(world: World) -> Scene:
    signing = Signing(signer=Signer.PERSON, mark=Mark.FINGERPRINT)
    return _of(with_printed_form(world), signing=signing)


def _exception(world: World) -> Scene:
    row = dao_at(world, Stage.PRINTS)
    return _of(row, subject=Finger.LEFT_LITTLE, reason=ExceptionReason.CONTRACTURE)


def _countersign(world: World) -> Scene:
    return _of(needs_second(world), second=world.cast.second("hoa", world.now), agrees=True)


def _exceptions(world: World) -> Scene:
    return Scene(by="hoa", arguments={}, shows={needs_second(world).case.resident_id})


SCENES: Scenes = {
    "enrol.service.arrivals.find_arrival": _find,
    "enrol.service.arrivals.show_arrival": _arrival,
    "enrol.service.arrivals.check_in": _check_in,
    "enrol.service.arrivals.call_next": _call_next,
    "enrol.service.arrivals.put_back": lambda world: _of(dao_at(world, Stage.LOOK_UP)),
    "enrol.service.capture.look_up_done": lambda world: _of(
        dao_at(world, Stage.LOOK_UP), data_right=True, service=Service.FIRST
    ),
    "enrol.service.capture.correct": lambda world: _of(
        with_wrong_data(world),
        changes={"full_name": "TRẦN THỊ HỒNG ĐÀO", "birth": "1947"},
        evidence="giấy khai sinh",
    ),
    "enrol.service.capture.record_features": lambda world: _of(
        dao_at(world, Stage.FEATURES), text="nốt ruồi trên má trái"
    ),
    "enrol.service.capture.add_sample": lambda world: _of(
        dao_at(world, Stage.PRINTS), part=Part.SLAP_RIGHT, files=[picture()]
    ),
    "enrol.service.capture.keep_sample": lambda world: _of(
        with_print(world, score=POOR), part=Part.SLAP_RIGHT
    ),
    "enrol.service.capture.record_failed_try": lambda world: _of(
        dao_at(world, Stage.PRINTS), part=Part.SLAP_RIGHT
    ),
    "enrol.service.capture.record_exception": _exception,
    "enrol.service.capture.choose_frame": lambda world: _of(with_frames(world), frame=1),
    "enrol.service.capture.rest": lambda world: _of(with_print(world)),
    "enrol.service.capture.stop": lambda world: _of(with_print(world)),
    "enrol.service.capture.record_calmed": lambda world: _of(
        stopped_by_dao(world), calmed=[Calmed.MUSIC, Calmed.HELD_HAND]
    ),
    "enrol.service.closing.countersign": _countersign,
    "enrol.service.closing.seal_packet": lambda world: _of(dao_at(world, Stage.SEAL)),
    "enrol.service.papers.print_information_form": lambda world: _of(dao_at(world, Stage.PRINT_SIGN)),
    "enrol.service.papers.sign_form": _sign,
    "enrol.service.papers.take_fee": lambda world: _of(dao_at(world, Stage.FEE), paid=True),
    "enrol.service.papers.record_old_paper": lambda world: _of(
        dao_at(world, Stage.OLD_PAPER), old_paper=OldPaper.COLLECTED
    ),
    "enrol.service.papers.slip_after_commit": lambda world: _of(dao_at(world, Stage.SLIP)),
    "enrol.service.reading.list_exceptions": _exceptions,
    "enrol.service.reading.show_case": lambda world: _shown(dao_at(world, Stage.PRINTS)),
    "enrol.service.reading.show_desk": _desk,
    "enrol.service.reading.show_frame": lambda world: _shown(with_frames(world), number=1),
}
