"""A whole list against the roll: outcomes add up, nothing is corrected silently, doubles have evidence."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tannha.roll.rules.analysis import Analysis, Roll, analyse, lists_in
from tannha.roll.rules.cells import Book, Sheet
from tannha.roll.rules.doubles import Known
from tannha.roll.rules.findings import KINDS, FindingCode, Repair, Weight
from tannha.roll.rules.people import Outcome
from tannha.roll.rules.summary import summary_of, tally
from tests.roll.lists import BINH, CLEAN, DAO, HEADINGS, TAM, many

TODAY = date(2026, 11, 24)


def look(*rows: Any, decisions=None, roll=None, headings=HEADINGS, before=()):
    book = Book(sheets=(Sheet(name="tổ 12", rows=[*before, headings, *rows]),))
    lists = lists_in(book)
    mapping = {label: field for listed in lists for label, field in listed.heading.mapping.items()}
    found = Analysis()
    people = list(
        analyse(lists, mapping=mapping, decisions=decisions or {}, roll=roll or Roll(), on=TODAY, into=found)
    )
    return found, people, summary_of(lists, mapping, found)


def counts(found):
    return {code: group.count for code, group in found.findings.items()}


def test_a_clean_list_has_no_finding_but_the_year_only():
    found, people, _ = look(*CLEAN)
    assert counts(found) == {FindingCode.YEAR_ONLY: 1}
    assert [person.full_name for person in people] == ["TRẦN THỊ ĐÀO", "Nguyễn Văn Tâm", "Lê Thanh Bình"]
    dao = people[0]
    assert (dao.sex, dao.personal_number, dao.old_number) == ("female", "099147000001", "011234567")
    assert (dao.address.tower, dao.address.floor, dao.group, dao.group_number) == ("A", 15, "Tổ 12", 12)


def test_rows_with_several_defects_wait_for_every_decision():
    row = (4, "Vũ Thị Hà", "31/02/1950", "Nữ", 99150000004.0, "", "9 ngõ 71 Pháp Vân", 12, "")
    found, people, _ = look(row)
    assert found.outcomes[Outcome.PENDING] == 1 and people == []
    half = {FindingCode.IMPOSSIBLE_DATE: Repair.KEEP_YEAR}
    assert look(row, decisions=half)[0].outcomes[Outcome.PENDING] == 1
    _, people, _ = look(row, decisions=half | {FindingCode.LOST_LEADING_ZERO: Repair.TAKE_PROPOSAL})
    assert (people[0].birth_text, people[0].personal_number) == ("1950", "099150000004")


def test_a_repair_can_leave_the_doubtful_value_out_or_the_row():
    row = (4, "Vũ Thị Hà", "31/02/1950", "Nữ", "", "", "9 ngõ 71 Pháp Vân", 12, "")
    _, people, _ = look(row, decisions={FindingCode.IMPOSSIBLE_DATE: Repair.WITHOUT_BIRTH})
    assert people[0].birth is None
    found, people, _ = look(row, decisions={FindingCode.IMPOSSIBLE_DATE: Repair.SKIP})
    assert found.outcomes[Outcome.SKIPPED] == 1 and people == []


def test_a_decision_is_arithmetic_and_agrees_with_reading_the_list_again():
    rows = (
        *CLEAN,
        (4, "Vũ Thị Hà", "31/02/1950", "Nữ", 99150000004.0, "", "9 ngõ 71 Pháp Vân", 12, ""),
        (5, "Vũ Thị Hồng", "31/02/1951", "Nữ", "", "", "9 ngõ 71 Pháp Vân", 12, ""),
        (6, "", "1951", "Nữ", "", "", "9 ngõ 71 Pháp Vân", 12, ""),
        DAO,
    )
    summary = look(*rows)[2]
    for decisions in (
        {},
        {FindingCode.IMPOSSIBLE_DATE: Repair.KEEP_YEAR},
        {FindingCode.IMPOSSIBLE_DATE: Repair.SKIP, FindingCode.DOUBLE: Repair.WRITE_BOTH},
        {FindingCode.IMPOSSIBLE_DATE: Repair.KEEP_YEAR, FindingCode.LOST_LEADING_ZERO: Repair.TAKE_PROPOSAL},
    ):
        again = look(*rows, decisions=decisions)[0].outcomes
        now = tally(summary, decisions)
        assert (now.new, now.same, now.pending, now.refused, now.skipped) == tuple(
            again[kind]
            for kind in (Outcome.NEW, Outcome.SAME, Outcome.PENDING, Outcome.REFUSED, Outcome.SKIPPED)
        )
        assert now.rows == now.new + now.same + now.pending + now.refused + now.skipped == 7


def test_blank_total_and_signature_rows_are_no_people():
    found, people, _ = look(
        DAO, ["", "", ""], TAM, ["", "Tổng cộng: 2 người"], ["", "Người lập danh sách"], [], []
    )
    assert len(people) == 2 and found.rows == 2
    assert counts(found) == {
        FindingCode.YEAR_ONLY: 1,
        FindingCode.BLANK_ROW: 1,
        FindingCode.SUMMARY_ROW: 2,
    }


def test_a_row_without_a_name_is_refused():
    found, people, _ = look((4, "", "02/07/1980", "Nữ", "099180200010", "", "P0514 tháp A", 6, ""))
    assert people == [] and found.outcomes[Outcome.REFUSED] == 1
    assert counts(found) == {FindingCode.NAME_MISSING: 1}


def test_a_decomposed_name_is_named_and_written_composed():
    name = unicodedata.normalize("NFD", "Nguyễn Văn Tâm")
    found, people, _ = look((2, name, *TAM[2:]))
    assert people[0].full_name == "Nguyễn Văn Tâm"
    assert counts(found) == {FindingCode.NFD_NAME: 1}


def test_the_same_number_twice_is_a_double_in_the_file():
    found, people, summary = look(
        *CLEAN, ("", "TRAN THI DAO", "1947", "Nữ", DAO[4], "", "P1504 tháp A", 12, "")
    )
    assert len(people) == 3 and counts(found)[FindingCode.DOUBLE] == 1
    assert found.findings[FindingCode.DOUBLE].evidence == {"same_number": 1}
    assert summary["doubles"] == 1


def test_same_name_birth_and_door_is_a_double_even_without_numbers():
    one = (1, "Lê Thanh Bình", "02/01/1983", "Nam", "", "", "9 ngõ 12 Bằng Liệt", 3, "")
    two = ("", "LÊ THANH BÌNH", "2/1/1983", "Nam", "", "", "9 Ng. 12 Bằng Liệt", 3, "")
    assert counts(look(one, two)[0])[FindingCode.DOUBLE] == 1


def test_a_letter_off_at_the_same_door_is_a_double():
    one = (1, "Nguyễn Thị Phượng", "02/01/1983", "Nữ", "", "", "9 ngõ 12 Bằng Liệt", 3, "")
    two = (2, "Nguyễn Thị Phương", "1983", "Nữ", "", "", "9 ngõ 12 Bằng Liệt", 3, "")
    three = (3, "Nguyen Thi Phuong", "02/01/1983", "Nữ", "", "", "9 ngõ 12 Bằng Liệt", 3, "")
    assert counts(look(one, two, three)[0])[FindingCode.DOUBLE] == 2


def test_namesakes_with_two_numbers_and_two_doors_are_two_people():
    one = (1, "Trần Thị Đào", "21/05/1947", "Nữ", "099147000001", "", "P1504 tháp A", 12, "")
    two = (2, "Trần Thị Đào", "21/05/1947", "Nữ", "099147530862", "", "P0301 tháp B", 12, "")
    assert counts(look(one, two)[0]) == {}


def test_siblings_at_one_door_are_not_doubles():
    one = (1, "Trần Văn Nam", "01/02/1990", "Nam", "099090000001", "", "P1504 tháp A", 12, "")
    two = (2, "Trần Thị Hạnh", "03/04/1990", "Nữ", "", "", "P1504 tháp A", 12, "")
    assert counts(look(one, two)[0]) == {}


def test_a_thousand_different_people_have_no_doubles():
    found, people, _ = look(*many(1000))
    assert len(people) == 1000 and counts(found) == {}


def roll_of(*rows: Any) -> Roll:
    roll = Roll()
    for person in look(*rows)[1]:
        roll.row_keys.add(person.row_key)
        roll.identities.add(hash(person.identity))
        roll.seen.add(
            Known(
                row="",
                name_key=person.name_key,
                birth=person.birth_text,
                sex=person.sex,
                number=person.personal_number,
                old_number=person.old_number,
                door=person.address.key,
                group=person.group,
            )
        )
    return roll


def test_rows_that_are_in_the_roll_already_change_nothing():
    found, people, _ = look(*CLEAN, roll=roll_of(*CLEAN))
    assert people == [] and found.outcomes[Outcome.SAME] == 3 and counts(found) == {}


def test_the_same_people_in_another_layout_change_nothing():
    headings = ("full name", "dob", "sex", "id number", "address", "group")
    rows = [(row[1], row[2], "F" if row[3] == "Nữ" else "M", row[4], row[6], row[7]) for row in CLEAN]
    found, people, _ = look(*rows, headings=headings, roll=roll_of(*CLEAN))
    assert people == [] and found.outcomes[Outcome.SAME] == 3


def test_somebody_known_under_another_birth_is_asked_about():
    changed = (1, "Trần Thị Đào", "1948", "Nữ", DAO[4], "", "P1504 tháp A", 12, "")
    found, people, _ = look(changed, roll=roll_of(DAO))
    assert people == [] and FindingCode.DOUBLE_IN_ROLL in counts(found)


def test_sheets_per_group_give_the_group_by_their_name():
    sheets = tuple(
        Sheet(name=f"Tổ {number}", rows=[("Họ tên", "Năm sinh"), (row[1], row[2])])
        for number, row in ((3, DAO), (4, BINH))
    )
    lists = lists_in(Book(sheets=(*sheets, Sheet(name="Ghi chú", rows=[("xin cảm ơn",)]))))
    found = Analysis()
    mapping = lists[0].heading.mapping
    people = list(analyse(lists, mapping=mapping, decisions={}, roll=Roll(), on=TODAY, into=found))
    assert [person.group for person in people] == ["Tổ 3", "Tổ 4"]
    assert people[1].row == "Tổ 4 2"


def test_old_letters_wait_as_a_whole_and_are_converted_when_decided():
    headings = ("STT", "Hä vµ tªn", "N¨m sinh", "Nam/n÷", "Chç ë")
    rows = (
        (1, "NguyÔn ThÞ ¸nh", 1945, "N÷", "54 ngâ 155 Tø Kú"),
        (2, "§ç V¨n S¬n", 1950, "Nam", "3 ngâ 9 Tø Kú"),
    )
    found, people, _ = look(*rows, headings=headings)
    assert people == [] and counts(found)[FindingCode.LEGACY_ENCODING] == 2
    _, people, _ = look(*rows, headings=headings, decisions={FindingCode.LEGACY_ENCODING: Repair.CONVERT})
    assert [person.full_name for person in people] == ["Nguyễn Thị Ánh", "Đỗ Văn Sơn"]
    assert people[0].address.alley == "ngõ 155 Tứ Kỳ" and people[0].sex == "female"


def test_further_columns_of_a_home_and_its_people_are_taken():
    headings = (
        "Họ tên",
        "Năm sinh",
        "Tòa",
        "Căn hộ",
        "Thang máy",
        "Cách gọi",
        "Người nhà",
        "Loại giấy tờ",
        "Ngày hết hạn",
    )
    row = ("Trần Thị Đào", 1947, "A", "1504", "có", "bác", "Hạnh", "CCCD gắn chíp", "không thời hạn")
    _, people, _ = look(row, headings=headings)
    dao = people[0]
    assert (dao.address.floor, dao.has_lift, dao.spoken_name, dao.supporter_name) == (15, True, "bác", "Hạnh")
    assert (dao.document_kind, dao.document_no_expiry) == ("chip", True)


def test_what_waits_offers_repairs_and_what_does_not_offers_none():
    for kind in KINDS.values():
        assert bool(kind.repairs) == (kind.weight is Weight.PROPOSAL)


CELL = st.one_of(st.none(), st.text(max_size=20), st.floats(), st.integers(), st.dates(), st.booleans())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELL, min_size=0, max_size=9), max_size=12))
def test_whatever_the_cells_hold_the_outcomes_add_up(rows):
    found, people, summary = look(*rows)
    assert sum(found.outcomes.values()) == found.rows == summary["rows"]
    assert len(people) == found.outcomes[Outcome.NEW]
    assert tally(summary, {}).pending == found.outcomes[Outcome.PENDING]
    for person in people:
        assert person.full_name and len(person.row_key) == 32
