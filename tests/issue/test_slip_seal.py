"""The appointment slip's second QR: read from the printed paper's picture and checked by another place's command."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from tannha.cli import app
from tannha.enrol import service as enrol
from tannha.enrol.paper import appointment_slip_pdf
from tannha.ground.qr_codes import read_code
from tannha.icao.seal import decode_seal
from tannha.issue import service as issue
from tannha.issue import specimen_authority
from tannha.issue.devices.own_authority import FOLDER
from tests.enrol.test_papers import SLIP

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, so that its authority is new."""
    monkeypatch.setattr("tannha.issue.devices.own_authority.own_folder", lambda: tmp_path / FOLDER)
    return tmp_path


def photo(pdf: bytes, path: Path) -> Path:
    """The paper as a scanner sees it."""
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", "-", str(path)], input=pdf, check=True)
    return path.with_suffix(".png")


@pytest.mark.slow
def test_a_printed_slip_is_checked_from_its_picture_without_a_network(tmp_path: Path) -> None:
    sealed = enrol.seal_of(SLIP, now=NOW)
    assert sealed is not None
    picture = photo(appointment_slip_pdf(SLIP, seal=sealed), tmp_path / "slip")
    anchors = tmp_path / "anchors"
    anchors.mkdir()
    for name in (specimen_authority.CSCA, specimen_authority.SEAL):
        (anchors / name).write_bytes((tmp_path / FOLDER / name).read_bytes())
    with Image.open(picture) as opened:
        code = read_code(opened.convert("L"))
    assert code is not None
    assert code.data == sealed
    result = CliRunner().invoke(app, ["pki", "check-seal", str(picture), "--anchors", str(anchors), "--json"])
    told = json.loads(result.stdout.strip().splitlines()[-1])
    assert result.exit_code == 0
    assert {fact["fact"]: fact["outcome"] for fact in told["facts"]}["seal_signature_valid"] == "holds"
    assert told["contents"] == {
        "slip_number": "K010041264",
        "paper": "CC02",
        "full_name": "TRẦN THỊ ĐÀO",
        "last_digits": "0001",
        "day": "2026-12-03",
        "place": "Phường Mẫu",
    }


def test_wiring_lets_issue_seal_the_slips_of_enrolment() -> None:
    sealed = enrol.seal_of(SLIP, now=NOW)
    assert sealed is not None
    assert decode_seal(sealed).contents["slip_number"] == "K010041264"


def test_a_place_without_its_authority_prints_the_slip_all_the_same(folder: Path) -> None:
    (folder / FOLDER).mkdir()
    assert issue.seal_of_slip(SLIP, now=NOW) is None
    assert enrol.seal_of(replace(SLIP, number="K01-00413-61"), now=NOW) is None
