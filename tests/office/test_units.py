"""systemd units: what is asked stands in them, systemd itself accepts them, and nothing can be slipped in."""

from __future__ import annotations

import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest

from tannha.office import units

HARDENING = {
    "nonewprivileges": "yes",
    "protectsystem": "strict",
    "privatetmp": "yes",
    "privatedevices": "yes",
    "capabilityboundingset": "",
    "systemcallfilter": "@system-service",
    "umask": "0077",
}


def all_units(place: Path) -> dict[str, str]:
    data = place / "my ward 100%"
    found = units.serve(
        data, user="tannha", words=units.Serving(port=8310, bind="0.0.0.0", host_names=("ward.lan",))
    )
    found |= units.backup(data, user="tannha", target=place / "backups", at="02:30")
    found |= units.prove(
        user="prover", backups=place / "backups", key=place / "key.pem", reports=place / "proofs", at="03:30"
    )
    found |= units.search(data, user="tannha", at="22:30")
    return found


def read(text: str) -> RawConfigParser:
    parser = RawConfigParser(strict=False)
    parser.read_string(text)
    return parser


def test_services_are_hardened_and_write_their_own_folder_only(tmp_path: Path) -> None:
    for name, text in all_units(tmp_path).items():
        if name.endswith(".service"):
            service = read(text)["Service"]
            assert {key: service[key] for key in HARDENING} == HARDENING, name
            assert str(tmp_path) in service["readwritepaths"]
    assert "proofs" in read(all_units(tmp_path)["tannha-prove.service"])["Service"]["readwritepaths"]
    assert "my ward" not in all_units(tmp_path)["tannha-prove.service"]


def test_timers_name_their_hour_and_catch_up(tmp_path: Path) -> None:
    timer = read(all_units(tmp_path)["tannha-backup.timer"])["Timer"]
    assert timer["oncalendar"] == "*-*-* 02:30:00" and timer["persistent"] == "true"


def test_the_nightly_search_writes_its_ward_only_and_lets_others_go_first(tmp_path: Path) -> None:
    found = all_units(tmp_path)
    service = read(found["tannha-search.service"])["Service"]
    assert 'plan overnight --data "' in service["execstart"] and service["nice"] == "15"
    assert service["readwritepaths"] == read(found["tannha.service"])["Service"]["readwritepaths"]
    assert read(found["tannha-search.timer"])["Timer"]["oncalendar"] == "*-*-* 22:30:00"


@pytest.mark.parametrize(
    "call",
    [
        lambda place: units.backup(place, user="tannha", target=place, at="25:00"),
        lambda place: units.backup(place, user="root\nExecStart=/bin/sh", target=place, at="02:30"),
        lambda place: units.serve(place / "a\nb", user="tannha", words=units.Serving(port=1, bind="::")),
        lambda place: units.serve(
            place, user="tannha", words=units.Serving(port=1, bind="::", host_names=("x\nUser=root",))
        ),
    ],
)
def test_words_that_would_change_the_unit_are_refused(call: object, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        call(tmp_path)  # type: ignore[operator] # the lambdas above


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not on this machine")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    for name, text in all_units(tmp_path).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    names = [str(tmp_path / name) for name in all_units(tmp_path)]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--recursive-errors=no", *names],
        capture_output=True,
        text=True,
        check=False,
    )
    faults = [line for line in done.stderr.splitlines() if str(tmp_path) in line or "tannha" in line]
    assert faults == [] and done.returncode == 0, done.stderr
