"""Lists read by a process beside: the same answers as here, and nothing of it is left whatever happens to it."""

from __future__ import annotations

import os
import signal
from datetime import date

import pytest

from tannha.ground.refusal import Refused
from tannha.roll import service
from tannha.roll.models import ImportBatch, Resident
from tannha.roll.reading import read_book
from tannha.roll.reading.beside import ListsBeside
from tannha.roll.reading.lists import ListsHere
from tannha.roll.refusals import Code
from tannha.roll.rules import doubles
from tannha.roll.rules.analysis import RollRow
from tannha.roll.rules.doubles import LARGEST_HEAP, Known, Seen
from tannha.roll.rules.findings import FindingCode, Repair
from tannha.roll.service import importing
from tests.roll.lists import CLEAN, csv_text, many, workbook

ON = date(2026, 11, 24)
FAULTY = (4, "Vũ Thị Hà", "31/02/1950", "Nữ", "", "", "9 ngõ 71 Pháp Vân", 12, "")
TWICE = (5, "LÊ THANH BÌNH", "2/1/1983", "Nam", "", "", "6 ngo 71 Phap Van", 12, "")
DECIDED = {FindingCode.IMPOSSIBLE_DATE: Repair.KEEP_YEAR}
IN_ROLL = RollRow("", "tran thi dao", "1947", "female", "", "", "", "", "", "Trần Thị Đào")


@pytest.fixture
def beside():
    """Reads beside, and lets go at the end."""
    opened = []

    def read(data, name="ds.xlsx", counted=None):
        opened.append(ListsBeside(data, name, counted))
        return opened[-1]

    yield read
    for lists in opened:
        lists.close()


def test_both_ways_give_the_same_persons_figures_and_rows(beside):
    data = workbook(*CLEAN, FAULTY, TWICE)
    here, there = ListsHere(read_book(data, "ds.xlsx")), beside(data)
    assert (there.rows, there.encoding, there.labels) == (here.rows, here.encoding, here.labels)
    assert there.guess == here.guess
    for decisions in ({}, DECIDED):
        wish = {"mapping": here.guess, "decisions": decisions, "on": ON, "roll": [IN_ROLL]}
        assert list(there.persons(**wish)) == list(here.persons(**wish)) != []
        assert there.summary == here.summary
        assert "".join(there.rejected(**wish)) == "".join(here.rejected(**wish))
    wish = {"mapping": here.guess, "on": ON, "roll": [IN_ROLL]}
    assert there.figures(**wish) == here.figures(**wish)


def test_it_tells_how_far_it_is_while_reading_and_while_comparing(beside):
    read, compared = [], []
    lists = beside(workbook(*many(2500)), counted=read.append)
    lists.figures(mapping=lists.guess, on=ON, roll=[], counted=compared.append)
    assert read[-1] == 2501 and read == sorted(read) and len(read) > 1
    assert compared == [0, 1000, 2000]


def test_refusals_come_over_with_their_details(beside):
    with pytest.raises(Refused) as told:
        beside(b"Lan;1950\nMai;1951\n", "ds.csv")
    assert told.value.refusal.code == Code.NO_HEADING and told.value.refusal.details["rows"] > 0


def test_closing_ends_the_process(beside):
    lists = beside(workbook(*CLEAN))
    lists.close()
    assert lists._child.returncode is not None
    lists.close()


def test_a_process_beside_that_dies_is_a_refusal_and_leaves_nothing(cast, now, monkeypatch):
    monkeypatch.setattr(importing, "is_large", bool)
    readied = service.read_list(cast["hoa"], file_name="ds.csv", data=csv_text(*many(9000)).encode())
    assert isinstance(readied.lists, ListsBeside)

    def kill(written):
        os.kill(readied.lists._child.pid, signal.SIGKILL)

    with pytest.raises(Refused) as told:
        service.import_readied(cast["hoa"], readied=readied, now=now, progress=kill)
    assert told.value.refusal.code == Code.FILE_TOO_SLOW
    assert not Resident.every.exists()
    assert ImportBatch.objects.get().state == "staged"
    readied.close()


def test_a_large_list_is_staged_accepted_and_known_again(cast, now, monkeypatch):
    monkeypatch.setattr(importing, "is_large", bool)
    batch = service.stage_import(cast["hoa"], file_name="ds.xlsx", data=workbook(*CLEAN, FAULTY), now=now)
    assert service.accept_import(cast["hoa"], batch_id=batch.pk, now=now).written == 3
    again = service.stage_import(cast["hoa"], file_name="ds.xlsx", data=workbook(*CLEAN, FAULTY), now=now)
    assert (again.summary["outcomes"]["same"], again.summary["outcomes"]["pending"]) == (3, 1)
    text = "".join(service.take_rejected(cast["hoa"], batch_id=batch.pk, now=now))
    assert "impossible_date" in text and len(text.splitlines()) == 2


def test_a_key_that_all_share_costs_no_square(monkeypatch):
    judged = 0

    def never(person, known):
        nonlocal judged
        judged += 1

    monkeypatch.setattr(doubles, "_JUDGES", (never,) * len(doubles._JUDGES))
    seen = Seen()
    for row in range(1000):
        one = Known(str(row), "nguyen van an", "1960-01-01", "male", f"{row:012}", "", "", "")
        seen.find(one)
        seen.add(one)
    assert judged <= 1000 * LARGEST_HEAP * len(doubles._JUDGES)
