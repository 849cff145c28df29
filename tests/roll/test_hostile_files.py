"""Hostile files through the reader, the page and the command: a clear sentence in time, nothing left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tannha.ground.refusal import Refused
from tannha.roll import service
from tannha.roll.models import ImportBatch, ImportFile, ImportState, Resident
from tannha.roll.reading import workbook_child
from tannha.roll.refusals import CATALOGUE
from tannha.roll.service import LARGE_BYTES
from tannha.roll.tasks import read_file
from tests.roll.hostile import FORMULAS, READ, REFUSED
from tests.roll.lists import csv_text, workbook

pytestmark = pytest.mark.slow

SECONDS = 20


@pytest.mark.parametrize("kind", REFUSED)
def test_a_hostile_file_is_refused_in_time_with_its_reason_and_nothing_is_kept(kind, cast, now):
    name, make, codes = REFUSED[kind]
    data = make()
    began = time.monotonic()
    with pytest.raises(Refused) as told:
        service.stage_import(cast["hoa"], file_name=name, data=data, now=now)
    assert time.monotonic() - began < SECONDS
    assert told.value.refusal.code in codes
    assert CATALOGUE[told.value.refusal.code].next_step
    assert not ImportBatch.objects.exists() and not ImportFile.objects.exists()


@pytest.mark.parametrize("kind", ["far_cell", "endless_empty_rows", "bomb_that_lies", "huge_shared_strings"])
def test_reading_takes_less_than_half_a_gigabyte_in_all_its_processes(kind, tmp_path):
    name, make = (REFUSED | READ)[kind][:2]
    (tmp_path / name).write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", _READING, str(tmp_path / name)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )
    assert int(done.stdout) < 500 * 1024
    assert workbook_child.MEMORY_MEGABYTES < 500


_READING = """
import re, resource, sys
from pathlib import Path
from tannha.ground.refusal import Refused
from tannha.roll.reading import read_book
try:
    read_book(Path(sys.argv[1]).read_bytes(), sys.argv[1])
except Refused:
    pass
own = int(re.search("VmHWM:[^0-9]*([0-9]+)", Path("/proc/self/status").read_text()).group(1))
print(own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.parametrize("kind", READ)
def test_a_strange_but_whole_file_is_read(kind, cast, now):
    name, make = READ[kind]
    assert service.stage_import(cast["hoa"], file_name=name, data=make(), now=now).summary["rows"] >= 1


@pytest.mark.parametrize("kind", REFUSED)
def test_the_page_says_why_and_goes_on_living(kind, client_as):
    name, make, codes = REFUSED[kind]
    hoa = client_as("hoa")
    answer = hoa.post("/roll/import/", {"file": SimpleUploadedFile(name, make())})
    if answer.status_code == 303:
        batch = ImportBatch.objects.get()
        assert read_file.func(str(batch.pk), str(batch.staged_by_id), batch.staged_at.isoformat()) is False
        answer = hoa.get(answer.headers["Location"])
    assert 400 <= answer.status_code < 500
    assert any(code in answer.content.decode() for code in codes)
    assert not ImportFile.objects.exists()
    assert hoa.get("/roll/import/").status_code == 200


def test_a_large_refused_file_is_put_aside_by_the_worker_with_its_reason(cast, now, client_as):
    name, make, codes = REFUSED["endless_empty_rows"]
    data = make()
    assert len(data) > LARGE_BYTES
    batch = service.take_file(cast["hoa"], file_name=name, data=data, now=now)
    assert read_file.func(str(batch.pk), str(cast["hoa"].user_id), now.isoformat()) is False
    batch.refresh_from_db()
    assert batch.state == ImportState.REFUSED and batch.refusal_code in codes
    assert not ImportFile.objects.exists()
    progress = client_as("hoa").get(f"/roll/import/{_key(batch)}/progress/")
    assert progress.headers["X-Done"] == "1"
    assert "1000010" in client_as("hoa").get(f"/roll/import/{_key(batch)}/").content.decode()


def test_a_large_file_is_read_by_the_worker_and_then_stands_staged(cast, now, client_as):
    batch = service.take_file(cast["hoa"], file_name="ds.xlsx", data=workbook(*FORMULAS), now=now)
    hoa = client_as("hoa")
    page = hoa.get(f"/roll/import/{_key(batch)}/progress/")
    assert "X-Done" not in page.headers and page.status_code == 200
    assert hoa.get(f"/roll/import/{_key(batch)}/").status_code == 200
    assert read_file.func(str(batch.pk), str(cast["hoa"].user_id), now.isoformat()) is True
    batch.refresh_from_db()
    assert batch.state == ImportState.STAGED and batch.summary["rows"] == 2
    assert "/columns/" in hoa.get(f"/roll/import/{_key(batch)}/progress/").content.decode()


def test_a_file_whose_reader_died_is_put_aside_at_the_next_start(cast, now):
    batch = service.take_file(cast["hoa"], file_name="ds.xlsx", data=workbook(*FORMULAS), now=now)
    service.sweep_leftovers(now)
    batch.refresh_from_db()
    assert batch.state == ImportState.READING
    import socket

    ImportBatch.objects.filter(pk=batch.pk).update(writer=f"{socket.gethostname()}:999999:1")
    service.sweep_leftovers(now)
    batch.refresh_from_db()
    assert batch.state == ImportState.REFUSED and not ImportFile.objects.exists()


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_formulas_and_scripts_stay_text_and_are_quoted_on_the_way_out(form, cast, now, client_as):
    data = workbook(*FORMULAS) if form == "xlsx" else csv_text(*FORMULAS).replace('"', "").encode()
    batch = service.stage_import(cast["hoa"], file_name=f"ds.{form}", data=data, now=now)
    review = client_as("hoa").get(f"/roll/import/{_key(batch)}/columns/").content.decode()
    assert "<script>alert" not in review
    service.accept_import(cast["hoa"], batch_id=batch.pk, now=now)
    names = set(Resident.objects.values_list("full_name", flat=True))
    assert any("<script>" in name for name in names)
    taken = "".join(service.take_rejected(cast["hoa"], batch_id=batch.pk, now=now))
    for line in taken.splitlines():
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in line.split(";"))


def test_the_child_leaves_no_files(cast, now, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    service.stage_import(cast["hoa"], file_name="ds.xlsx", data=workbook(*FORMULAS), now=now)
    assert list(Path(tmp_path).iterdir()) == []


def _key(batch):
    from tannha.ground.ids import format_key

    return format_key(batch.pk)
