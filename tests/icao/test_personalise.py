"""Issuing: every profile gives a chip whose files agree with each other and whose signer is known."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from tannha.icao.deviations import Findings
from tannha.icao.dg1 import decode_dg1
from tannha.icao.dg13 import Dg13, decode_dg13
from tannha.icao.lds import CARD_ACCESS, CARD_SECURITY, COM, SOD, SOD_TAG, decode_com, file_of_group
from tannha.icao.mrz import encode_vietnamese
from tannha.icao.passive_auth import Authenticator, Name, Read
from tannha.icao.personalise import (
    PROFILES,
    Contents,
    DocumentSigner,
    generate_keys,
    passwords_of,
    personalise,
)
from tannha.icao.pki.trust import Anchors
from tannha.icao.security_infos import decode_dg14, decode_security_infos
from tannha.icao.tlv import whole
from tests.icao.authority import BEGAN, KINDS, NOW, authority_of

ZONE = encode_vietnamese(
    personal_number="099147000001",
    birth_year=1947,
    birth_month=1,
    birth_day=15,
    sex="F",
    expires_on=None,
    full_name="Trần Thị Mẫu",
)


def contents(**changes: object) -> Contents:
    stream = io.BytesIO()
    Image.new("RGB", (60, 80), (200, 180, 160)).save(stream, "JPEG")
    entries = Dg13(personal_number="099147000001", full_name="Trần Thị Mẫu", birth="15/01/1947")
    return Contents(**{"zone": ZONE, "portrait": stream.getvalue(), "entries": entries} | changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", list(PROFILES))
def test_every_profile_gives_a_chip_that_agrees_with_itself(name: str) -> None:
    made, profile = authority_of(country="VN"), PROFILES[name]
    signer = DocumentSigner(made.signer, made.signer_certificate)
    image = personalise(contents(), profile, generate_keys(profile), signer, signing_time=BEGAN)
    com = decode_com(image.files[COM])
    groups = {number: image.files[file_of_group(number)] for number in com.groups}
    verdict = Authenticator(Anchors.of([made.csca_certificate], [made.revocations]), at=NOW).check(
        Read(groups=groups, sod=image.files[SOD], com=com, country="VN")
    )
    assert [fact.name for fact in verdict.failing] == [Name.NOT_SPECIMEN]
    assert decode_dg1(groups[1]).state == "VNM"
    assert decode_dg13(groups[13]).full_name == "Trần Thị Mẫu"
    assert (CARD_ACCESS in image.master_files) == bool(profile.pace)
    assert (CARD_SECURITY in image.master_files) == (name == "cam")
    if profile.pace:
        offered = decode_security_infos(image.master_files[CARD_ACCESS]).pace
        assert set(offered) <= set(decode_dg14(groups[14]).infos)


def test_a_card_opens_with_its_zone_and_a_vietnamese_one_with_six_digits() -> None:
    assert [password.text for password in passwords_of(ZONE)] == ["147000001747011549912315", "000001"]
    passport = (
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    )
    assert [password.text for password in passwords_of(passport)] == ["L898902C3674081221204159"]


def test_keys_that_do_not_fit_and_groups_that_clash_are_refused() -> None:
    made = authority_of()
    signer = DocumentSigner(made.signer, made.signer_certificate)
    bac, only = PROFILES["bac"], PROFILES["ca-only"]
    with pytest.raises(ValueError, match="do not fit"):
        personalise(contents(), only, generate_keys(bac), signer)
    with pytest.raises(ValueError, match="stand in"):
        personalise(contents(others={13: b"m\x00"}), bac, generate_keys(bac), signer)
    with pytest.raises(ValueError, match="without deviations"):
        personalise(contents(zone=(ZONE[0], ZONE[1], ZONE[2][:-1] + "1")), bac, generate_keys(bac), signer)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not on this machine")
@pytest.mark.parametrize("kind", KINDS)
def test_openssl_accepts_the_card_security_of_every_kind(kind: str, tmp_path: Path) -> None:
    made, profile = authority_of(kind, "VN"), PROFILES["cam"]
    signer = DocumentSigner(made.signer, made.signer_certificate)
    image = personalise(contents(), profile, generate_keys(profile), signer)
    (tmp_path / "root.der").write_bytes(made.csca_certificate.raw)
    convert = [
        "openssl",
        "x509",
        "-inform",
        "DER",
        "-in",
        tmp_path / "root.der",
        "-out",
        tmp_path / "root.pem",
    ]
    subprocess.run(convert, check=True)
    for data in (image.master_files[CARD_SECURITY], whole(image.files[SOD], SOD_TAG, Findings()).value):
        (tmp_path / "signed.cms").write_bytes(data)
        done = subprocess.run(
            [
                *["openssl", "cms", "-verify", "-inform", "DER", "-in", tmp_path / "signed.cms"],
                *["-CAfile", tmp_path / "root.pem", "-purpose", "any", "-out", tmp_path / "content"],
                *["-attime", str(int(NOW.timestamp()))],
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
