"""The worked examples of Doc 9303-11 (appendices D, F, G, H, I), byte for byte: BAC, PACE, secure messaging, proofs.

The values stand in `access_examples.json`: points as x and y without the leading 04, everything in hexadecimal.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tannha.icao import der
from tannha.icao.access_control import pace
from tannha.icao.access_control.active_auth import check_rsa, representative, sign_rsa
from tannha.icao.access_control.bac import BacKeys, Part, session, session_counter
from tannha.icao.access_control.groups import CurveGroup, IntegerGroup, group_of_number
from tannha.icao.access_control.passwords import Password, PasswordKind, mrz_information
from tannha.icao.apdu import Response, parse_command
from tannha.icao.chip.applet import Applet
from tannha.icao.public_keys import CurveForm, EcPublicKey
from tannha.icao.reader.link import Link
from tannha.icao.reader.pace import run_pace
from tannha.icao.secure_messaging import SecureChannel
from tannha.icao.secure_messaging_ciphers import KeyUse, channel_cipher, derive_key
from tannha.icao.security_infos import (
    Cipher,
    PaceInfo,
    SecurityInfo,
    chip_key_info,
    encode_info,
    encode_security_infos,
)
from tests.icao.bare_chips import bare_chip, rsa_key

EXAMPLES = json.loads((Path(__file__).parent / "access_examples.json").read_text())
Group = CurveGroup | IntegerGroup


def given(name: str, part: str) -> str:
    value = EXAMPLES[name]["given"][part]
    return str(value)


def due(name: str, part: str) -> bytes:
    return bytes.fromhex(EXAMPLES[name]["due"][part])


def raw(name: str, part: str) -> bytes:
    return bytes.fromhex(given(name, part))


def number(name: str, part: str) -> int:
    return int(given(name, part), 16)


def group_and_form(kind: str) -> tuple[Group, Callable[[bytes], bytes]]:
    if kind.endswith("ecdh"):
        group: Group | None = group_of_number(13)
        form: Callable[[bytes], bytes] = lambda point: b"\x04" + point  # noqa: E731
    else:
        group, form = group_of_number(0), bytes
    assert group is not None
    return group, form


# -- BAC and secure messaging


def test_the_keys_of_bac_come_from_the_zone() -> None:
    password = Password(kind=PasswordKind.MRZ, text=given("k-seed", "mrz_information"))
    assert mrz_information("L898902C", "690806", "940623") == password.text
    assert password.bac_seed == due("k-seed", "k_seed")
    seed = raw("k-enc-k-mac", "k_seed")
    assert derive_key(seed, KeyUse.ENCRYPTION, Cipher.TRIPLE_DES) == due("k-enc-k-mac", "k_enc")
    assert derive_key(seed, KeyUse.MAC, Cipher.TRIPLE_DES) == due("k-enc-k-mac", "k_mac")


def test_both_messages_of_bac_and_their_session() -> None:
    keys = BacKeys(due("k-seed", "k_seed"))
    name = "external-authenticate-command"
    reader = Part(nonce=raw(name, "rnd_ifd"), key=raw(name, "k_ifd"))
    chip = Part(nonce=raw(name, "rnd_ic"), key=raw("external-authenticate-response", "k_ic"))
    assert keys.seal(reader, chip.nonce) == due(name, "e_ifd") + due(name, "m_ifd")
    assert keys.seal(chip, reader.nonce) + b"\x90\x00" == due(
        "external-authenticate-response", "response_apdu"
    )
    assert keys.open(keys.seal(reader, chip.nonce), chip.nonce) == reader
    assert session_counter(chip.nonce, reader.nonce).to_bytes(8, "big") == due("session-keys", "ssc")
    channel = session(chip, reader)
    by_hand = SecureChannel(
        channel_cipher(Cipher.TRIPLE_DES, due("session-keys", "ks_enc"), due("session-keys", "ks_mac")),
        channel.counter,
    )
    command = parse_command(bytes.fromhex("00A4020C02011E"))
    assert channel.protect(command) == by_hand.protect(command)


def test_the_applet_gives_the_chips_message_of_the_example() -> None:
    name = "external-authenticate-response"
    drawn = [raw(name, "rnd_ic"), raw(name, "k_ic")]
    image = bare_chip()
    password = Password(kind=PasswordKind.MRZ, text=given("k-seed", "mrz_information"))
    applet = Applet(type(image)(files=image.files, passwords=(password,)), lambda _: drawn.pop(0))
    assert applet.transmit(bytes.fromhex("00A4040C07A0000002471001")) == b"\x90\x00"
    assert applet.transmit(bytes.fromhex("0084000008")) == raw(name, "rnd_ic") + b"\x90\x00"
    assert applet.transmit(due("external-authenticate-command", "command_apdu")) == due(name, "response_apdu")
    assert applet.transmit(due("select-ef-com", "protected_command")) == due(
        "select-ef-com", "protected_response"
    )


@pytest.mark.parametrize(
    "name", ["select-ef-com", "read-binary-first-4-bytes", "read-binary-remaining-18-bytes"]
)
def test_protected_commands_and_answers(name: str) -> None:
    keys = raw(name, "ks_enc"), raw(name, "ks_mac")
    reader, chip = (
        SecureChannel(channel_cipher(Cipher.TRIPLE_DES, *keys), number(name, "ssc_before")) for _ in range(2)
    )
    command = parse_command(raw(name, "command"))
    protected = reader.protect(command)
    assert protected.encode() == due(name, "protected_command")
    assert chip.open_command(parse_command(protected.encode())).encode() == command.encode()
    answer = chip.protect_answer(Response(data=raw(name, "response_data")))
    assert answer.encode() == due(name, "protected_response")
    assert reader.open_answer(answer).data == raw(name, "response_data")
    assert reader.counter.to_bytes(8, "big") == due(name, "ssc_response")


# -- PACE


@pytest.mark.parametrize("kind", ["gm-ecdh", "gm-dh"])
def test_generic_mapping(kind: str) -> None:
    group, form = group_and_form(kind)
    password = Password(kind=PasswordKind.MRZ, text=given(f"{kind}-password", "mrz_information"))
    assert password.key(Cipher.AES_128) == due(f"{kind}-password", "k_pi")
    sealed, nonce = raw(f"{kind}-nonce", "encrypted_nonce"), due(f"{kind}-nonce", "nonce")
    assert pace.decrypt_nonce(password, Cipher.AES_128, sealed) == nonce
    assert pace.encrypt_nonce(password, Cipher.AES_128, nonce) == sealed
    name = f"{kind}-mapping"
    secrets = {side: number(name, f"{side}_mapping_private") for side in ("terminal", "chip")}
    publics = {side: form(due(name, f"{side}_mapping_public")) for side in secrets}
    for side, other in (("terminal", "chip"), ("chip", "terminal")):
        assert group.public(secrets[side]) == publics[side]
        mapped = group.map_with_agreement(nonce, secrets[side], publics[other])
        assert mapped == form(due(name, "mapped_generator"))


@pytest.mark.parametrize("kind", ["gm-ecdh", "gm-dh", "im-ecdh", "im-dh", "cam-ecdh"])
def test_the_second_agreement_on_the_mapped_generator(kind: str) -> None:
    group, form = group_and_form(kind)
    name = f"{kind.removesuffix('-ecdh') if kind == 'cam-ecdh' else kind}-key-agreement"
    example = EXAMPLES[name]
    secret = number(name, "terminal_private")
    generator = form(raw(name, "mapped_generator"))
    assert group.public(secret, generator) == form(due(name, "terminal_public"))
    theirs = form(bytes.fromhex(example["due"].get("chip_public") or example["given"]["chip_public"]))
    assert group.agree(secret, theirs) == due(name, "shared_secret")


@pytest.mark.parametrize("kind", ["gm-dh", "im-ecdh", "im-dh", "cam"])
def test_session_keys(kind: str) -> None:
    name = f"{kind}-session-keys"
    keys = pace.SessionKeys(suite=Cipher.AES_128, secret=raw(name, "shared_secret"))
    assert (keys.encryption, keys.mac) == (due(name, "ks_enc"), due(name, "ks_mac"))


@pytest.mark.parametrize("kind", ["gm-ecdh", "gm-dh", "im-ecdh", "im-dh", "cam"])
def test_tokens(kind: str) -> None:
    group, form = group_and_form(kind.replace("cam", "cam-ecdh"))
    name = f"{kind}-tokens"
    oid = der.dotted(raw(name, "oid"))
    for side, other in (("terminal", "chip"), ("chip", "terminal")):
        public = form(raw(name, f"{other}_public"))
        assert pace.token_input(oid, group, public) == due(name, f"{side}_token_input")
        assert pace.token(oid, group, raw(name, "ks_mac"), public) == due(name, f"{side}_token")


@pytest.mark.parametrize("kind", ["im-ecdh", "im-dh"])
def test_integrated_mapping(kind: str) -> None:
    group, form = group_and_form(kind)
    name = f"{kind}-pseudo-random-function"
    drawn = pace.pseudo_random_number(group, Cipher.AES_128, raw(name, "nonce_s"), raw(name, "nonce_t"))
    assert drawn == int.from_bytes(due(name, "r_p"), "big")
    mapped = f"{kind}-{'point-encoding' if kind == 'im-ecdh' else 'mapping'}"
    assert group.map_with_number(drawn) == form(due(mapped, "mapped_generator"))


def test_chip_authentication_mapping() -> None:
    group, form = group_and_form("cam-ecdh")
    assert isinstance(group, CurveGroup)
    name = "cam-chip-authentication-data"
    keys = pace.SessionKeys(suite=Cipher.AES_128, secret=raw("cam-session-keys", "shared_secret"))
    sealed, proof = raw(name, "encrypted_chip_authentication_data"), due(name, "ca_ic")
    assert pace.decrypt_chip_authentication(keys, sealed) == proof
    assert pace.encrypt_chip_authentication(keys, proof) == sealed
    check = "cam-chip-authentication-check"
    static, mapping = form(raw(check, "chip_static_public")), form(due(check, "chip_mapping_public"))
    assert pace.proves_static_key(group, proof, static, mapping)
    assert not pace.proves_static_key(group, proof, mapping, static)
    assert not pace.proves_static_key(group, bytes(32), static, mapping)


def test_the_infos_of_the_examples() -> None:
    for name in ("gm-ecdh-paceinfo", "gm-dh-paceinfo"):
        oid, number_of = der.dotted(raw(name, "oid")), int(given(name, "parameter_id"))
        assert encode_info(PaceInfo(protocol=oid, parameter_id=number_of)) == due(name, "pace_info")
    group, form = group_and_form("cam-ecdh")
    assert isinstance(group, CurveGroup)
    name = "cam-chip-authentication-public-key-info"
    point = group.curve.decode_point(form(raw(name, "chip_static_public")))
    info: SecurityInfo = chip_key_info(
        EcPublicKey(curve=group.curve, point=point, form=CurveForm.PACE_NUMBER), key_id=13
    )
    assert encode_info(info) == due(name, "chip_authentication_public_key_info")


class Recording:
    """A chip that gives the example's answers and keeps the commands."""

    def __init__(self, answers: list[bytes]) -> None:
        self.answers, self.commands = answers, list[bytes]()

    def transmit(self, command: bytes) -> bytes:
        self.commands.append(command)
        return self.answers.pop(0)


@pytest.mark.parametrize("kind", ["gm-ecdh", "gm-dh", "cam"])
def test_the_readers_whole_dialogue_is_that_of_the_example(kind: str) -> None:
    name = f"{kind}-apdus"
    steps = ("ga1", "ga2", "ga3", "ga4")
    chip = Recording([b"\x90\x00", *(due(name, f"{step}_response") for step in steps)])
    drawn = [
        number(f"{kind}-mapping", "terminal_mapping_private"),
        number(f"{kind}-key-agreement", "terminal_private"),
    ]
    text = given(f"{kind}-password", "mrz_information")
    info = PaceInfo(protocol=der.dotted(raw(name, "oid")), parameter_id=0 if kind == "gm-dh" else 13)
    done = run_pace(
        Link(chip),
        info,
        Password(kind=PasswordKind.MRZ, text=text),
        random_bytes=lambda count: (drawn.pop(0) - 1).to_bytes(count, "big"),
    )
    assert chip.commands == [due(name, "mse_set_at"), *(due(name, f"{step}_command") for step in steps)]
    assert done.channel.suite is Cipher.AES_128
    if kind == "cam":
        assert done.chip_number == due("cam-chip-authentication-data", "ca_ic")


@pytest.mark.parametrize("kind", ["gm-ecdh", "gm-dh"])
def test_the_applets_whole_dialogue_is_that_of_the_example(kind: str) -> None:
    name = f"{kind}-apdus"
    text = given(f"{kind}-password", "mrz_information")
    parameters = 0 if kind == "gm-dh" else 13
    oid = der.dotted(raw(name, "oid"))
    drawn: list[bytes | int] = [
        due(f"{kind}-nonce", "nonce"),
        number(f"{kind}-mapping", "chip_mapping_private"),
        number(f"{kind}-key-agreement", "chip_private"),
    ]

    def random_bytes(count: int) -> bytes:
        value = drawn.pop(0)
        return value if isinstance(value, bytes) else (value - 1).to_bytes(count, "big")

    image = bare_chip(pace=((oid, parameters),))
    password = Password(kind=PasswordKind.MRZ, text=text)
    chip = Applet(
        type(image)(files=image.files, master_files=image.master_files, passwords=(password,)), random_bytes
    )
    assert chip.transmit(due(name, "mse_set_at")) == b"\x90\x00"
    for step in ("ga1", "ga2", "ga3", "ga4"):
        assert chip.transmit(due(name, f"{step}_command")) == due(name, f"{step}_response")


# -- Active Authentication


def test_the_block_of_active_authentication() -> None:
    name = "aa-message-representative"
    recovered, challenge = raw(name, "m1"), raw(name, "rnd_ifd")
    assert representative(recovered, challenge, "sha1") == due(name, "f")


def test_a_signature_over_that_block_is_recovered() -> None:
    key = rsa_key()
    public = key.public_key().public_numbers()
    challenge = raw("aa-message-representative", "rnd_ifd")
    signature = sign_rsa(key, challenge, "sha1", lambda count: b"\x5a" * count)
    assert check_rsa(public.n, public.e, challenge, signature).holds
    other_root = (public.n - int.from_bytes(signature, "big")).to_bytes(256, "big")
    assert check_rsa(public.n, public.e, challenge, other_root).holds
    assert not check_rsa(public.n, public.e, b"\x00" * 8, signature).holds
    assert not check_rsa(public.n, public.e, challenge, signature[:-1] + b"\x00").holds


def test_card_access_holds_the_infos_in_their_order() -> None:
    infos = (PaceInfo(protocol="0.4.0.127.0.7.2.2.4.2.2", parameter_id=13),)
    assert encode_security_infos(infos)[:2] == b"\x31\x14"
