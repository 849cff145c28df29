"""Looking up through the service: purpose, masked answers, counted, limited, journaled."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tannha.ground.models import JournalEntry
from tannha.ground.refusal import Refused
from tannha.roll import service
from tannha.roll.models import LookUp, Resident
from tannha.roll.refusals import Code
from tests.roll.lists import CLEAN, DAO, many, workbook


@pytest.fixture
def dao(cast, now):
    """Bác Đào among fifty others."""
    batch = service.stage_import(
        cast["hoa"], file_name="to-12.xlsx", data=workbook(*CLEAN, *many(50, start=100)), now=now
    )
    service.accept_import(cast["hoa"], batch_id=batch.pk, now=now)
    return Resident.objects.get(personal_number=DAO[4])


@pytest.fixture
def find(cast, now):
    """Look up as Hoa, or as somebody else, some minutes later."""

    def found(member="hoa", minutes=0.0, **asked):
        moment = now + timedelta(minutes=minutes)
        return service.find_people(cast[member], **{"purpose": "visit", **asked}, now=moment)

    return found


def refused(call, **arguments):
    with pytest.raises(Refused) as told:
        call(**arguments)
    return told.value.refusal.code


@pytest.mark.parametrize("number", [DAO[4], DAO[5]])
def test_a_whole_number_finds_one_person_masked_be_it_the_old_one(dao, find, number):
    (person,) = find(number=number).people
    assert (person.name, person.masked_number) == ("TRẦN THỊ ĐÀO", "…0001")
    entry = JournalEntry.objects.get(what="roll.looked_up")
    assert json.loads(entry.body)["people"] == [str(dao.pk)] and json.loads(entry.body)["purpose"] == "visit"


@pytest.mark.parametrize(
    "typed", ["Trần Thị Đào", "tran thi dao", "dao tran thi", "tran thi da", "Tràn Thi Đao"]
)
def test_a_name_as_people_write_it_finds_the_person_with_year_and_group(dao, find, typed):
    answer = find(name=typed, birth_year=1947, group_id=dao.group_id)
    assert [person.name for person in answer.people][:1] == ["TRẦN THỊ ĐÀO"]


@pytest.mark.parametrize("asked", [{"number": DAO[4][:8]}, {"number": "%"}, {"name": "Đào"}, {}])
def test_there_is_no_listing_and_no_wildcard(dao, find, asked):
    assert find(**asked).people == ()


def test_a_name_with_the_wrong_year_or_group_finds_nobody(dao, find):
    assert find(name="Trần Thị Đào", birth_year=1948, group_id=dao.group_id).people == ()
    other = Resident.objects.exclude(group_id=dao.group_id).first()
    assert find(name="Trần Thị Đào", birth_year=1947, group_id=other.group_id).people == ()


@pytest.mark.parametrize("purpose", ["", "curious", "VISIT"])
def test_without_a_purpose_nobody_is_looked_up(dao, find, purpose):
    assert refused(find, purpose=purpose, number=DAO[4]) is Code.PURPOSE_MISSING
    assert not LookUp.objects.exists()


def test_the_thirty_first_look_up_of_an_hour_waits(dao, find):
    for number in range(30):
        assert find(minutes=number, number=DAO[4]).left_this_hour == 29 - number
    assert refused(find, minutes=31, number=DAO[4]) is Code.LOOK_UP_LIMIT
    assert refused(find, minutes=59.9, number=DAO[4]) is Code.LOOK_UP_LIMIT
    assert find(minutes=60, number=DAO[4]).people
    assert LookUp.objects.count() == 31


def test_five_misses_in_a_row_make_a_short_pause(dao, find):
    for number in range(5):
        assert find(minutes=number, number="099147999999").people == ()
    assert refused(find, minutes=5, number=DAO[4]) is Code.LOOK_UP_PAUSE
    assert find(minutes=14, number=DAO[4]).people


def test_the_limit_is_each_persons_own(dao, find):
    for number in range(30):
        find(minutes=number / 10, number=DAO[4])
    assert find(member="binh", minutes=4, number=DAO[4]).people


def test_a_refused_look_up_leaves_no_entry(dao, find):
    find(number=DAO[4])
    before = JournalEntry.objects.count()
    refused(find, purpose="", number=DAO[4])
    assert JournalEntry.objects.count() == before


def test_data_protection_gets_initials(dao, find):
    (person,) = find(member="yen", number=DAO[4]).people
    assert (person.name, person.place) == ("T. T. Đ.", "Tổ 12")


@pytest.mark.parametrize("member", ["tuan", "phuc", "ngan", "vy"])
def test_whoever_may_not_look_up_finds_no_such_page(dao, find, member):
    assert refused(find, member=member, number=DAO[4]).value == "ground.not_there"


def test_another_wards_supervisor_finds_nobody_of_ours(dao, find):
    assert find(member="khang", number=DAO[4]).people == ()
    code = refused(find, member="khang", name="Trần Thị Đào", birth_year=1947, group_id=dao.group_id)
    assert code.value == "ground.not_there"


def test_look_ups_are_counted_for_the_supervisors_page(dao, find, ward, now):
    find(number=DAO[4])
    find(number=DAO[4], minutes=1)
    find(member="binh", number=DAO[4])
    assert service.count_look_ups(ward.pk, now) == [("Hoa", 2), ("Bình", 1)]
