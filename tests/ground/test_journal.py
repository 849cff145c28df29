"""The journal: one chain, append-only, nothing left of what was rolled back."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from tannha.ground import journal
from tannha.ground.models import JournalEntry
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def report() -> journal.ChainReport:
    last = list(journal.verify())[-1]
    assert isinstance(last, journal.ChainReport)
    return last


def write(cast: Cast, now: datetime, times: int = 3) -> None:
    for number in range(times):
        journal.act(cast["hoa"], "test.act", now=now, people=[uuid4(), uuid4()], details={"number": number})


def test_entries_follow_each_other_and_the_chain_holds(cast: Cast, now: datetime) -> None:
    write(cast, now)
    assert list(JournalEntry.objects.values_list("seq", flat=True)) == [1, 2, 3]
    assert report() == journal.ChainReport(
        entries=3, head=bytes(JournalEntry.objects.get(seq=3).digest).hex(), broken_at=None, why=""
    )


def test_a_rolled_back_act_leaves_no_entry(cast: Cast, now: datetime) -> None:
    write(cast, now, 1)
    with pytest.raises(RuntimeError), transaction.atomic():
        write(cast, now, 1)
        raise RuntimeError("the act failed")
    assert JournalEntry.objects.count() == 1
    write(cast, now, 1)
    assert report().broken_at is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ground_journalentry SET what = 'x'",
        "DELETE FROM ground_journalentry",
        "UPDATE ground_journalperson SET person_id = NULL",
        "DELETE FROM ground_journalperson",
        "TRUNCATE ground_journalentry CASCADE",
    ],
)
def test_the_database_itself_refuses_to_change_the_journal(cast: Cast, now: datetime, statement: str) -> None:
    if statement.startswith("TRUNCATE") and connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    write(cast, now, 1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert report() == journal.ChainReport(entries=1, head=report().head, broken_at=None, why="")


@pytest.mark.parametrize(
    ("statement", "at", "why"),
    [
        ("UPDATE ground_journalentry SET what = 'test.other' WHERE seq = 2", 2, "changed"),
        ("UPDATE ground_journalentry SET body = '{\"people\":[]}' WHERE seq = 3", 3, "changed"),
        ("DELETE FROM ground_journalperson WHERE entry_id = 3", 3, "people"),
        ("UPDATE ground_journalentry SET seq = 9 WHERE seq = 3", 3, "missing"),
    ],
)
def test_an_edited_entry_is_seen_by_the_walk_along_the_chain(
    cast: Cast, now: datetime, statement: str, at: int, why: str
) -> None:
    write(cast, now)
    with connection.cursor() as cursor:
        without_guards(cursor)
        if "seq = 9" in statement:
            cursor.execute("DELETE FROM ground_journalperson WHERE entry_id = 3")
        cursor.execute(statement)
    assert (report().broken_at, report().why) == (at, why)


def without_guards(cursor: object) -> None:
    """What an attacker with the database's own rights would do first."""
    if connection.vendor == "postgresql":
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # type: ignore[attr-defined]
    for table in ("ground_journalentry", "ground_journalperson"):
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")  # type: ignore[attr-defined]
        else:
            for verb in ("UPDATE", "DELETE"):
                cursor.execute(f"DROP TRIGGER {table}_no_{verb}")  # type: ignore[attr-defined]


def test_an_entry_outside_a_transaction_is_refused(
    cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "connection", SimpleNamespace(in_atomic_block=False))
    with pytest.raises(RuntimeError):
        journal.act(cast["hoa"], "test.act", now=now)
    assert JournalEntry.objects.count() == 0
