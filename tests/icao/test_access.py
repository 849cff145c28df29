"""Getting into a chip and having it prove itself, reader and applet face to face in memory."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tannha.icao import oids
from tannha.icao.access_control.modp_groups import BY_NUMBER
from tannha.icao.access_control.passwords import can_password
from tannha.icao.apdu import Command
from tannha.icao.chip.applet import Applet
from tannha.icao.chip.storage import decode_image, encode_image
from tannha.icao.dg15 import decode_dg15
from tannha.icao.lds import CARD_SECURITY, file_of_group
from tannha.icao.public_keys import DhPublicKey
from tannha.icao.reader.access import Way, get_in
from tannha.icao.reader.files import Reading, read_file, select_application
from tannha.icao.reader.link import Link
from tannha.icao.reader.proofs import (
    choose_chip_auth,
    confirm_agreement,
    prove_by_agreement,
    prove_by_mapping,
    prove_by_signature,
)
from tannha.icao.security_infos import decode_dg14, decode_security_infos
from tests.icao.bare_chips import ACCESS_NUMBER, ZONE, bare_chip, rsa_key

PACE = oids.PACE
PROBE = Command(cla=0, ins=0xA4, p1=0x02, p2=0x0C, data=b"\x01\x1e")
WAYS = [
    (f"{PACE}.{branch}.{suite}", number)
    for branch, numbers in (
        (2, (10, 12, 13, 14, 15, 18)),
        (4, (12, 13)),
        (6, (12, 13, 15)),
        (1, (0, 2)),
        (3, (0,)),
    )
    for suite in (1, 2, 4)
    for number in numbers
    if not (branch == 6 and suite == 1) and (suite == 2 or number in (12, 13, 0))
]


@pytest.mark.parametrize(("protocol", "number"), WAYS)
@pytest.mark.parametrize("password", [ZONE, ACCESS_NUMBER], ids=["zone", "can"])
def test_pace_opens_the_chip_with_either_password(protocol: str, number: int, password: object) -> None:
    link = Link(Applet(bare_chip(pace=((protocol, number),))))
    entry = get_in(link, [password])  # type: ignore[list-item]
    assert entry.way is Way.PACE
    assert entry.downgrade == ""
    assert select_application(link) == 0x9000
    assert read_file(link, file_of_group(1)).reading is Reading.READ


def test_bac_opens_a_chip_that_has_nothing_newer() -> None:
    link = Link(Applet(bare_chip()))
    entry = get_in(link, [ZONE, ACCESS_NUMBER])
    assert entry.way is Way.BAC
    assert read_file(link, file_of_group(1)).data == bare_chip().files[0x0101]


def test_a_wrong_access_number_opens_nothing_and_slows_the_chip_down() -> None:
    applet = Applet(bare_chip(pace=((f"{PACE}.2.2", 12),)))
    for _ in range(5):
        entry = get_in(Link(applet), [can_password("999999")])
        assert entry.way is Way.NONE
        assert entry.wrong_password
        applet.reset()
    assert applet.delay_seconds >= 1
    assert get_in(Link(applet), [ACCESS_NUMBER]).way is Way.PACE
    assert applet.delay_seconds == 0


@pytest.mark.parametrize(
    ("protocol", "number"),
    [
        (oids.CA_ECDH_3DES, 12),
        (oids.CA_ECDH_AES_128, 13),
        (oids.CA_ECDH_AES_192, 15),
        (oids.CA_ECDH_AES_256, 12),
    ],
)
@pytest.mark.parametrize("newer", [True, False], ids=["pace", "bac"])
def test_chip_authentication_opens_a_new_channel(protocol: str, number: int, newer: bool) -> None:
    pace = ((f"{PACE}.2.4", 12),) if newer else ()
    link = Link(Applet(bare_chip(pace=pace, chip_auth=protocol, chip_auth_curve=number)))
    get_in(link, [ZONE])
    select_application(link)
    infos = decode_dg14(read_file(link, file_of_group(14)).data)
    choice = choose_chip_auth(infos)
    assert choice is not None
    before = link.channel
    proof = confirm_agreement(link, prove_by_agreement(link, choice), PROBE)
    assert proof.holds
    assert link.channel is not before
    assert read_file(link, file_of_group(1)).reading is Reading.READ


@pytest.mark.parametrize(
    ("protocol", "number"),
    [
        (oids.CA_DH_3DES, 0),
        (oids.CA_DH_AES_128, 0),
        (oids.CA_DH_AES_192, 1),
        (oids.CA_DH_AES_256, 2),
    ],
)
def test_chip_authentication_in_a_group_of_integers_opens_a_new_channel(protocol: str, number: int) -> None:
    image = bare_chip(pace=((f"{PACE}.1.2", 0),), chip_auth=protocol, chip_auth_group=number)
    link = Link(Applet(decode_image(encode_image(image))))
    assert get_in(link, [ACCESS_NUMBER]).way is Way.PACE
    select_application(link)
    choice = choose_chip_auth(decode_dg14(read_file(link, file_of_group(14)).data))
    assert choice is not None
    before = link.channel
    proof = confirm_agreement(link, prove_by_agreement(link, choice), PROBE)
    assert proof.holds, proof
    assert proof.method.startswith("modp-")
    assert link.channel is not before
    assert read_file(link, file_of_group(1)).reading is Reading.READ


def test_an_element_outside_the_subgroup_is_refused_by_the_chip() -> None:
    image = bare_chip(chip_auth=oids.CA_DH_AES_128, chip_auth_group=0)
    link = Link(Applet(image))
    get_in(link, [ZONE])
    choice = choose_chip_auth(decode_dg14(read_file(link, file_of_group(14)).data))
    assert choice is not None
    group = BY_NUMBER[0]
    false = DhPublicKey(p=group.p, g=group.p - 2, q=None, y=choice.key.public_key.y)  # type: ignore[union-attr]
    key = replace(choice.key, public_key=false)
    assert prove_by_agreement(link, replace(choice, key=key)).holds is False


def test_a_chip_with_another_static_key_does_not_come_through() -> None:
    real = bare_chip(chip_auth=oids.CA_ECDH_AES_128)
    other = bare_chip(chip_auth=oids.CA_ECDH_AES_128)
    copied = type(real)(files=real.files, keys=other.keys, passwords=real.passwords)
    link = Link(Applet(copied))
    get_in(link, [ZONE])
    choice = choose_chip_auth(decode_dg14(read_file(link, file_of_group(14)).data))
    assert choice is not None
    assert confirm_agreement(link, prove_by_agreement(link, choice), PROBE).holds is False
    assert link.channel is None


@pytest.mark.parametrize("number", [12, 13, 15])
def test_the_mapping_of_pace_proves_the_static_key(number: int) -> None:
    link = Link(Applet(bare_chip(pace=((f"{PACE}.6.2", number),))))
    entry = get_in(link, [ZONE])
    assert entry.pace is not None
    keys = decode_security_infos(read_file(link, CARD_SECURITY).data).chip_keys
    assert prove_by_mapping(entry.pace, keys).holds
    stranger = decode_security_infos(
        bare_chip(pace=((f"{PACE}.6.2", number),)).master_files[CARD_SECURITY]
    ).chip_keys
    assert prove_by_mapping(entry.pace, stranger).holds is False


@pytest.mark.parametrize("hash_name", ["sha1", "sha224", "sha256", "sha384", "sha512"])
@pytest.mark.parametrize("kind", ["rsa", "ecdsa"])
def test_active_authentication_answers_a_challenge(kind: str, hash_name: str) -> None:
    key = rsa_key() if kind == "rsa" else ec.generate_private_key(ec.SECP521R1())
    image = bare_chip(active=key, active_hash=hash_name)
    link = Link(Applet(image))
    get_in(link, [ZONE])
    public = decode_dg15(read_file(link, file_of_group(15)).data).public_key
    infos = decode_dg14(read_file(link, file_of_group(14)).data)
    proof = prove_by_signature(link, public, infos, b"12345678")
    assert proof.holds, proof
    assert hash_name in proof.method


@pytest.mark.parametrize("kind", ["rsa", "ecdsa"])
def test_a_copy_with_another_key_cannot_sign(kind: str) -> None:
    key = rsa_key() if kind == "rsa" else ec.generate_private_key(ec.SECP256R1())
    real = bare_chip(active=key)
    thief = bare_chip(active=ec.generate_private_key(ec.SECP256R1()))
    link = Link(Applet(type(real)(files=real.files, keys=thief.keys, passwords=real.passwords)))
    get_in(link, [ZONE])
    public = decode_dg15(read_file(link, file_of_group(15)).data).public_key
    assert prove_by_signature(link, public, None, b"12345678").holds is False


@pytest.mark.parametrize("extended", [False, True], ids=["short", "extended"])
@pytest.mark.parametrize("size", [3, 127, 128, 255, 256, 12_000, 32_767, 32_768, 70_000])
def test_files_of_every_size_are_read_whole(size: int, extended: bool) -> None:
    image = bare_chip(pace=((f"{PACE}.2.2", 12),), large=size)
    link = Link(Applet(image), extended=extended)
    get_in(link, [ZONE])
    select_application(link)
    read = read_file(link, file_of_group(2))
    assert read.reading is Reading.READ
    assert read.data == image.files[0x0102]
