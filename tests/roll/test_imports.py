"""An import from file to roll: staged, settled, accepted by its last row, undone as a whole."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.apps import apps

from tannha.ground.models import JournalEntry
from tannha.ground.refusal import Refused
from tannha.roll import service
from tannha.roll.models import (
    Household,
    ImportBatch,
    ImportFile,
    ImportState,
    Resident,
    ResidentialGroup,
    ResidentNumber,
)
from tannha.roll.refusals import Code
from tannha.roll.rules.findings import FindingCode, Repair
from tannha.roll.rules.summary import tally
from tests.roll.lists import CLEAN, DAO, HEADINGS, csv_text, many, workbook

FAULTY = (4, "Vũ Thị Hà", "31/02/1950", "Nữ", "", "", "9 ngõ 71 Pháp Vân", 12, "")
TWICE = (5, "LÊ THANH BÌNH", "2/1/1983", "Nam", "", "", "6 ngo 71 Phap Van", 12, "")


@pytest.fixture
def stage(cast, now):
    """Stage rows as Hoa."""

    def staged(*rows, name="to-12.xlsx"):
        return service.stage_import(cast["hoa"], file_name=name, data=workbook(*rows), now=now)

    return staged


@pytest.fixture
def accept(cast, now, stage):
    """Stage and accept rows as Hoa."""

    def accepted(*rows):
        return service.accept_import(cast["hoa"], batch_id=stage(*rows).pk, now=now)

    return accepted


def refused(call, **arguments):
    with pytest.raises(Refused) as told:
        call(**arguments)
    return told.value.refusal.code


def acts():
    return list(JournalEntry.objects.filter(kind="act").values_list("what", flat=True))


def test_nothing_is_written_before_the_list_is_accepted(stage):
    batch = stage(*CLEAN)
    assert tally(batch.summary, {}).new == 3
    assert (
        not Resident.every.exists() and not Household.every.exists() and not ResidentialGroup.every.exists()
    )
    assert acts() == ["roll.import_staged"]


def test_accepting_writes_people_homes_groups_and_old_numbers(accept):
    batch = accept(*CLEAN)
    assert (batch.state, batch.written) == (ImportState.ACCEPTED, 3)
    dao = Resident.objects.select_related("household", "group").get(personal_number=DAO[4])
    assert (dao.full_name, dao.birth.iso, dao.birth_year, dao.sex) == ("TRẦN THỊ ĐÀO", "1947", 1947, "female")
    assert (dao.household.tower, dao.household.floor, dao.household.flat) == ("A", 15, "P1504")
    assert (dao.group.name, dao.group.number) == ("Tổ 12", 12)
    assert list(ResidentNumber.objects.values_list("kind", "value")) == [("cmnd9", "011234567")]
    assert Household.objects.count() == 3 and ResidentialGroup.objects.count() == 2
    assert acts() == ["roll.import_staged", "roll.import_accepted"]


def test_people_of_one_address_are_one_household(accept):
    accept(DAO, (2, "Trần Thị Hạnh", "1972", "Nữ", "", "", "Căn 4 tầng 15 tòa A", 12, ""))
    assert Household.objects.count() == 1 and Resident.objects.count() == 2


def test_people_without_an_address_are_not_thrown_into_one_home(accept):
    accept(*((n, f"Lê Văn {name}", "1980", "Nam", "", "", "", 3, "") for n, name in enumerate(("An", "Bảo"))))
    assert Household.objects.count() == 2
    assert set(Household.objects.values_list("address", flat=True)) == {""}


def test_the_same_file_again_changes_nothing(accept):
    accept(*CLEAN)
    before = list(Resident.objects.order_by("pk").values())
    again = accept(*CLEAN)
    assert again.written == 0
    assert tally(again.summary, {}).same == 3
    assert list(Resident.objects.order_by("pk").values()) == before
    assert Household.objects.count() == 3


def test_the_same_people_as_text_change_nothing(accept, cast, now):
    accept(*CLEAN)
    batch = service.stage_import(cast["hoa"], file_name="ds.csv", data=csv_text(*CLEAN).encode(), now=now)
    assert tally(batch.summary, {}).same == 3


def test_what_needs_a_decision_stays_pending_and_can_be_written_later(accept, cast, now):
    batch = accept(*CLEAN, FAULTY, TWICE)
    assert batch.written == 3 and tally(batch.summary, {}).pending == 2
    decisions = {FindingCode.IMPOSSIBLE_DATE: Repair.KEEP_YEAR}
    service.settle_findings(cast["hoa"], batch_id=batch.pk, decisions=decisions, now=now)
    later = service.accept_import(cast["hoa"], batch_id=batch.pk, now=now)
    assert (later.written, later.continues_id) == (1, batch.pk)
    assert Resident.objects.get(full_name="Vũ Thị Hà").birth.iso == "1950"
    batch.refresh_from_db()
    assert tally(batch.summary, service.decisions_of(batch)).pending == 1


def test_a_decision_can_be_taken_back_before_it_is_used(stage, cast, now):
    batch = stage(*CLEAN, FAULTY)
    for repair, pending in ((Repair.SKIP, 0), (None, 1)):
        decided = service.settle_findings(
            cast["hoa"], batch_id=batch.pk, decisions={FindingCode.IMPOSSIBLE_DATE: repair}, now=now
        )
        assert tally(decided.summary, service.decisions_of(decided)).pending == pending


def test_undoing_takes_every_round_back_and_nothing_else(accept, cast, now):
    first = accept(*many(20))
    batch = accept(*CLEAN, FAULTY)
    service.settle_findings(
        cast["hoa"], batch_id=batch.pk, decisions={FindingCode.IMPOSSIBLE_DATE: Repair.KEEP_YEAR}, now=now
    )
    service.accept_import(cast["hoa"], batch_id=batch.pk, now=now)
    assert service.undo_import(cast["hoa"], batch_id=batch.pk, reason="sai tệp", now=now) == 4
    assert set(Resident.every.values_list("import_batch", flat=True)) == {first.pk}
    assert not Household.every.exclude(import_batch=first.pk).exists()
    assert not ImportFile.objects.filter(batch=batch).exists()
    assert acts()[-1] == "roll.import_undone"
    assert accept(*CLEAN).written == 3


def test_a_home_where_others_live_by_now_stays_when_the_import_is_undone(accept, cast, now):
    batch = accept(DAO)
    accept((2, "Trần Thị Hạnh", "1972", "Nữ", "", "", "P1504 tháp A", 12, ""))
    service.undo_import(cast["hoa"], batch_id=batch.pk, reason="sai tệp", now=now)
    hanh = Resident.objects.select_related("household", "group").get()
    assert Household.objects.get() == hanh.household and ResidentialGroup.objects.get() == hanh.group


def test_undoing_is_refused_once_somebody_was_changed_by_hand(accept, cast, now):
    batch = accept(*CLEAN)
    dao = Resident.objects.get(personal_number=DAO[4])
    service.set_supporter(cast["hoa"], resident_id=dao.pk, name="Hạnh", relation="con gái", phone="", now=now)
    code = refused(service.undo_import, actor=cast["hoa"], batch_id=batch.pk, reason="sai", now=now)
    assert code is Code.UNDO_BUILT_ON
    assert Resident.objects.count() == 3


@pytest.mark.skipif(not apps.is_installed("tannha.canvass"), reason="the canvass room is not there")
def test_undoing_is_refused_once_a_case_was_opened(accept, cast, now):
    from tannha.canvass.service import open_case

    batch = accept(*CLEAN)
    open_case(Resident.objects.get(personal_number=DAO[4]), actor=cast["hoa"], now=now)
    code = refused(service.undo_import, actor=cast["hoa"], batch_id=batch.pk, reason="sai", now=now)
    assert code is Code.UNDO_BUILT_ON


def test_undoing_needs_a_reason_and_something_to_undo(accept, stage, cast, now):
    batch = accept(*CLEAN)
    assert (
        refused(service.undo_import, actor=cast["hoa"], batch_id=batch.pk, reason=" ", now=now)
        is Code.REASON_MISSING
    )
    staged = stage(*many(2))
    code = refused(service.undo_import, actor=cast["hoa"], batch_id=staged.pk, reason="x", now=now)
    assert code is Code.UNDO_NOT_ACCEPTED


def test_a_list_is_written_once_and_not_while_another_is_being_written(stage, cast, now):
    one, other = stage(*CLEAN), stage(*many(3))
    ImportBatch.objects.filter(pk=other.pk).update(
        state=ImportState.WRITING, writer="elsewhere:1:2", touched_at=now
    )
    assert (
        refused(service.accept_import, actor=cast["hoa"], batch_id=one.pk, now=now) is Code.IMPORT_UNDER_WAY
    )
    assert not Resident.every.exists()
    assert (
        refused(service.accept_import, actor=cast["hoa"], batch_id=other.pk, now=now)
        is Code.IMPORT_NOT_STAGED
    )


def test_rows_of_an_unfinished_import_are_not_seen_and_are_swept_when_its_writer_is_gone(stage, cast, now):
    batch = stage(*many(40))
    service.accept_import(cast["hoa"], batch_id=batch.pk, now=now)
    ImportBatch.objects.filter(pk=batch.pk).update(
        state=ImportState.WRITING, writer="elsewhere:1:2", touched_at=now
    )
    assert Resident.every.count() == 40
    assert (
        not Resident.objects.exists()
        and not Household.objects.exists()
        and not ResidentialGroup.objects.exists()
    )
    assert service.sweep_leftovers(now + timedelta(minutes=5)) == 0
    assert service.sweep_leftovers(now + timedelta(minutes=11)) == 40
    assert (
        not Resident.every.exists() and not Household.every.exists() and not ResidentialGroup.every.exists()
    )
    assert service.accept_import(cast["hoa"], batch_id=batch.pk, now=now).written == 40


def test_a_failure_while_writing_leaves_nothing_behind(stage, cast, now):
    batch = stage(*many(2500))

    def fail(written):
        if written >= 2000:
            raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        service.accept_import(cast["hoa"], batch_id=batch.pk, now=now, progress=fail)
    assert not Resident.every.exists() and not Household.every.exists()
    batch.refresh_from_db()
    assert batch.state == ImportState.STAGED
    assert service.accept_import(cast["hoa"], batch_id=batch.pk, now=now).written == 2500


def test_columns_can_be_said_otherwise_and_are_remembered_for_the_next_list(stage, cast, now):
    from tannha.roll.rules.fields import Field

    batch = stage(*CLEAN)
    mapping = {label: Field(field) for label, field in batch.mapping.items()} | {"Điện thoại": Field.SKIP}
    service.set_columns(cast["hoa"], batch_id=batch.pk, mapping=mapping, now=now)
    service.accept_import(cast["hoa"], batch_id=batch.pk, now=now)
    assert Resident.objects.get(personal_number=DAO[4]).phone == ""
    assert stage(*many(2)).mapping["Điện thoại"] == "skip"


def test_without_a_name_column_nothing_goes_on(stage, cast, now):
    batch = stage(*CLEAN)
    code = refused(service.set_columns, actor=cast["hoa"], batch_id=batch.pk, mapping={}, now=now)
    assert code is Code.NO_NAME_COLUMN


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (workbook(headings=("xin", "chào")), Code.NO_HEADING),
        (workbook(), Code.NO_ROWS),
        (b"", Code.FILE_EMPTY),
    ],
)
def test_a_file_without_a_list_leaves_no_trace(cast, now, data, code):
    assert refused(service.stage_import, actor=cast["hoa"], file_name="x.xlsx", data=data, now=now) is code
    assert not ImportBatch.objects.exists() and acts() == []


def test_the_file_is_kept_encrypted(stage):
    batch = stage(*CLEAN)
    kept = bytes(batch.file.kept)
    assert workbook(*CLEAN)[:4] not in kept[:64] and b"xl/worksheets" not in kept


def test_only_a_supervisor_or_the_console_imports(stage, cast, console, now):
    for member in cast:
        if member not in ("hoa", "binh", "khang"):
            code = refused(
                service.stage_import, actor=cast[member], file_name="x.xlsx", data=workbook(*CLEAN), now=now
            )
            assert code.value == "ground.not_there", member
    batch = stage(*CLEAN)
    assert (
        refused(service.accept_import, actor=cast["khang"], batch_id=batch.pk, now=now).value
        == "ground.not_there"
    )
    assert service.accept_import(console, batch_id=batch.pk, now=now).written == 3


def test_another_wards_same_list_is_its_own(stage, cast, now):
    service.accept_import(cast["hoa"], batch_id=stage(*CLEAN).pk, now=now)
    theirs = service.stage_import(cast["khang"], file_name="x.xlsx", data=workbook(*CLEAN), now=now)
    assert tally(theirs.summary, {}).new == 3
    assert service.accept_import(cast["khang"], batch_id=theirs.pk, now=now).written == 3
    assert Resident.objects.count() == 6 and Household.objects.count() == 6


def test_rows_not_written_come_back_as_a_file_with_reasons_and_without_formulas(stage, cast, now):
    batch = stage(*CLEAN, FAULTY, (6, "", "1951", "Nữ", "", "", "@SUM(A1)", 12, ""))
    text = "".join(service.take_rejected(cast["hoa"], batch_id=batch.pk, now=now))
    lines = text.removeprefix("\ufeff").splitlines()
    assert lines[0].startswith("row;outcome;reasons;STT;Họ và tên")
    assert lines[1].startswith("5;pending;impossible_date;4;Vũ Thị Hà;31/02/1950")
    assert lines[2].startswith("6;refused;name_missing") and "'@SUM(A1)" in lines[2]


def test_lists_made_in_memory_go_the_same_way_with_supporters_and_documents(cast, now):
    headings = (*HEADINGS, "Thang máy", "Cách gọi", "Người nhà", "Loại giấy tờ", "Ngày cấp", "Ngày hết hạn")
    rows = [
        (*DAO, "có", "bác", "Hạnh", "", "", ""),
        (*CLEAN[1], "không", "anh", "", "CCCD gắn chíp", "01/05/2022", "30/09/2030"),
    ]
    readied = service.ready_rows(cast["hoa"], name="invented", headings=headings, rows=rows)
    batch = service.import_readied(cast["hoa"], readied=readied, now=now)
    assert batch.written == 2 and not ImportFile.objects.exists()
    dao = Resident.objects.get(personal_number=DAO[4])
    assert (dao.spoken_name, dao.household.has_lift) == ("bác", True)
    assert [(one.name, one.relation) for one in dao.supporters.all()] == [("Hạnh", "")]
    assert not dao.representatives.exists()
    tam = Resident.objects.get(full_name="Nguyễn Văn Tâm")
    assert [(one.kind, one.expires_on.year) for one in tam.documents.all()] == [("chip", 2030)]


def test_a_large_list_waits_for_the_worker_which_writes_it_as_the_same_person(stage, cast, now):
    from tannha.roll.tasks import write_import

    batch = stage(*many(30))
    service.queue_import(cast["hoa"], batch_id=batch.pk, now=now)
    assert write_import.func(str(batch.pk), str(cast["hoa"].user_id), now.isoformat()) == 30
    last = JournalEntry.objects.order_by("-seq").first()
    assert last is not None and (last.what, last.actor_id) == ("roll.import_accepted", cast["hoa"].user_id)


def test_the_worker_writes_nothing_for_an_account_that_was_stopped_meanwhile(stage, cast, now):
    from tannha.roll.tasks import write_import

    batch = stage(*many(3))
    service.queue_import(cast["hoa"], batch_id=batch.pk, now=now)
    user = cast.user("hoa")
    user.is_active = False
    user.save()
    assert write_import.func(str(batch.pk), str(user.pk), now.isoformat()) == 0
    batch.refresh_from_db()
    assert batch.state == ImportState.STAGED and not Resident.every.exists()


def test_today_tells_the_supervisor_of_lists_that_wait_and_others_nothing(stage, accept, cast, now):
    stage(*many(4))
    accept(*CLEAN, FAULTY)
    rows = service.today_rows(cast["hoa"], now)
    assert [(row.count, row.url_name) for row in rows] == [
        (1, "roll:import-review"),
        (4, "roll:import-review"),
    ], "the newest list first"
    assert service.today_rows(cast["lan"], now) == []
    assert [row.url_name for row in service.today_rows(cast["khang"], now)] == ["roll:import"]


def test_moments_are_those_of_the_verb(accept, now):
    batch = accept(*CLEAN)
    assert isinstance(now, datetime) and batch.accepted_at == now == batch.staged_at


def test_a_second_round_is_queued_seen_under_way_and_written(accept, cast, now):
    from tannha.roll.tasks import write_import

    first = accept(*CLEAN, FAULTY)
    decisions = {FindingCode.IMPOSSIBLE_DATE: Repair.KEEP_YEAR}
    service.settle_findings(cast["hoa"], batch_id=first.pk, decisions=decisions, now=now)
    queued = service.queue_import(cast["hoa"], batch_id=first.pk, now=now)
    assert (queued.state, queued.to_write, queued.continues_id) == (ImportState.WAITING, 1, first.pk)
    first.refresh_from_db()
    assert first.state == ImportState.ACCEPTED and service.going_on(first) == queued
    with pytest.raises(Refused):
        service.queue_import(cast["hoa"], batch_id=first.pk, now=now)
    assert write_import.func(str(queued.pk), str(cast["hoa"].user_id), now.isoformat()) == 1
    assert service.going_on(first) is None and Resident.objects.count() == 4


def test_a_waiting_list_whose_worker_died_stands_staged_again_and_a_second_round_is_gone(
    stage, accept, cast, now
):
    import socket

    dead = f"{socket.gethostname()}:999999:1"
    batch = service.queue_import(cast["hoa"], batch_id=stage(*many(3)).pk, now=now)
    service.sweep_leftovers(now)
    batch.refresh_from_db()
    assert batch.state == ImportState.WAITING
    ImportBatch.objects.filter(pk=batch.pk).update(writer=dead)
    service.sweep_leftovers(now)
    batch.refresh_from_db()
    assert (batch.state, batch.writer) == (ImportState.STAGED, "")
    first = accept(*CLEAN, FAULTY)
    service.settle_findings(
        cast["hoa"], batch_id=first.pk, decisions={FindingCode.IMPOSSIBLE_DATE: Repair.KEEP_YEAR}, now=now
    )
    round_two = service.queue_import(cast["hoa"], batch_id=first.pk, now=now)
    ImportBatch.objects.filter(pk=round_two.pk).update(state=ImportState.WRITING, writer=dead)
    service.sweep_leftovers(now)
    assert not ImportBatch.objects.filter(pk=round_two.pk).exists()
    assert Resident.objects.count() == 3
