"""Large tables with names: asked by two, made by the worker of those told, taken by the two, gone after a day."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import openpyxl
import pytest

from tannha.ground import clock
from tannha.ground.ids import format_key
from tannha.ground.models import JournalEntry, JournalPerson
from tannha.ground.refusal import Refused
from tannha.roll import service
from tannha.roll.models import NamesTable, Restriction
from tannha.roll.refusals import Code
from tests.roll.test_everyday import code_of, person


@pytest.fixture
def people(ward):
    """Three of the ward."""
    return [person(ward, name) for name in ("Trần Thị Đào", "=HYPERLINK(0)", "Lê Văn Tư")]


def ask(cast, now, *, columns=("full_name", "due"), form="csv"):
    """Hoa asks, Bình confirms."""
    return service.ask_table(
        cast["hoa"],
        wanted=service.Wanted(columns=columns, form=service.SheetForm(form)),
        reason="gửi tổ trưởng",
        second=cast.second("binh", now),
        now=now,
    )


def test_the_worker_makes_it_and_either_of_the_two_takes_it_with_an_act_each(cast, people, now):
    table = ask(cast, now)
    assert JournalPerson.objects.filter(entry_id=table.entry).count() == 3
    with pytest.raises(Refused) as refused:
        service.take_table(cast["hoa"], table_id=table.pk, now=now)
    assert code_of(refused) == Code.TABLE_NOT_READY
    assert service.make_table(table.pk, now=now)
    assert not service.make_table(table.pk, now=now)
    for who in ("hoa", "binh"):
        taken = service.take_table(cast[who], table_id=table.pk, now=now)
        text = taken.content.decode("utf-8-sig")
        assert "Trần Thị Đào" in text and "'=HYPERLINK(0)" in text and "\n=" not in text
    taken_acts = JournalEntry.objects.filter(what="roll.table_taken")
    assert [json.loads(entry.body)["details"]["entry"] for entry in taken_acts] == [table.entry] * 2


def test_nobody_else_finds_it(cast, people, now):
    table = ask(cast, now)
    service.make_table(table.pk, now=now)
    for who in ("yen", "khang"):
        with pytest.raises(Refused):
            service.take_table(cast[who], table_id=table.pk, now=now)


def test_one_person_alone_gets_none_and_nothing_is_kept(cast, people, now):
    with pytest.raises(Refused):
        service.ask_table(
            cast["hoa"], wanted=service.Wanted(columns=("full_name",)), reason="x", second=None, now=now
        )
    assert not NamesTable.objects.exists()


def test_the_file_lies_encrypted_and_is_gone_after_its_day(cast, people, now):
    table = ask(cast, now)
    service.make_table(table.pk, now=now)
    table.refresh_from_db()
    assert "Đào".encode() not in bytes(table.kept)
    later = now + timedelta(hours=24)
    with pytest.raises(Refused):
        service.take_table(cast["hoa"], table_id=table.pk, now=later)
    assert service.sweep_tables(later) == 1
    assert not NamesTable.objects.exists()


def test_who_came_later_is_not_in_it_and_who_asked_to_be_left_out_since_is_not(cast, people, ward, now):
    table = ask(cast, now, form="xlsx")
    person(ward, "Người Mới")
    Restriction.objects.create(resident=people[2], since=now)
    service.make_table(table.pk, now=now)
    content = service.take_table(cast["hoa"], table_id=table.pk, now=now).content
    names = {row[0] for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)}
    assert "Trần Thị Đào" in names
    assert not names & {"Người Mới", "Lê Văn Tư"}


def test_what_a_dead_worker_had_begun_is_made_anew(cast, people, now):
    table = ask(cast, now)
    NamesTable.objects.filter(pk=table.pk).update(state="making", made=2)
    service.sweep_tables(now, at_start=True)
    assert service.waiting_tables(now) == [table.pk]


def test_at_the_terminal_one_of_the_two_proves_who_they_are(cast, people, now):
    table = ask(cast, now)
    service.make_table(table.pk, now=now)
    later = now + timedelta(minutes=2)
    with pytest.raises(Refused):
        service.take_table_with_code("hoa", "000000", table_id=table.pk, now=later)
    proof = cast.second("hoa", later)
    taken = service.take_table_with_code(proof.username, proof.code, table_id=table.pk, now=later)
    assert taken.people == 3


def test_its_pages_say_how_far_it_is_and_give_it(cast, people, client_as):
    now = clock.now()
    table = ask(cast, now)
    client = client_as("hoa")
    address = f"/roll/export/{format_key(table.pk)}/"
    assert client.get(f"{address}progress/").headers.get("X-Done") is None
    service.make_table(table.pk, now=now)
    assert client.get(f"{address}progress/").headers["X-Done"] == "1"
    assert format_key(table.pk) in client.get(address).content.decode()
    assert address in client.get("/roll/export/").content.decode()
    taken = client.post(address)
    assert "attachment" in taken.headers["Content-Disposition"]
    assert "Trần Thị Đào" in taken.content.decode()
