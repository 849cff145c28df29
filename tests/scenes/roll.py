"""Scenes of the roll's verbs."""

from __future__ import annotations

from tannha.ground.clock import local_day
from tannha.roll import service
from tannha.roll.models import ImportBatch, ImportState, Proposal, Resident, ResidentialGroup
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


def _propose(world: World) -> Scene:
    person = dao(world)
    return Scene(
        by="hoa",
        arguments={
            "kind": "status",
            "resident_id": person.pk,
            "after": {"status": "moved_out"},
            "evidence": "hàng xóm",
        },
    )


def proposed(world: World, by: str = "lan") -> Proposal:
    """Lan met somebody at bác Đào's door who is on no list."""
    group = dao(world).group_id
    return service.propose_change(
        world.cast[by],
        kind="person",
        after={"full_name": "Trần Thị Hạnh", "birth": "1975", "group": str(group)},
        evidence="Gặp tại nhà",
        now=world.now,
    )


def _proposal(world: World, by: str = "hoa", **arguments: object) -> Scene:
    return Scene(by=by, arguments={"proposal_id": proposed(world).pk, **arguments})


def _proposals(world: World) -> Scene:
    person = dao(world)
    service.propose_change(
        world.cast["hoa"],
        kind="status",
        resident_id=person.pk,
        after={"status": "moved_out"},
        evidence="hàng xóm",
        now=world.now,
    )
    return Scene(by="hoa", arguments={}, shows={person.pk})


def pair(world: World) -> tuple[Resident, Resident]:
    """Bác Đào twice: as the list has her, and as somebody typed her again."""
    person = dao(world)
    again = service.add_resident(
        world.cast["hoa"],
        full_name="Trần Thị Đào",
        birth=person.birth,
        sex="female",
        address=person.household.address,
        group_id=person.group_id,
        evidence="phiếu cũ",
        now=world.now,
    )
    return person, again


def _pair(world: World, one: str, other: str, *, shown: bool = False, **arguments: object) -> Scene:
    first, second = pair(world)
    return Scene(
        by="hoa",
        arguments={one: first.pk, other: second.pk, **arguments},
        shows={first.pk, second.pk} if shown else set(),
    )


def _doubles(world: World) -> Scene:
    return Scene(by="hoa", arguments={}, shows={row.pk for row in pair(world)})


def _undo_merge(world: World) -> Scene:
    kept, merged = pair(world)
    row = service.merge_residents(
        world.cast["hoa"], kept_id=kept.pk, merged_id=merged.pk, evidence="cùng người", now=world.now
    )
    return Scene(by="hoa", arguments={"merge_id": row.pk, "reason": "hai người"})


def _drop_number(world: World) -> Scene:
    person = dao(world)
    row = service.record_old_number(
        world.cast["hoa"], resident_id=person.pk, value="022222222", evidence="giấy cũ", now=world.now
    )
    return Scene(
        by="hoa", arguments={"resident_id": person.pk, "number_id": row.pk, "evidence": "của người khác"}
    )


def _group_head(world: World) -> Scene:
    return Scene(
        by="hoa",
        arguments={
            "group_id": dao(world).group_id,
            "name": "Ông An",
            "phone": "",
            "since": local_day(world.now),
        },
    )


def _likely(world: World) -> Scene:
    person = dao(world)
    return Scene(
        by="hoa",
        arguments={"name": "tran thi dao", "birth": "1947", "number": "", "address": ""},
        shows={person.pk},
    )


def _export(world: World) -> Scene:
    dao(world)
    return Scene(
        by="hoa",
        arguments={
            "wanted": service.Wanted(columns=("full_name",)),
            "reason": "gửi tổ trưởng",
            "second": world.cast.second("binh", world.now),
        },
        own_ward=True,
    )


def _ask_table(world: World) -> Scene:
    """A large table is asked for as a small one is."""
    return _export(world)


def _take_table(world: World) -> Scene:
    dao(world)
    table = service.ask_table(
        world.cast["hoa"],
        wanted=service.Wanted(columns=("full_name",)),
        reason="gửi tổ trưởng",
        second=world.cast.second("binh", world.now),
        now=world.now,
    )
    service.make_table(table.pk, now=world.now)
    return Scene(by="hoa", arguments={"table_id": table.pk})


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
    "roll.service.moving.move_home": lambda world: _about_dao(
        world, address="9 ngõ 71 Pháp Vân", group_id=None, everyone=False, evidence="giấy chuyển"
    ),
    "roll.service.moving.move_out": lambda world: _about_dao(world, everyone=True, evidence="giấy chuyển"),
    "roll.service.moving.record_old_number": lambda world: _about_dao(
        world, value="022222222", evidence="giấy cũ"
    ),
    "roll.service.moving.drop_old_number": _drop_number,
    "roll.service.grouping.save_group": lambda world: Scene(
        by="hoa", arguments={"group_id": None, "name": "Tổ 31", "number": 31}, own_ward=True
    ),
    "roll.service.grouping.set_group_head": _group_head,
    "roll.service.proposing.propose_change": _propose,
    "roll.service.proposing.accept_proposal": _proposal,
    "roll.service.proposing.decline_proposal": lambda world: _proposal(world, reason="không khớp giấy"),
    "roll.service.proposing.withdraw_proposal": lambda world: _proposal(world, by="lan"),
    "roll.service.proposals_shown.show_proposals": _proposals,
    "roll.service.proposals_shown.show_proposal": _proposal,
    "roll.service.proposals_shown.show_likely": _likely,
    "roll.service.merging.show_doubles": _doubles,
    "roll.service.merging.show_pair": lambda world: _pair(world, "one_id", "other_id", shown=True),
    "roll.service.merging.merge_residents": lambda world: _pair(
        world, "kept_id", "merged_id", evidence="cùng người"
    ),
    "roll.service.merging.undo_merge": _undo_merge,
    "roll.service.merging.keep_two": lambda world: _pair(world, "one_id", "other_id", reason="mẹ và con dâu"),
    "roll.service.exporting.tell_export": _export,
    "roll.service.tables.ask_table": _ask_table,
    "roll.service.tables.take_table": _take_table,
    "roll.service.importing.keep_staged": _readied,
    "roll.service.importing.keep_columns": lambda world: _batch(
        world, ImportState.STAGED, mapping={HEADINGS[1]: Field.FULL_NAME}
    ),
    "roll.service.importing.settle_findings": lambda world: _import(
        world, ImportState.STAGED, decisions={FindingCode.IMPOSSIBLE_DATE: Repair.KEEP_YEAR}
    ),
    "roll.service.background.queue_import": lambda world: _import(world, ImportState.STAGED),
    "roll.service.background.take_file": lambda world: Scene(
        by="hoa", arguments={"file_name": "to-12.xlsx", "data": workbook(*CLEAN)}, own_ward=True
    ),
    "roll.service.background.set_columns_later": lambda world: _import(
        world, ImportState.STAGED, mapping={HEADINGS[1]: Field.FULL_NAME}
    ),
    "roll.service.importing.finish_import": lambda world: _batch(world, ImportState.WRITING, written=3),
    "roll.service.importing.mark_undone": _undo,
    "roll.service.importing.drop_import": lambda world: _import(world, ImportState.STAGED),
    "roll.service.importing.take_rejected": lambda world: _import(world, ImportState.STAGED),
}
