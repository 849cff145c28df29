"""A real process is killed with SIGKILL in the middle of a sealing.

Afterwards all of it is there, or nothing.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.program
SOURCE = Path(__file__).resolve().parents[2]

PREPARE = """
import django; django.setup()
from datetime import UTC, datetime
from tannha.ground.store.prepare import make_ready
make_ready()
from tannha.ground import vault
from tannha.ground.access import Role
from tannha.ground.dates import PartialDate
from tannha.ground.models import AdminArea, User
from tannha.ground.sign_in import actor_of
from tannha.canvass.rules.case import CaseActKind
from tannha.canvass.service import note_step, open_case
from tannha.enrol.rules.acts import Stage
from tannha.roll.service import note_new_resident
from tests.enrol.people import Desk
now = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
ward = AdminArea.objects.first() or AdminArea.objects.create(code="1", name="Mẫu", valid_from=now.date())
minh = User.objects.create(
    username="minh", display_name="Minh", role=Role.OPERATOR.value, ward=ward, password="!", made_at=now
)
actor = actor_of(minh)
resident = note_new_resident(
    ward_id=ward.id, full_name="PHẠM THU NGÂN", birth=PartialDate(year=1990), sex="female",
    address="P0702 tháp B", group_number=7, personal_number="099190000003",
)
case = open_case(resident, actor=actor, now=now)
note_step(case, CaseActKind.AGREED, actor=actor, now=now)
desk = Desk(actor, now)
row = desk.until(desk.begin(case), Stage.SEAL)
print(row.pk)
"""

SEAL = """
import django; django.setup()
import sys, time
from datetime import UTC, datetime
from uuid import UUID
from tannha.enrol import service
from tannha.enrol.service import closing
from tannha.ground.models import User
from tannha.ground.sign_in import actor_of
place, marker = sys.argv[2], sys.argv[3]

def pause(*_, **__):
    open(marker, "w").close()
    time.sleep(60)

def after(name):
    kept = getattr(closing, name)
    def call(*args, **kwargs):
        result = kept(*args, **kwargs)
        pause()
        return result
    setattr(closing, name, call)

if place == "packet_written":
    after("_write")
elif place == "case_moved":
    after("note_step")
elif place == "journal_written":
    kept = closing.journal.act
    def act(*args, **kwargs):
        kept(*args, **kwargs)
        pause()
    closing.journal.act = act
actor = actor_of(User.objects.get(username="minh"))
service.seal_packet(actor, enrolment_id=UUID(sys.argv[1]), now=datetime(2026, 11, 24, 3, tzinfo=UTC))
if place == "after_commit":
    pause()
"""

LOOK = """
import django; django.setup()
import json
from tannha.enrol.models import DraftNote, Enrolment, Packet, PacketPart, Sample
from tannha.ground import journal
from tannha.ground.models import JournalEntry
report = list(journal.verify())[-1]
print(json.dumps({
    "packets": Packet.objects.count(),
    "parts": PacketPart.objects.count(),
    "samples": Sample.objects.count(),
    "notes": DraftNote.objects.count(),
    "stage": Enrolment.objects.get().stage,
    "case": Enrolment.objects.get().case.step,
    "sealed_acts": JournalEntry.objects.filter(what="enrol.sealed").count(),
    "chain": report.broken_at is None,
}))
"""


def run(script: str, folder: Path, *args: str) -> str:
    environment = {
        key: value for key, value in os.environ.items() if key not in ("TANNHA_DATABASE_URL", "TANNHA_DATA")
    }
    environment |= {
        "TANNHA_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "tannha.settings",
        "PYTHONPATH": os.pathsep.join([str(SOURCE / "src"), str(SOURCE)]),
    }
    done = subprocess.Popen(
        [sys.executable, "-c", script, *args],
        env=environment,
        cwd=SOURCE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    marker = Path(args[2]) if len(args) > 2 else None
    if marker is None:
        out, err = done.communicate(timeout=180)
        assert done.returncode == 0, err
        return out.strip().splitlines()[-1]
    deadline = time.monotonic() + 120
    while not marker.exists():
        assert done.poll() is None, done.communicate()[1]
        assert time.monotonic() < deadline
        time.sleep(0.02)
    done.send_signal(signal.SIGKILL)
    done.communicate()
    return ""


NOTHING = {
    "packets": 0,
    "parts": 0,
    "samples": 16,
    "notes": 1,
    "stage": "seal",
    "case": "enrol",
    "sealed_acts": 0,
    "chain": True,
}
ALL = {
    "packets": 1,
    "parts": 18,
    "samples": 0,
    "notes": 0,
    "stage": "slip",
    "case": "card",
    "sealed_acts": 1,
    "chain": True,
}


@pytest.mark.journey
def test_a_kill_in_the_middle_of_a_sealing_leaves_all_or_nothing(tmp_path: Path) -> None:
    enrolment = run(PREPARE, tmp_path)
    for place in ("packet_written", "case_moved", "journal_written"):
        run(SEAL, tmp_path, enrolment, place, str(tmp_path / f"{place}.marker"))
        assert json.loads(run(LOOK, tmp_path)) == NOTHING, place
    run(SEAL, tmp_path, enrolment, "after_commit", str(tmp_path / "after.marker"))
    assert json.loads(run(LOOK, tmp_path)) == ALL
