"""People, pictures and short ways through enrolment for the tests of this room."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

from tannha.canvass.rules.case import CaseActKind, Step
from tannha.canvass.service import find_case_by_id, note_step, open_case, state_of
from tannha.enrol import service
from tannha.enrol.models import Enrolment
from tannha.enrol.rules.acts import OldPaper, Place, Stage
from tannha.enrol.rules.fingers import ExceptionReason
from tannha.enrol.rules.parts import Finger, Part
from tannha.enrol.rules.signing import Mark, Signer, Signing
from tannha.ground.actor import Actor
from tannha.ground.dates import PartialDate
from tannha.ground.models import JournalEntry
from tannha.ground.refusal import Refused
from tannha.ground.regime import Service
from tannha.roll.service import note_new_resident, note_supporter


def picture(kind: str = "PNG", size: tuple[int, int] = (64, 80), shade: int = 120) -> bytes:
    """A tiny grey picture of a kind."""
    written = io.BytesIO()
    Image.new("L", size, shade).convert("RGB").save(written, kind)
    return written.getvalue()


def wsq(width: int = 80, height: int = 96) -> bytes:
    """The markers of a WSQ file (IAFIS-IC-0110): start, frame header, a block of data, end."""
    frame = struct.pack(">HHBBHHBHBHBH", 0xFFA2, 17, 0, 255, height, width, 0, 0, 0, 0, 0, 0)
    return b"\xff\xa0" + frame + b"\xff\xa3\x00\x03\x00" + b"\x12\x34" + b"\xff\xa1"


@dataclass(frozen=True, slots=True)
class People:
    """Bác Đào (year only, wheelchair) and anh Tâm, each with an open case."""

    dao: Any
    tam: Any
    ngan: Any


def make_people(lan: Actor, now: datetime) -> People:
    """They live in Lan's ward, and have agreed to come."""

    def one(name: str, birth: PartialDate, sex: str, number: str, address: str, spoken: str) -> Any:
        resident = note_new_resident(
            ward_id=lan.ward_id,
            full_name=name,
            birth=birth,
            sex=sex,
            address=address,
            group_number=12,
            personal_number=number,
            spoken_name=spoken,
        )
        case = open_case(resident, actor=lan, now=now - timedelta(days=9))
        note_step(case, CaseActKind.AGREED, actor=lan, now=now - timedelta(days=8))
        return case

    dao = one("TRẦN THỊ ĐÀO", PartialDate(year=1947), "female", "099147000001", "P1504 tháp A", "bác Đào")
    note_supporter(dao.resident, name="Trần Thị Hạnh", relation="con gái", now=now)
    tam = one(
        "LÊ VĂN TÂM",
        PartialDate(year=1998, month=3, day=2),
        "male",
        "099098000002",
        "số 12/3A ngách 85/14 ngõ 1150",
        "anh Tâm",
    )
    ngan = one(
        "PHẠM THU NGÂN",
        PartialDate(year=1990, month=7, day=15),
        "female",
        "099190000003",
        "P0702 tháp B",
        "chị Ngân",
    )
    return People(dao=dao, tam=tam, ngan=ngan)


class Desk:
    """An operator at work: each method is one verb, `until` walks to a stage the ordinary way."""

    def __init__(self, actor: Any, now: datetime) -> None:
        self.actor, self.now = actor, now

    def begin(self, case: Any) -> UUID:
        service.check_in(self.actor, case_id=case.pk, place=Place.COUNTER, now=self.now)
        return service.call_next(self.actor, now=self.now).pk

    def act(self, verb: Callable[..., Any], enrolment_id: UUID, **values: Any) -> Any:
        return verb(self.actor, enrolment_id=enrolment_id, now=self.now, **values)

    def sample(self, enrolment_id: UUID, part: Part, **values: Any) -> Any:
        values.setdefault("files", [picture()])
        return self.act(service.add_sample, enrolment_id, part=part, **values)

    def until(self, enrolment_id: UUID, wanted: Stage, *, signing: Signing | None = None) -> Enrolment:
        own = signing or Signing(signer=Signer.PERSON, mark=Mark.SIGNATURE)
        ways: dict[Stage, Callable[[Any], Any]] = {
            Stage.LOOK_UP: lambda _: self.act(
                service.look_up_done, enrolment_id, data_right=True, service=Service.FIRST
            ),
            Stage.FEATURES: lambda _: self.act(
                service.record_features, enrolment_id, text="nốt ruồi trên má trái"
            ),
            Stage.PRINTS: lambda view: self.sample(enrolment_id, view.part),
            Stage.PHOTO: lambda view: self.photo(enrolment_id),
            Stage.IRIS: lambda view: self.sample(enrolment_id, view.part),
            Stage.FEE: lambda _: self.act(service.take_fee, enrolment_id, paid=True),
            Stage.OLD_PAPER: lambda _: self.act(
                service.record_old_paper, enrolment_id, old_paper=OldPaper.COLLECTED
            ),
            Stage.SEAL: lambda _: self.act(service.seal_packet, enrolment_id),
        }
        for _ in range(40):
            row = Enrolment.objects.get(pk=enrolment_id)
            stage = Stage(row.stage)
            if stage is wanted:
                return row
            if stage is Stage.PRINT_SIGN:
                self.act(service.print_information_form, enrolment_id)
                self.act(service.sign_form, enrolment_id, signing=own, document="quyết định 12/2020")
                continue
            view = self.act(service.show_case, enrolment_id)
            ways[stage](view)
        raise AssertionError(f"stands at {stage}, not at {wanted}")

    def photo(self, enrolment_id: UUID) -> None:
        self.sample(enrolment_id, Part.FACE, files=[picture("JPEG", (300, 400))])
        self.act(service.choose_frame, enrolment_id, frame=0)


def code_of(verb: Any, *args: Any, **values: Any) -> Any:
    with pytest.raises(Refused) as caught:
        verb(*args, **values)
    return caught.value.refusal.code


def acts() -> list[str]:
    return list(JournalEntry.objects.filter(kind="act").order_by("seq").values_list("what", flat=True))


def step_of(case: Any) -> Step:
    found = find_case_by_id(case.pk)
    assert found is not None
    return state_of(found).step


def countersigned_enrolment(desk: Desk, case: Any) -> Enrolment:
    row = desk.until(desk.begin(case), Stage.PRINTS)
    desk.act(service.record_exception, row.pk, subject=Finger.LEFT_LITTLE, reason=ExceptionReason.CONTRACTURE)
    return desk.until(row.pk, Stage.SECOND_SIGNATURE)
