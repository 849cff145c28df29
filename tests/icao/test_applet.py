"""The applet answers readers of all makers: status words, ways to select and read, lengths, chaining, hostile bytes."""

from __future__ import annotations

import random

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from tannha.icao import oids
from tannha.icao.apdu import Command, parse_command, parse_response
from tannha.icao.chip.applet import Applet, answer_to_reset
from tannha.icao.chip.image import Behaviour
from tannha.icao.reader.access import get_in, run_bac
from tannha.icao.reader.files import read_file, select_application
from tannha.icao.reader.link import Link
from tannha.icao.secure_messaging import BrokenChannel
from tannha.icao.tlv import encode
from tests.icao.bare_chips import ZONE, bare_chip, rsa_key

AID = "A0000002471001"
GM = (oids.PACE_ECDH_GM_AES_128, 12)


@pytest.fixture
def applet() -> Applet:
    return Applet(bare_chip(pace=(GM,), active=ec.generate_private_key(ec.SECP256R1()), large=1000))


def ask(applet: Applet, text: str) -> str:
    return applet.transmit(bytes.fromhex(text.replace(" ", ""))).hex().upper()


def test_the_answer_to_reset_checks_itself() -> None:
    atr = answer_to_reset()
    check = 0
    for byte in atr[1:]:
        check ^= byte
    assert check == 0
    assert atr[1] & 0x0F == len(atr) - 5


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("00A4000C023F00", "9000"),
        ("00A4000C", "9000"),
        ("00A4030C", "9000"),
        (f"00A4040C07{AID}", "9000"),
        (f"00A4040C07{AID}00", "9000"),
        (f"00A4040007{AID}", "9000"),
        (f"00A4040007{AID}00", "6F098407A00000024710019000"),
        (f"00A4040407{AID}00", "62098407A00000024710019000"),
        (f"00A4040C07{AID}000000"[:-4], "9000"),
        ("00A4040C05A000000247", "9000"),
        ("00A4040007D2760000850101", "6A82"),
        ("00A4040000", "6A82"),
        ("00A4020C02011C", "9000"),
        ("00A4000C02011C", "9000"),
        ("00A4080C02011C", "9000"),
        ("00A4080C043F00011C", "9000"),
        ("00A4020C020101", "6A82"),
        ("00A4020C02011E", "6A82"),
        ("00A4020C0101", "6700"),
        ("00A4060C020101", "6A86"),
        ("00A402FF020101", "6A86"),
        ("00B0000000", "6986"),
        ("00B09C0004", "311430129000"),
        ("00B0830004", "6A82"),
        ("0084000008", "6985"),
        ("00C0000000", "6D00"),
        ("8050000000", "6E00"),
        ("0184000008", "6881"),
        ("04A4020C02011C", "6882"),
        ("0CA4020C02011C", "6988"),
        ("00", "6700"),
        ("00A4020C05011C", "6700"),
        ("0022C1A4", "6A80"),
        ("0022C1A4 0F 800A04007F00070202040202 830101", "9000"),
        ("0022C1A4 0F 800A04007F00070202040202 830102", "9000"),
        ("0022C1A4 12 800A04007F00070202040202 830101 84010C", "9000"),
        ("0022C1A4 12 800A04007F00070202040202 830101 84010D", "6A80"),
        ("0022C1A4 0F 800A04007F00070202040204 830101", "6A80"),
        ("0022C1A4 0F 800A04007F00070202040202 830103", "6A88"),
        ("0022C1A4 0F 800A04007F00070202040202 830109", "6A88"),
        ("002241A6 00", "6982"),
        ("0086000002 7C00 00", "6985"),
        ("0088000008 0102030405060708 00", "6982"),
    ],
)
def test_before_access(applet: Applet, command: str, answer: str) -> None:
    assert ask(applet, command) == answer


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("00A4020C02011E", "6982"),
        ("00A4020C020101", "6982"),
        ("00A4020C020103", "6982"),
        ("00B09E0000", "6982"),
        ("00B0810000", "6982"),
        ("0088000008 0102030405060708 00", "6982"),
        ("0082000028" + "00" * 40 + "28", "6985"),
        ("0084000000", None),
        ("0084000008", None),
        ("00A4020C02011C", "9000"),
    ],
)
def test_in_the_application_before_access(applet: Applet, command: str, answer: str | None) -> None:
    assert ask(applet, f"00A4040C07{AID}") == "9000"
    got = ask(applet, command)
    if answer is None:
        assert len(got) == 20
        assert got.endswith("9000")
    else:
        assert got == answer


def test_a_vietnamese_card_knows_no_master_file_but_shows_its_card_access() -> None:
    image = bare_chip(pace=(GM,), behaviour=Behaviour(knows_master_file=False))
    applet = Applet(image)
    assert ask(applet, "00A4000C023F00") == "6D00"
    assert ask(applet, "00A4020C02011C") == "9000"
    assert ask(applet, "00B0000000") == image.master_files[0x011C].hex().upper() + "9000"
    assert get_in(Link(applet), [ZONE]).way == "pace"


def test_wrong_keys_of_bac_get_6300_and_the_challenge_is_used_up(applet: Applet) -> None:
    ask(applet, f"00A4040C07{AID}")
    ask(applet, "0084000008")
    assert ask(applet, "0082000028" + "00" * 40 + "28") == "6300"
    assert ask(applet, "0082000028" + "00" * 40 + "28") == "6985"
    ask(applet, "0084000008")
    assert ask(applet, "0082000020" + "00" * 32 + "28") == "6700"


def opened(applet: Applet, *, extended: bool = False) -> Link:
    link = Link(applet, extended=extended)
    assert get_in(link, [ZONE]).way == "pace"
    assert select_application(link) == 0x9000
    return link


def status_of(link: Link, text: str) -> int:
    return link.send(parse_command(bytes.fromhex(text.replace(" ", "")))).status


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("00A4020C020110", 0x6A82),
        ("00A4020C020103", 0x6A82),
        ("00A4020C020102", 0x9000),
        ("00B0820001", 0x9000),
        ("00B0830001", 0x6A82),
        ("00B0A20001", 0x6A86),
        ("00B0000000", 0x6986),
        ("00B08100FF", 0x6282),
        ("00B0810000", 0x9000),
        ("00B0817F01", 0x6B00),
        ("00B0815F01", 0x6B00),
        ("00B0815E01", 0x9000),
        ("00B0815E02", 0x6282),
        ("00B08100", 0x6700),
        ("00B10102 03 540100 10", 0x9000),
        ("00B10002 03 540100 10", 0x9000),
        ("00B10000 03 540100 10", 0x6986),
        ("00B10102 04 54020200 10", 0x9000),
        ("00B10102 04 54027000 10", 0x6B00),
        ("00B10102 03 530100 10", 0x6A80),
        ("00B10102 02 5400 10", 0x6A80),
        ("00B10102 03 540100 02", 0x6700),
        ("0088000007 01020304050607 00", 0x6700),
        ("0088000108 0102030405060708 00", 0x6A86),
        ("0088000008 0102030405060708 00", 0x9000),
        ("002241A4 0C 800A04007F00070202030202", 0x6A88),
        ("002241B6 02 8300", 0x6A86),
    ],
)
def test_with_access(applet: Applet, command: str, status: int) -> None:
    assert status_of(opened(applet), command) == status


def test_fingerprints_stay_closed_even_where_they_are() -> None:
    image = bare_chip(pace=(GM,))
    files = {**image.files, 0x0103: encode(0x63, b"print")}
    link = opened(
        Applet(type(image)(files=files, master_files=image.master_files, passwords=image.passwords))
    )
    assert status_of(link, "00A4020C020103") == 0x6982
    assert status_of(link, "00B0830001") == 0x6982


def test_a_plain_command_ends_the_session(applet: Applet) -> None:
    link = opened(applet)
    assert ask(applet, "00B0810001") == "6982"
    with pytest.raises(BrokenChannel):
        read_file(link, 0x0101)
    assert link.channel is None


@pytest.mark.parametrize("seed", range(20))
def test_a_changed_bit_in_a_protected_command_ends_the_session(applet: Applet, seed: int) -> None:
    link = opened(applet)
    assert link.channel is not None
    raw = bytearray(link.channel.protect(Command(cla=0, ins=0xB0, p1=0x81, expected=8)).encode())
    chance = random.Random(seed)
    place = chance.randrange(5, len(raw) - 1)
    raw[place] ^= 1 << chance.randrange(8)
    assert applet.transmit(bytes(raw))[-2:].hex() in ("6987", "6988")
    assert ask(applet, "0CB0810000") == "6988"


def test_short_answers_under_secure_messaging_stay_short_and_long_ones_may_be_long(applet: Applet) -> None:
    link = opened(applet)
    answer = link.send(Command(cla=0, ins=0xB0, p1=0x82, expected=256))
    assert len(answer.data) == 223
    long = opened(applet, extended=True).send(Command(cla=0, ins=0xB0, p1=0x82, expected=2000))
    assert len(long.data) == 1004
    assert long.status == 0x6282


def test_a_chain_of_commands_is_one_command() -> None:
    applet = Applet(bare_chip(active=rsa_key()))
    link = Link(applet)
    select_application(link)
    run_bac(link, ZONE)
    assert link.send(Command(cla=0x10, ins=0x88, data=b"1234")).status == 0x9000
    answer = link.send(Command(cla=0x00, ins=0x88, data=b"5678", expected=256))
    assert answer.status == 0x9000
    assert len(answer.data) == 256
    assert link.send(Command(cla=0x10, ins=0x88, data=b"1234")).status == 0x9000
    assert link.send(Command(cla=0x00, ins=0x84, expected=8)).status == 0x6883


def test_the_steps_of_pace_may_also_come_in_pieces(applet: Applet) -> None:
    assert ask(applet, "0022C1A4 0F 800A04007F00070202040202 830101") == "9000"
    assert ask(applet, "1086000001 7C") == "9000"
    nonce = ask(applet, "1086000001 00 00")
    assert nonce.startswith("7C128010")
    assert ask(applet, "1086000002 7C00 00") == "6985"


@given(st.lists(st.binary(min_size=0, max_size=300), min_size=1, max_size=8))
@settings(max_examples=200, deadline=None)
def test_no_bytes_bring_the_applet_down(commands: list[bytes]) -> None:
    applet = _SHARED
    applet.reset()
    for raw in commands:
        answer = parse_response(applet.transmit(raw))
        assert answer.status != 0


@pytest.mark.slow
@given(
    st.sampled_from([0xA4, 0xB0, 0xB1, 0x84, 0x82, 0x88, 0x22, 0x86]),
    st.integers(0, 255),
    st.integers(0, 255),
    st.binary(max_size=255),
    st.integers(0, 256),
    st.sampled_from([0x00, 0x10]),
)
@settings(max_examples=300, deadline=None)
def test_no_command_inside_the_channel_brings_it_down(
    ins: int, p1: int, p2: int, data: bytes, expected: int, cla: int
) -> None:
    link = opened(_SHARED)
    link.send(Command(cla=cla, ins=ins, p1=p1, p2=p2, data=data, expected=expected))


_SHARED = Applet(
    bare_chip(
        pace=(GM,),
        chip_auth=oids.CA_ECDH_AES_128,
        active=ec.generate_private_key(ec.SECP256R1()),
        behaviour=Behaviour(slows_down=False),
    )
)
