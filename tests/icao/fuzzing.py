"""Hostile bytes for every parser of the chip library: honest files as seeds, and many ways of spoiling them."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from PIL import Image

from tannha.icao import curves, oids
from tannha.icao.additional_details import (
    Details,
    decode_dg11,
    decode_dg12,
    decode_dg16,
    encode_dg11,
    encode_dg12,
    encode_dg16,
)
from tannha.icao.c40 import decode_c40, encode_c40
from tannha.icao.card_security import decode_card_security, encode_card_security
from tannha.icao.deviations import Findings
from tannha.icao.dg1 import decode_dg1, encode_dg1
from tannha.icao.dg2 import decode_dg2, encode_dg2, portrait_of
from tannha.icao.dg13 import Dg13, decode_dg13, encode_dg13
from tannha.icao.dg15 import decode_dg15, encode_dg15
from tannha.icao.lds import Com, decode_com, decode_dir, encode_com, encode_dir
from tannha.icao.mrz import cut_lines, decode_td1, decode_vietnamese
from tannha.icao.mrz_two_lines import decode_two_lines
from tannha.icao.passive_auth import Authenticator, Read
from tannha.icao.pictures import picture_head
from tannha.icao.pki.bundle import pem_of, read_bundle
from tannha.icao.pki.certificates import decode_certificate
from tannha.icao.pki.issuing import issue_master_list_signer
from tannha.icao.pki.master_list import decode_master_list, encode_master_list
from tannha.icao.pki.names import Name, attributes
from tannha.icao.pki.revocation import decode_revocation_list
from tannha.icao.pki.trust import Anchors
from tannha.icao.public_keys import CurveForm, EcPublicKey, RsaPublicKey, decode_public_key, encode_public_key
from tannha.icao.seal import SLIP, check_seal, decode_seal
from tannha.icao.security_infos import (
    ChipAuthenticationInfo,
    PaceInfo,
    chip_key_info,
    decode_dg14,
    decode_security_infos,
    encode_dg14,
    encode_security_infos,
)
from tannha.icao.signatures import KeySigner
from tannha.icao.sod import SodWriter, decode_sod
from tannha.icao.tlv import children, elements
from tests.icao.authority import NOW, authority_of, key_of, period
from tests.icao.test_groups import DG11, DG16, TD1, TD3, WHOLE
from tests.icao.test_seal import SLIP_CONTENTS, TODAY, sealer

INTERESTING = bytes(
    (0x00, 0x01, 0x02, 0x05, 0x1F, 0x30, 0x31, 0x5F, 0x7F, 0x80, 0x81, 0x82, 0x84, 0xA0, 0xFE, 0xFF)
)
LONGEST_INPUT = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A parser under fire: what is called with bytes, and honest inputs to begin from."""

    name: str
    parse: Callable[[bytes], object]
    seeds: tuple[bytes, ...]


def spoil(chance: random.Random, seeds: tuple[bytes, ...]) -> bytes:
    """Take a seed and spoil it in one to several places: bits, bytes, lengths, cuts, doublings, splices."""
    data = bytearray(chance.choice(seeds))
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        if not data:
            data += bytes((chance.choice(INTERESTING),))
        place = chance.randrange(len(data))
        way = chance.randrange(9)
        if way == 0:
            data[place] ^= 1 << chance.randrange(8)
        elif way == 1:
            data[place] = chance.choice(INTERESTING)
        elif way == 2:
            data[place] = chance.randrange(256)
        elif way == 3:
            del data[place : place + chance.choice((1, 2, 4, 40))]
        elif way == 4:
            data[place:place] = bytes(chance.choice(INTERESTING) for _ in range(chance.choice((1, 2, 5))))
        elif way == 5:
            piece = data[place : place + chance.randrange(1, 60)]
            data[place:place] = piece * chance.choice((1, 1, 3))
        elif way == 6:
            other = chance.choice(seeds)
            start = chance.randrange(len(other))
            data[place : place + chance.randrange(30)] = other[start : start + chance.randrange(1, 40)]
        elif way == 7:
            del data[place:]
        else:
            data[place:place] = b"\x30\x80" * chance.choice((2, 30, 300))
    return bytes(data[:LONGEST_INPUT])


def both_ways(parse: Callable[..., object]) -> Callable[[bytes], object]:
    """Parse tolerantly, and strictly too every other time (by the first byte, so that a case can be repeated)."""

    def call(data: bytes) -> object:
        return parse(data, strict=bool(data and data[-1] & 1))

    return call


def jpeg(form: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (24, 32), (90, 120, 150)).save(stream, form)
    return stream.getvalue()


@cache
def targets() -> tuple[Target, ...]:
    """Every parser that meets foreign bytes."""
    made = authority_of()
    explicit = authority_of("brainpool", form=CurveForm.EXPLICIT)
    rsa = authority_of("pss")
    groups = {1: b"one", 2: b"two", 13: b"three"}
    sods = tuple(
        SodWriter(each.signer, each.signer_certificate).write(groups) for each in (made, explicit, rsa)
    )
    p256 = curves.BY_NAME["secp256r1"]
    key = EcPublicKey(curve=p256, point=(p256.x, p256.y))
    infos = (
        PaceInfo(protocol=oids.PACE_ECDH_GM_AES_128, parameter_id=12),
        ChipAuthenticationInfo(protocol=oids.CA_ECDH_AES_128, key_id=1),
        chip_key_info(key, key_id=1),
    )
    keys = tuple(
        encode_public_key(each)
        for each in (
            key,
            EcPublicKey(curve=p256, point=key.point, form=CurveForm.EXPLICIT),
            RsaPublicKey(n=(1 << 2047) + 1, e=65_537),
        )
    )
    list_key = KeySigner(key_of("p256", 70))
    list_signer = issue_master_list_signer(
        *(made.csca, made.csca_certificate, made.authority, list_key.public_key, period()),
        serial=31,
        name=Name(country="UT", common_name="SPECIMEN Master List Signer"),
    )
    master_list = encode_master_list(
        [made.csca_certificate, explicit.csca_certificate], list_key, list_signer, made.csca_certificate
    )
    certificates = tuple(
        each.raw for one in (made, explicit, rsa) for each in (one.csca_certificate, one.signer_certificate)
    )
    seal_certificate = sealer().certificate
    seal = sealer().seal(SLIP, SLIP_CONTENTS, issued_on=TODAY, signed_on=TODAY)
    pem = pem_of("CERTIFICATE", made.csca_certificate.raw) + pem_of("X509 CRL", made.revocations.raw)
    details = Details(
        texts={"authority": "UTOPIA", "issued": "20260115"},
        other_names=("A", "B"),
        pictures={"front": b"x" * 9},
    )

    def tlv(data: bytes) -> object:
        findings = Findings(strict=False)
        return [children(each, findings) for each in elements(data, 0, len(data), findings)]

    def zone(data: bytes) -> object:
        lines = cut_lines(data.decode("latin-1"))
        return decode_td1(lines), decode_vietnamese(lines), decode_two_lines(lines)

    store = Anchors.of([made.csca_certificate, rsa.csca_certificate], [made.revocations])
    authenticator = Authenticator(store, at=NOW)
    signed = encode_card_security(infos, made.signer, made.signer_certificate)
    return (
        Target(name="tlv", parse=tlv, seeds=(sods[0], encode_dg13(WHOLE))),
        Target(name="com", parse=both_ways(decode_com), seeds=(encode_com(Com(groups=(1, 2, 13))),)),
        Target(name="directory", parse=both_ways(decode_dir), seeds=(encode_dir(),)),
        Target(name="mrz", parse=zone, seeds=("\n".join(TD1).encode(), "\n".join(TD3).encode())),
        Target(name="dg1", parse=both_ways(decode_dg1), seeds=(encode_dg1(TD1), encode_dg1(TD3))),
        Target(
            name="dg2",
            parse=both_ways(decode_dg2),
            seeds=tuple(encode_dg2(portrait_of(jpeg(form))) for form in ("JPEG", "JPEG2000")),
        ),
        Target(name="pictures", parse=picture_head, seeds=(jpeg("JPEG"), jpeg("JPEG2000"))),
        Target(name="dg11", parse=both_ways(decode_dg11), seeds=(DG11, encode_dg11(decode_dg11(DG11)))),
        Target(name="dg12", parse=both_ways(decode_dg12), seeds=(encode_dg12(details),)),
        Target(
            name="dg13",
            parse=both_ways(decode_dg13),
            seeds=(encode_dg13(WHOLE), encode_dg13(Dg13(spouses=(), parents=("", "x")))),
        ),
        Target(name="dg14", parse=both_ways(decode_dg14), seeds=(encode_dg14(infos),)),
        Target(
            name="dg15",
            parse=both_ways(decode_dg15),
            seeds=(encode_dg15(key), encode_dg15(key, CurveForm.EXPLICIT)),
        ),
        Target(name="dg16", parse=both_ways(decode_dg16), seeds=(DG16, encode_dg16(({"name": "A"},)))),
        Target(
            name="card access", parse=both_ways(decode_security_infos), seeds=(encode_security_infos(infos),)
        ),
        Target(name="card security", parse=both_ways(decode_card_security), seeds=(signed,)),
        Target(name="sod", parse=both_ways(decode_sod), seeds=sods),
        Target(
            name="certificate",
            parse=lambda data: decode_certificate.__wrapped__(data, strict=bool(data and data[-1] & 1)),
            seeds=certificates,
        ),
        Target(
            name="revocation list",
            parse=both_ways(decode_revocation_list),
            seeds=(made.revocations.raw, rsa.revocations.raw),
        ),
        Target(name="master list", parse=both_ways(decode_master_list), seeds=(master_list,)),
        Target(name="public key", parse=both_ways(decode_public_key), seeds=keys),
        Target(
            name="name",
            parse=attributes.__wrapped__,
            seeds=(made.csca_certificate.subject, rsa.csca_certificate.issuer),
        ),
        Target(
            name="bundle",
            parse=lambda data: read_bundle([("file", data)]),
            seeds=(pem, certificates[0], master_list),
        ),
        Target(name="c40", parse=decode_c40, seeds=(encode_c40("ABC123<X"), encode_c40("A"))),
        Target(name="seal", parse=decode_seal, seeds=(seal,)),
        Target(
            name="passive authentication",
            parse=lambda data: authenticator.check(Read(groups=groups, sod=data, country="UT")),
            seeds=sods,
        ),
        Target(
            name="seal check",
            parse=lambda data: check_seal(data, (seal_certificate,), store),
            seeds=(seal,),
        ),
    )
