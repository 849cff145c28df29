"""One person: shown to whom it concerns, corrected with evidence, helped by family, represented by law."""

from __future__ import annotations

import json

import pytest

from tannha.ground.dates import PartialDate
from tannha.ground.models import JournalEntry
from tannha.ground.refusal import Refused
from tannha.roll import service
from tannha.roll.models import Correction, Household, Resident, ResidentNumber
from tannha.roll.refusals import Code
from tannha.roll.rules.due import DueKind, DueReason
from tannha.roll.service import people
from tests.roll.lists import CLEAN, DAO, workbook


@pytest.fixture
def dao(cast, now):
    """Bác Đào, in the roll with the others."""
    batch = service.stage_import(cast["hoa"], file_name="to-12.xlsx", data=workbook(*CLEAN), now=now)
    service.accept_import(cast["hoa"], batch_id=batch.pk, now=now)
    return Resident.objects.get(personal_number=DAO[4])


@pytest.fixture
def assigned(monkeypatch):
    """Say which residents are assigned; wiring does this for the later rooms."""
    monkeypatch.setattr(people, "_assigned", [])

    def only(*ids):
        service.assignments_known_by(lambda actor, resident_id, now: resident_id in ids)

    return only


def refused(call, *args, **arguments):
    with pytest.raises(Refused) as told:
        call(*args, **arguments)
    return told.value.refusal.code


def read_entries():
    return [
        json.loads(body)["people"]
        for body in JournalEntry.objects.filter(kind="read").values_list("body", flat=True)
    ]


def test_a_supervisor_sees_home_due_status_and_masked_numbers_and_the_journal_names_the_person(
    cast, dao, now
):
    view = service.show_resident(cast["hoa"], resident_id=dao.pk, now=now)
    assert (view.strip.name, view.strip.last4, view.masked_number) == ("TRẦN THỊ ĐÀO", "0001", "…0001")
    assert (view.due.kind, view.due.due, view.due.reason) == (DueKind.CMND9, True, DueReason.OLD_PAPER)
    assert [number[:2] for number in view.old_numbers] == [("cmnd9", "…4567")]
    assert DAO[4] not in repr(view.strip)
    assert read_entries() == [[str(dao.pk)]]


@pytest.mark.parametrize("member", ["khang", "tuan", "phuc", "ngan", "vy"])
def test_who_has_no_business_with_a_person_finds_no_such_page(cast, dao, now, member):
    code = refused(service.show_resident, cast[member], resident_id=dao.pk, now=now)
    assert code.value == "ground.not_there"
    assert read_entries() == []


def test_a_canvasser_sees_only_whom_the_later_rooms_assigned(cast, dao, now, assigned):
    assigned()
    assert (
        refused(service.show_resident, cast["lan"], resident_id=dao.pk, now=now).value == "ground.not_there"
    )
    assigned(dao.pk)
    assert service.show_resident(cast["lan"], resident_id=dao.pk, now=now).strip.name == "TRẦN THỊ ĐÀO"


def test_data_protection_sees_initials_and_no_address(cast, dao, now):
    strip = service.show_resident(cast["yen"], resident_id=dao.pk, now=now).strip
    assert (strip.name, strip.place, strip.birth) == ("T. T. Đ.", "Tổ 12", PartialDate(year=1947))


def test_the_whole_number_needs_a_reason_that_is_kept(cast, dao, now):
    code = refused(service.show_number, cast["hoa"], resident_id=dao.pk, reason="  ", now=now)
    assert code is Code.PURPOSE_MISSING
    assert (
        service.show_number(cast["hoa"], resident_id=dao.pk, reason="đọc qua điện thoại", now=now) == DAO[4]
    )
    entry = JournalEntry.objects.get(what="roll.number_shown")
    assert json.loads(entry.body)["purpose"] == "đọc qua điện thoại"
    assert DAO[4] not in entry.body


def test_a_household_shows_everybody_and_names_everybody(cast, dao, now):
    group = dao.group
    hanh = service.add_resident(
        cast["hoa"],
        full_name="Trần Thị Hạnh",
        birth=PartialDate(year=1972),
        sex="female",
        address="Căn 4 tầng 15 tòa A",
        group_id=group.pk,
        evidence="sổ hộ khẩu cũ",
        now=now,
    )
    assert hanh.household_id == dao.household_id
    view = service.show_household(cast["hoa"], household_id=dao.household_id, now=now)
    assert [person.name for person in view.people] == ["TRẦN THỊ ĐÀO", "Trần Thị Hạnh"]
    assert sorted(read_entries()[-1]) == sorted([str(dao.pk), str(hanh.pk)])


def test_a_correction_keeps_what_stood_there_and_on_what_it_rests(cast, dao, now):
    assert (
        refused(
            service.correct_resident,
            cast["hoa"],
            resident_id=dao.pk,
            field="birth",
            value="1947",
            evidence=" ",
            now=now,
        )
        is Code.EVIDENCE_MISSING
    )
    service.correct_resident(
        cast["hoa"], resident_id=dao.pk, field="birth", value="21/5/1947", evidence="giấy khai sinh", now=now
    )
    dao.refresh_from_db()
    assert (dao.birth.iso, dao.birth_year) == ("1947-05-21", 1947)
    row = Correction.objects.get()
    assert (row.field, row.old_value, row.new_value, row.evidence) == (
        "birth",
        "1947",
        "1947-05-21",
        "giấy khai sinh",
    )
    entry = JournalEntry.objects.get(what="roll.resident_corrected")
    assert "1947" not in entry.body


def test_a_replaced_number_stays_searchable_as_a_former_one(cast, dao, now):
    service.correct_resident(
        cast["hoa"],
        resident_id=dao.pk,
        field="personal_number",
        value="099 147 000 009",
        evidence="CT07",
        now=now,
    )
    dao.refresh_from_db()
    assert dao.personal_number == "099147000009"
    assert ("former", DAO[4]) in set(ResidentNumber.objects.values_list("kind", "value"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("birth", "31/02/1950"),
        ("personal_number", "12345"),
        ("sex", "x"),
        ("full_name", ""),
        ("floor", "cao"),
        ("has_lift", "maybe"),
        ("status", "present"),
        ("household_id", "1"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused_and_nothing_changes(cast, dao, now, field, value):
    before = Resident.objects.filter(pk=dao.pk).values().get()
    code = refused(
        service.correct_resident,
        cast["hoa"],
        resident_id=dao.pk,
        field=field,
        value=value,
        evidence="CT07",
        now=now,
    )
    assert code is Code.VALUE_UNFIT
    assert Resident.objects.filter(pk=dao.pk).values().get() == before and not Correction.objects.exists()


def test_floor_and_lift_of_the_home_can_be_corrected(cast, dao, now):
    for field, value in (("has_lift", "yes"), ("floor", "14")):
        service.correct_resident(
            cast["hoa"], resident_id=dao.pk, field=field, value=value, evidence="đến tận nơi", now=now
        )
    home = Household.objects.get(pk=dao.household_id)
    assert (home.has_lift, home.floor) == (True, 14)


def test_moving_within_the_ward_changes_the_home(cast, dao, now):
    service.correct_resident(
        cast["hoa"], resident_id=dao.pk, field="address", value="6 ngõ 71 Pháp Vân", evidence="CT07", now=now
    )
    dao.refresh_from_db()
    assert dao.household.house_number == "6" and dao.household.residents.count() == 2


def test_a_representative_needs_a_document_and_a_supporter_does_not(cast, dao, now):
    arguments = {"resident_id": dao.pk, "name": "Hạnh", "relation": "con gái", "phone": "", "now": now}
    assert (
        refused(service.set_representative, cast["hoa"], document=" ", **arguments) is Code.DOCUMENT_MISSING
    )
    service.set_supporter(cast["hoa"], **arguments)
    assert dao.supporters.count() == 1 and dao.representatives.count() == 0
    service.set_representative(cast["hoa"], document="quyết định 12/2025", **arguments)
    assert dao.representatives.get().document == "quyết định 12/2025"


def test_a_canvasser_only_proposes_and_is_told_what_to_do(cast, dao, now, assigned):
    assigned(dao.pk)
    code = refused(
        service.set_supporter, cast["lan"], resident_id=dao.pk, name="Hạnh", relation="", phone="", now=now
    )
    assert code is Code.ONLY_PROPOSES


def test_an_operator_corrects_whom_the_mission_names(cast, dao, now, assigned):
    assigned(dao.pk)
    arguments = {
        "resident_id": dao.pk,
        "field": "phone",
        "value": "0912000000",
        "evidence": "bác nói",
        "now": now,
    }
    assert service.correct_resident(cast["minh"], **arguments).phone == "0912000000"
    assigned()
    people._assigned.clear()
    assert refused(service.correct_resident, cast["minh"], **arguments).value == "ground.not_there"


def test_a_card_handed_over_ends_the_due_status(cast, dao, now):
    service.note_document(dao, "chip", now.date(), None, True, now)
    view = service.show_resident(cast["hoa"], resident_id=dao.pk, now=now)
    assert (view.due.kind, view.due.due) == (DueKind.NONE_NEEDED, False)


def test_who_moved_out_is_no_longer_shown_at_the_door(cast, dao, now):
    service.change_status(
        cast["hoa"], resident_id=dao.pk, status="moved_out", evidence="giấy chuyển", now=now
    )
    assert service.show_household(cast["hoa"], household_id=dao.household_id, now=now).people == ()


def test_the_place_is_said_in_words(dao):
    assert service.place_of(dao).startswith("P1504 tháp A, tổ 12")
    assert service.strip_of(dao).place == service.place_of(dao)
    assert service.strip_of(dao, full=True).last4 == DAO[4]
