"""Fixtures of this room: people with open cases, operators at their desks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tannha.canvass.rules.case import CaseActKind
from tannha.canvass.service import note_step, open_case
from tannha.ground.dates import PartialDate
from tannha.roll.service import note_new_resident, note_supporter
from tests.enrol.people import Desk, People


@pytest.fixture
def people(cast: Any, now: datetime) -> People:
    lan = cast["lan"]

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


@pytest.fixture
def minh(cast: Any, now: datetime) -> Desk:
    return Desk(cast["minh"], now)


@pytest.fixture
def ha(cast: Any, now: datetime) -> Desk:
    return Desk(cast["ha"], now)
