"""From a list in an empty folder to the desk's answer, without the tour: every step consumes the act before it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.program import ROOT, fresh_database, tannha, variables

pytestmark = pytest.mark.journey

WALK = "import django; django.setup(); from tests.journeys.one_person import main; main()"
LIST = """STT,Họ và tên,Cách gọi,Ngày sinh,Giới tính,Số định danh,Địa chỉ,Tổ dân phố,Tầng,Thang máy,Người hỗ trợ
1,Trần Thị Đào,bác Đào,1947,Nữ,099147000001,P1504 tháp A,12,15,có,Trần Thu Hạnh
2,Đinh Công Lễ,ông Lễ,04/06/1949,Nam,099049000006,P1505 tháp A,12,15,có,
3,Nguyễn Phạm Hoàng Ngặng Thuỳ Dương,chị Dương,30/10/1995,Nữ,099195000011,P1503 tháp A,12,15,có,
4,H'Ŏn Kbŭr,chị H'Ŏn,01/12/1991,Nữ,099191000009,P1502 tháp A,12,15,có,
"""


def test_one_person_goes_from_a_list_to_a_card_that_the_hospital_accepts(tmp_path: Path) -> None:
    folder, listed = tmp_path / "ward", tmp_path / "danh-sach.csv"
    listed.write_text(LIST, encoding="utf-8-sig")
    with fresh_database() as database:
        imported = tannha("import-roll", str(listed), "--accept", "--json", folder=folder, database=database)
        assert imported.returncode == 0, imported.stderr
        told = json.loads(imported.stdout.splitlines()[-1])
        assert (told["rows"], told["accepted"]) == (4, 4)

        walked = subprocess.run(
            [sys.executable, "-c", WALK],
            env=variables(folder, database) | {"DJANGO_SETTINGS_MODULE": "tannha.settings"},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert walked.returncode == 0, walked.stderr[-4000:]
        seen = json.loads(walked.stdout.splitlines()[-1])
        assert seen["residents"] == 4
        assert seen["planned_before_the_yes"] is False
        assert seen["slip"] == 200
        assert seen["second_handover"] == 409
        for sentence in ("Trần Thị Đào", "1947", "chưa kiểm chứng", "Không cần giấy khác"):
            assert sentence.casefold() in seen["desk"].casefold()

        again = tannha("import-roll", str(listed), "--accept", "--json", folder=folder, database=database)
        assert json.loads(again.stdout.splitlines()[-1])["accepted"] == 0
        journal = tannha("verify-journal", "--json", folder=folder, database=database)
        assert journal.returncode == 0
        assert json.loads(journal.stdout.splitlines()[-1])["holds"] is True
