"""EF.COM, EF.CardAccess, DG14 and DG15: the published examples to the byte, and what is wrong by name."""

from __future__ import annotations

import pytest

from tannha.icao import curves, lds, oids
from tannha.icao.deviations import Flaw, Malformed
from tannha.icao.dg15 import decode_dg15, encode_dg15
from tannha.icao.lds import Com, decode_com, encode_com
from tannha.icao.public_keys import CurveForm, DhPublicKey, EcPublicKey, RsaPublicKey, encode_public_key
from tannha.icao.security_infos import (
    ActiveAuthenticationInfo,
    ChipAuthenticationInfo,
    Cipher,
    Mapping,
    OtherSecurityInfo,
    PaceInfo,
    TerminalAuthenticationInfo,
    chip_key_info,
    chip_protocol,
    decode_dg14,
    decode_security_infos,
    encode_dg14,
    encode_info,
    encode_security_infos,
    pace_protocol,
)

P256 = curves.BY_NAME["secp256r1"]
CHIP_POINT = bytes.fromhex(  # Doc 9303-11, appendix I: the chip's static key on brainpoolP256r1
    "041872709494399E7470A6431BE25E83EEE24FEA568C2ED28DB48E05DB3A610DC8"
    "84D256A40E35EFCB59BF6753D3A489D28C7A4D973C2DA138A6E7A4A08F68E16F"
)


def test_the_published_com_is_written_and_read_to_the_byte() -> None:
    published = bytes.fromhex("60145F0104303130365F36063034303030305C026175")  # Doc 9303-11, appendix D.4
    com = Com(lds_version="0106", groups=(1, 2))
    assert encode_com(com) == published
    assert decode_com(published) == com


def test_a_com_with_a_tag_nobody_knows_is_read_only_by_a_tolerant_reader() -> None:
    data = bytes.fromhex("60155F0104303130375F36063034303030305C03619975")
    with pytest.raises(Malformed):
        decode_com(data)
    com = decode_com(data, strict=False)
    assert (com.groups, com.unknown_tags) == ((1, 2), (0x99,))
    assert [each.flaw for each in com.deviations] == [Flaw.UNKNOWN_TAG]


def test_the_published_directory_is_written_and_read_to_the_byte() -> None:
    published = bytes.fromhex(  # Doc 9303-10, EF.DIR
        "61094F07A000000247100161094F07A000000247200161094F07A000000247200261094F07A0000002472003"
    )
    applications = lds.decode_dir(published)
    assert applications[0] == lds.APPLICATION_ID
    assert lds.encode_dir(applications) == published


def test_groups_have_files_and_tags() -> None:
    assert (lds.file_of_group(13), lds.group_of_file(0x010D), lds.GROUP_TAGS[13]) == (0x010D, 13, 0x6D)
    assert lds.group_of_file(lds.COM) is None
    with pytest.raises(ValueError, match="1 to 16"):
        lds.file_of_group(17)


def test_the_published_pace_info_is_written_and_read_to_the_byte() -> None:
    published = bytes.fromhex("3012060A04007F0007020204020202010202010D")  # Doc 9303-11, appendix G.1
    info = PaceInfo(protocol=oids.PACE_ECDH_GM_AES_128, parameter_id=13)
    assert encode_info(info) == published
    assert decode_security_infos(encode_security_infos((info,))).pace == (info,)
    meaning = pace_protocol(info.protocol)
    assert meaning is not None
    assert (meaning.mapping, meaning.cipher) == (Mapping.GENERIC, Cipher.AES_128)


def test_the_published_chip_key_info_is_written_to_the_byte() -> None:
    curve = curves.BY_PACE_NUMBER[13]
    key = EcPublicKey(curve=curve, point=curve.decode_point(CHIP_POINT), form=CurveForm.PACE_NUMBER)
    assert encode_info(chip_key_info(key, key_id=13)) == bytes.fromhex(  # Doc 9303-11, appendix I
        "3062060904007F0007020201023052300C060704007F0007010202010D034200" + CHIP_POINT.hex() + "02010D"
    )


def test_dg14_keeps_every_info_and_what_it_does_not_know_raw() -> None:
    key = EcPublicKey(curve=P256, point=(P256.x, P256.y), form=CurveForm.EXPLICIT)
    other = OtherSecurityInfo(protocol="1.2.3", raw=bytes.fromhex("300706022A03020107"))
    infos = (
        ChipAuthenticationInfo(protocol=oids.CA_ECDH_AES_128, key_id=1),
        chip_key_info(key, key_id=1),
        ActiveAuthenticationInfo(signature_algorithm=next(iter(oids.PLAIN_ECDSA))),
        TerminalAuthenticationInfo(),
        PaceInfo(protocol=oids.PACE_ECDH_CAM_AES_256, parameter_id=12),
        other,
    )
    read = decode_dg14(encode_dg14(infos))
    assert sorted(map(encode_info, read.infos)) == sorted(map(encode_info, infos))
    assert read.chip_keys[0].public_key == key
    assert read.chip_authentication[0].key_id == 1
    assert read.active_authentication is not None
    assert other in read.infos


def test_infos_out_of_order_and_keys_nobody_may_use_are_named() -> None:
    first, second = (
        PaceInfo(protocol=oids.PACE_ECDH_GM_AES_128, parameter_id=12),
        TerminalAuthenticationInfo(),
    )
    raws = sorted([encode_info(first), encode_info(second)], reverse=True)
    body = b"".join(raws)
    data = b"\x31" + bytes((len(body),)) + body
    assert [each.flaw for each in decode_security_infos(data, strict=False).deviations] == [Flaw.WRONG_ORDER]
    good = encode_info(chip_key_info(EcPublicKey(curve=P256, point=(P256.x, P256.y))))
    bad = good[:-1] + bytes((good[-1] ^ 1,))
    read = decode_security_infos(b"\x31" + bytes((len(bad),)) + bad, strict=False)
    assert read.chip_keys[0].public_key is None
    assert read.deviations[0].flaw is Flaw.BAD_KEY


@pytest.mark.parametrize(
    "key",
    [
        EcPublicKey(curve=P256, point=(P256.x, P256.y)),
        EcPublicKey(curve=P256, point=(P256.x, P256.y), form=CurveForm.EXPLICIT),
        RsaPublicKey(n=(1 << 2047) + 1, e=65_537),
        RsaPublicKey(n=(1 << 2047) + 1, e=3, pss_only=True),
        DhPublicKey(p=(1 << 1023) + 1, g=2, q=None, y=5),
        DhPublicKey(p=(1 << 1023) + 1, g=2, q=7, y=5),
    ],
    ids=["named", "explicit", "rsa", "rsa pss", "dh", "dh with order"],
)
def test_dg15_carries_any_key(key: EcPublicKey | RsaPublicKey | DhPublicKey) -> None:
    read = decode_dg15(encode_dg15(key))
    assert read.public_key == key
    assert read.key_raw == encode_public_key(key)


@pytest.mark.parametrize(
    "key",
    [RsaPublicKey(n=15, e=3), RsaPublicKey(n=1 << 2047, e=3), RsaPublicKey(n=(1 << 2047) + 1, e=1)],
    ids=["tiny", "even", "exponent one"],
)
def test_an_rsa_key_that_nobody_may_use_is_refused(key: RsaPublicKey) -> None:
    with pytest.raises(Malformed) as caught:
        decode_dg15(encode_dg15(key), strict=False)
    assert caught.value.deviation.flaw is Flaw.BAD_KEY


def test_protocol_names_outside_the_table_mean_nothing() -> None:
    assert pace_protocol(oids.PACE + ".9.2") is None
    assert chip_protocol(oids.CA_ECDH_AES_192) is not None
    assert chip_protocol(oids.CHIP_AUTHENTICATION) is None
