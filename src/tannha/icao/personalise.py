"""Issuing: from what stands on a card to a whole chip image whose files a document signer has signed. Pure.

For: specimen cards, tests and the station's own issuing. `DocumentSigner` is made once and serves many cards; a
`Profile` says which protocols a chip speaks. Follows Doc 9303-10 (files), -11 (protocols), -12 (signer). Not for:
writing to silicon, which a card printer's own software does with these files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tannha.icao import curves, oids
from tannha.icao.access_control.passwords import Password, can_password, mrz_password, vietnamese_can
from tannha.icao.card_security import encode_card_security
from tannha.icao.chip.image import Behaviour, ChipAuthKey, ChipImage, ChipKeys, IntegerKey
from tannha.icao.dg1 import decode_dg1, encode_dg1
from tannha.icao.dg2 import encode_dg2, portrait_of
from tannha.icao.dg13 import Dg13, encode_dg13
from tannha.icao.dg15 import encode_dg15
from tannha.icao.lds import CARD_ACCESS, CARD_SECURITY, COM, SOD, Com, encode_com, file_of_group
from tannha.icao.mrz import VIETNAM
from tannha.icao.pki.certificates import Certificate
from tannha.icao.public_keys import from_library
from tannha.icao.security_infos import (
    ActiveAuthenticationInfo,
    ChipAuthenticationInfo,
    PaceInfo,
    SecurityInfo,
    chip_key_info,
    encode_dg14,
    encode_security_infos,
)
from tannha.icao.signatures import Signer
from tannha.icao.sod import SodWriter

_RSA_BITS = 2_048


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What goes on a chip: the lines of the zone, a JPEG or JPEG 2000 portrait, the Vietnamese entries, and any other
    data groups as whole files by number."""

    zone: tuple[str, ...] = field(repr=False)
    portrait: bytes | None = field(default=None, repr=False)
    entries: Dg13 | None = field(default=None, repr=False)
    others: Mapping[int, bytes] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Which protocols a chip speaks. `pace` are protocol and number of its parameters; `active` is "ecdsa", "rsa" or
    empty; `agreement` is the curve of chip authentication or empty, `agreement_protocol` its protocol."""

    pace: tuple[tuple[str, int], ...] = ()
    active: str = ""
    agreement: str = ""
    agreement_protocol: str = oids.CA_ECDH_AES_128
    behaviour: Behaviour = field(default_factory=Behaviour)

    @property
    def pace_infos(self) -> tuple[PaceInfo, ...]:
        """The PACE infos of EF.CardAccess."""
        return tuple(PaceInfo(protocol=protocol, parameter_id=number) for protocol, number in self.pace)

    @property
    def mapping_curve(self) -> str:
        """The curve of chip authentication mapping; empty when it is not offered."""
        for protocol, number in self.pace:
            if protocol in (
                oids.PACE_ECDH_CAM_AES_128,
                oids.PACE_ECDH_CAM_AES_192,
                oids.PACE_ECDH_CAM_AES_256,
            ):
                return curves.BY_PACE_NUMBER[number].name
        return ""


_P256, _BRAINPOOL = 12, 13
PROFILES: dict[str, Profile] = {
    "bac": Profile(active="ecdsa"),
    "pace-p256": Profile(pace=((oids.PACE_ECDH_GM_AES_256, _P256),), active="ecdsa"),
    "pace-brainpool": Profile(pace=((oids.PACE_ECDH_GM_AES_128, _BRAINPOOL),), active="ecdsa"),
    "cam": Profile(
        pace=((oids.PACE_ECDH_CAM_AES_128, _BRAINPOOL), (oids.PACE_ECDH_GM_AES_128, _BRAINPOOL)),
        agreement="brainpoolP256r1",
    ),
    "rsa-aa": Profile(pace=((oids.PACE_ECDH_GM_AES_128, _P256),), active="rsa"),
    "ca-only": Profile(pace=((oids.PACE_ECDH_GM_AES_128, _P256),), agreement="secp256r1"),
    "vietnam": Profile(
        pace=((oids.PACE_ECDH_GM_AES_128, _P256),),
        active="ecdsa",
        agreement="secp256r1",
        behaviour=Behaviour(knows_master_file=False),
    ),
}
"""Profiles by the names of the command line. "vietnam" follows what is reported of real cards: PACE with the access
number, BAC beside it, both proofs of the chip, and no master file to select."""


class DocumentSigner:
    """A document signer at work: its key (in memory or behind PKCS#11), its certificate, and ready templates."""

    __slots__ = ("certificate", "signer", "writer")

    def __init__(self, signer: Signer, certificate: Certificate) -> None:
        """Refuses (ValueError) a certificate of another key, and SHA-1."""
        self.signer, self.certificate = signer, certificate
        self.writer = SodWriter(signer, certificate)


def generate_keys(profile: Profile) -> ChipKeys:
    """Draw the secret keys that a chip of this profile needs; they never leave the image."""
    active: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | None = None
    if profile.active == "rsa":
        active = rsa.generate_private_key(65_537, _RSA_BITS)
    elif profile.active:
        active = ec.generate_private_key(ec.SECP256R1())
    agreement = (ChipAuthKey(key=_draw(profile.agreement)),) if profile.agreement else ()
    mapping = _draw(profile.mapping_curve) if profile.mapping_curve else None
    return ChipKeys(active_auth=active, chip_auth=agreement, mapping=mapping)


def _draw(name: str) -> ec.EllipticCurvePrivateKey:
    curve = curves.library_curve(curves.BY_NAME[name])
    if curve is None:
        raise ValueError(f"no secret key can be drawn on {name} here")
    return ec.generate_private_key(curve)


def personalise(
    contents: Contents,
    profile: Profile,
    keys: ChipKeys,
    signer: DocumentSigner,
    *,
    signing_time: datetime | None = None,
) -> ChipImage:
    """Build the whole chip: groups, contents list, security object, access files, passwords.

    Refuses (ValueError) a zone with deviations, a portrait of another kind, other groups that the profile or the
    contents already fill, and keys that do not fit the profile.
    """
    groups = _groups(contents, profile, keys)
    files = {file_of_group(number): data for number, data in groups.items()}
    files[COM] = encode_com(Com(groups=tuple(sorted(groups))))
    files[SOD] = signer.writer.write(groups, signing_time=signing_time)
    return ChipImage(
        files=files,
        master_files=_master_files(profile, keys, signer, signing_time),
        keys=keys,
        passwords=passwords_of(contents.zone),
        behaviour=profile.behaviour,
    )


def _groups(contents: Contents, profile: Profile, keys: ChipKeys) -> dict[int, bytes]:
    groups = {1: encode_dg1(contents.zone)}
    if contents.portrait is not None:
        groups[2] = encode_dg2(portrait_of(contents.portrait))
    if contents.entries is not None:
        groups[13] = encode_dg13(contents.entries)
    infos = _infos(profile, keys)
    if infos:
        groups[14] = encode_dg14(infos)
    if keys.active_auth is not None:
        groups[15] = encode_dg15(from_library(keys.active_auth.public_key()))
    if set(groups) & set(contents.others):
        raise ValueError("another group may not stand in for one that is made here")
    groups.update(contents.others)
    return groups


def _infos(profile: Profile, keys: ChipKeys) -> tuple[SecurityInfo, ...]:
    """What DG14 says: it repeats EF.CardAccess, which nobody signed (Doc 9303-11, 4.4.4.2), and adds the proofs."""
    if bool(profile.active) != (keys.active_auth is not None):
        raise ValueError("the keys of active authentication do not fit the profile")
    if bool(profile.agreement) != bool(keys.chip_auth):
        raise ValueError("the keys of chip authentication do not fit the profile")
    infos: list[SecurityInfo] = list(profile.pace_infos)
    if isinstance(keys.active_auth, ec.EllipticCurvePrivateKey):
        names = {name: oid for oid, name in oids.PLAIN_ECDSA.items()}
        infos.append(ActiveAuthenticationInfo(signature_algorithm=names[keys.active_auth_hash]))
    for each in keys.chip_auth:
        if isinstance(each.key, IntegerKey):
            raise ValueError("new chips agree on curves")
        infos.append(ChipAuthenticationInfo(protocol=profile.agreement_protocol, key_id=each.key_id))
        infos.append(chip_key_info(from_library(each.key.public_key()), key_id=each.key_id))
    return tuple(infos)


def _master_files(
    profile: Profile, keys: ChipKeys, signer: DocumentSigner, signing_time: datetime | None
) -> dict[int, bytes]:
    infos = profile.pace_infos
    if not infos:
        return {}
    files = {CARD_ACCESS: encode_security_infos(infos)}
    if keys.mapping is not None:
        mapped = chip_key_info(from_library(keys.mapping.public_key()))
        files[CARD_SECURITY] = encode_card_security(
            (mapped, *infos), signer.signer, signer.certificate, signing_time=signing_time
        )
    return files


def passwords_of(zone: tuple[str, ...]) -> tuple[Password, ...]:
    """The passwords that a card of this zone opens with: the zone itself, and on a Vietnamese card its last six digits.

    Refuses (ValueError) a zone with deviations.
    """
    contents = decode_dg1(encode_dg1(zone)).contents
    if contents is None:
        raise ValueError("only a zone without deviations goes on a chip")
    found = (mrz_password(contents.document_number, contents.birth, contents.expiry),)
    if contents.state == VIETNAM and hasattr(contents, "optional_data_2"):
        return (*found, can_password(vietnamese_can(contents.optional_data[:12])))
    return found
