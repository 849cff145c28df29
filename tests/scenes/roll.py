"""Scenes of the roll's verbs."""

from __future__ import annotations

from tannha.roll import service
from tannha.roll.models import ImportBatch, ImportState, Resident, ResidentialGroup
from tannha.roll.rules.fields import Field
from tannha.roll.rules.findings import FindingCode, Repair
from tannha.roll.rules.search import Purpose
from tannha.roll.service.writing import this_writer
from tests.roll.lists import CLEAN, DAO, HEADINGS, workbook
from tests.scenes import Scene, Scenes, World

WITH_A_FINDING = (*CLEAN, (4, "Vũ Thị Hà", "31/02/1950", "Nữ", "", "", "9 ngõ 71 Pháp Vân", 12, ""))


def staged(world: World, state: ImportState = ImportState.STAGED) -> ImportBatch:
    """A list with one impossible date, read and kept."""
    batch = service.stage_import(
        world.cast["hoa"], file_name="to-12.xlsx", data=workbook(*WITH_A_FINDING), now=world.now
    )
    if state != ImportState.STAGED:
        ImportBatch.objects.filter(pk=batch.pk).update(state=state, writer=this_writer())
        batch.refresh_from_db()
    return batch


def written(world: World) -> ImportBatch:
    """The same, accepted: bác Đào, anh Tâm and anh Bình are in the roll."""
    return service.accept_import(world.cast["hoa"], batch_id=staged(world).pk, now=world.now)


def dao(world: World) -> Resident:
    """Bác Đào of the roll."""
    written(world)
    return Resident.objects.get(personal_number=DAO[4])


def _about_dao(world: World, *, shown: bool = False, **arguments: object) -> Scene:
    person = dao(world)
    return Scene(
        by="hoa", arguments={"resident_id": person.pk, **arguments}, shows={person.pk} if shown else set()
    )


def _household(world: World) -> Scene:
    person = dao(world)
    return Scene(by="hoa", arguments={"household_id": person.household_id}, shows={person.pk})


def _look_up(world: World) -> Scene:
    person = dao(world)
    return Scene(
        by="hoa",
        arguments={
            "purpose": Purpose.VISIT.value,
            "name": "tran thi dao",
            "birth_year": 1947,
            "group_id": person.group_id,
        },
        shows={person.pk},
    )


def _add(world: World) -> Scene:
    group = ResidentialGroup.objects.create(ward=world.ward, name="Tổ 12", number=12)
    return Scene(
        by="hoa",
        arguments={
            "full_name": "Trần Thị Hạnh",
            "birth": None,
            "sex": "female",
            "address": "P1504 tháp A",
            "group_id": group.pk,
            "evidence": "sổ hộ khẩu cũ",
        },
    )


def _readied(world: World) -> Scene:
    readied = service.read_list(world.cast["hoa"], file_name="to-12.xlsx", data=workbook(*CLEAN))
    return Scene(by="hoa", arguments={"readied": readied, "summary": {}})


def _import(world: World, state: ImportState, by: str = "hoa", **arguments: object) -> Scene:
    return Scene(by=by, arguments={"batch_id": staged(world, state).pk, **arguments})


def _undo(world: World) -> Scene:
    return Scene(by="hoa", arguments={"batch_id": written(world).pk, "reason": "sai tệp"})


def _batch(world: World, state: ImportState, **arguments: object) -> Scene:
    return Scene(by="hoa", arguments={"batch": staged(world, state), "summary": {}, **arguments})


HELPER = {"name": "Hạnh", "relation": "con gái", "phone": "0912345678"}

SCENES: Scenes = {
    "roll.service.people.show_resident": lambda world: _about_dao(world, shown=True),
    "roll.service.people.show_number": lambda world: _about_dao(
        world, shown=True, reason="đọc qua điện thoại"
    ),
    "roll.service.people.show_household": _household,
    "roll.service.searching.find_people": _look_up,
    "roll.service.changing.add_resident": _add,
    "roll.service.changing.correct_resident": lambda world: _about_dao(
        world, field="birth", value="21/5/1947", evidence="giấy khai sinh"
    ),
    "roll.service.changing.change_status": lambda world: _about_dao(
        world, status="moved_out", evidence="giấy chuyển"
    ),
    "roll.service.changing.set_supporter": lambda world: _about_dao(world, **HELPER),
    "roll.service.changing.set_representative": lambda world: _about_dao(
        world, document="quyết định 12/2025", **HELPER
    ),
    "roll.service.importing.keep_staged": _readied,
    "roll.service.importing.keep_columns": lambda world: _batch(
        world, ImportState.STAGED, mapping={HEADINGS[1]: Field.FULL_NAME}
    ),
    "roll.service.importing.settle_findings": lambda world: _import(
        world, ImportState.STAGED, decisions={FindingCode.IMPOSSIBLE_DATE: Repair.KEEP_YEAR}
    ),
    "roll.service.importing.queue_import": lambda world: _import(world, ImportState.STAGED),
    "roll.service.importing.finish_import": lambda world: _batch(world, ImportState.WRITING, written=3),
    "roll.service.importing.mark_undone": _undo,
    "roll.service.importing.drop_import": lambda world: _import(world, ImportState.STAGED),
    "roll.service.importing.take_rejected": lambda world: _import(world, ImportState.STAGED),
}
