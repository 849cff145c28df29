"""Whole chips of an invented State: signed files, keys, every way in; hostile ones are made from these."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tannha.icao import oids
from tannha.icao.access_control.passwords import can_password, mrz_password
from tannha.icao.card_security import encode_card_security
from tannha.icao.chip.image import Behaviour, ChipAuthKey, ChipImage, ChipKeys
from tannha.icao.dg1 import encode_dg1
from tannha.icao.dg2 import encode_dg2, portrait_of
from tannha.icao.dg15 import encode_dg15
from tannha.icao.lds import CARD_ACCESS, CARD_SECURITY, COM, SOD, Com, encode_com, file_of_group
from tannha.icao.mrz import encode_vietnamese
from tannha.icao.pki.trust import Anchors
from tannha.icao.public_keys import from_library
from tannha.icao.reader.inspection import Inspector
from tannha.icao.security_infos import (
    ActiveAuthenticationInfo,
    ChipAuthenticationInfo,
    PaceInfo,
    SecurityInfo,
    chip_key_info,
    encode_dg14,
    encode_security_infos,
)
from tannha.icao.sod import SodWriter
from tests.icao.authority import NOW, Invented, authority_of
from tests.icao.bare_chips import rsa_key

NUMBER = "099147000001"
ZONE = mrz_password(NUMBER[-9:], "470115", "991231")
ACCESS_NUMBER = can_password(NUMBER[-6:])
GM = oids.PACE_ECDH_GM_AES_128
CAM = oids.PACE_ECDH_CAM_AES_128


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """How a chip is made; the parts that tests vary."""

    state: Invented
    pace: tuple[PaceInfo, ...] = (PaceInfo(protocol=GM, parameter_id=12),)
    active: str = "ecdsa"
    agreement: bool = True
    behaviour: Behaviour = field(default_factory=Behaviour)
    number: str = NUMBER
    portrait: int = 900


@cache
def key(name: str, number: int = 0) -> ec.EllipticCurvePrivateKey:
    """A key made once per run and use."""
    return ec.generate_private_key(ec.SECP256R1())


def make(making: Making, seed: int = 0) -> ChipImage:
    """A whole signed chip; `seed` tells chips with keys of their own apart."""
    mapping = next((info for info in making.pace if info.protocol == CAM), None)
    active: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | None = None
    infos: list[SecurityInfo] = list(making.pace)
    if making.active:
        active = rsa_key() if making.active == "rsa" else key("active", seed)
    if making.active == "ecdsa":
        algorithm = next(oid for oid, name in oids.PLAIN_ECDSA.items() if name == "sha256")
        infos.append(ActiveAuthenticationInfo(signature_algorithm=algorithm))
    if making.agreement:
        infos.append(ChipAuthenticationInfo(protocol=oids.CA_ECDH_AES_128))
        infos.append(chip_key_info(from_library(key("agreement", seed).public_key())))
    groups = contents(making.number, making.portrait)
    groups[14] = encode_dg14(tuple(infos))
    if active is not None:
        groups[15] = encode_dg15(from_library(active.public_key()))
    master: dict[int, bytes] = {}
    if making.pace:
        master[CARD_ACCESS] = encode_security_infos(making.pace)
    if mapping is not None:
        mapped = chip_key_info(from_library(key("mapping", seed).public_key()))
        master[CARD_SECURITY] = encode_card_security(
            (mapped, *making.pace), making.state.signer, making.state.signer_certificate
        )
    return ChipImage(
        files=files_of(groups, making.state),
        master_files=master,
        keys=ChipKeys(
            active_auth=active,
            chip_auth=(ChipAuthKey(key=key("agreement", seed)),) if making.agreement else (),
            mapping=key("mapping", seed) if mapping is not None else None,
        ),
        passwords=(
            mrz_password(making.number[-9:], "470115", "991231"),
            can_password(making.number[-6:]),
        ),
        behaviour=making.behaviour,
    )


def contents(number: str, portrait: int = 900) -> dict[int, bytes]:
    """DG1 with a valid zone, and a DG2 whose picture has a head and then nothing that anybody decodes."""
    zone = encode_vietnamese(
        personal_number=number,
        birth_year=1947,
        birth_month=1,
        birth_day=15,
        sex="F",
        expires_on=None,
        full_name="Trần Thị Mẫu",
    )
    head = bytes.fromhex("FFD8FFC0001108020001900301220002110103110102")
    picture = head + bytes(i * 31 % 253 for i in range(portrait)) + b"\xff\xd9"
    return {1: encode_dg1(zone), 2: encode_dg2(portrait_of(picture))}


def files_of(groups: dict[int, bytes], state: Invented) -> dict[int, bytes]:
    """The files of the application: groups, contents list, security object."""
    files = {file_of_group(number): data for number, data in groups.items()}
    files[COM] = encode_com(Com(groups=tuple(sorted(groups))))
    files[SOD] = SodWriter(state.signer, state.signer_certificate).write(groups)
    return files


def groups_of(image: ChipImage) -> dict[int, bytes]:
    """The data groups of a chip by number."""
    return {number: data for number in range(1, 17) if (data := image.files.get(file_of_group(number)))}


def vietnam() -> Invented:
    """The invented authority that signs these cards: Vietnam's letters, the word SPECIMEN in its name."""
    return authority_of("p256", "VN")


def inspector(*states: Invented, lists: bool = True) -> Inspector:
    """An inspector that trusts these authorities, at the moment when their certificates hold."""
    chosen = states or (vietnam(),)
    store = Anchors.of(
        [each.csca_certificate for each in chosen], [each.revocations for each in chosen] if lists else []
    )
    return Inspector(store, at=NOW)


def honest(**changes: object) -> ChipImage:
    """The usual chip, with these parts of the making changed."""
    return make(replace(Making(state=vietnam()), **changes))  # type: ignore[arg-type]
