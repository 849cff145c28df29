"""Chips that lie, by family: each takes chance and gives a card, the passwords typed, and the facts that must fail."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric import ec

from tannha.icao import der, oids
from tannha.icao.access_control.passwords import Password, can_password, mrz_password
from tannha.icao.chip.applet import Applet
from tannha.icao.chip.image import ChipAuthKey, ChipImage, ChipKeys
from tannha.icao.dg15 import encode_dg15
from tannha.icao.lds import CARD_ACCESS, COM, SOD, Com, encode_com, file_of_group
from tannha.icao.passive_auth import Name as Passive
from tannha.icao.pki.revocation import issue_revocation_list
from tannha.icao.pki.trust import Anchors
from tannha.icao.public_keys import from_library
from tannha.icao.reader.facts import Name
from tannha.icao.reader.inspection import Inspector
from tannha.icao.reader.link import LinkLost, Transport
from tannha.icao.security_infos import ChipAuthenticationInfo, PaceInfo, chip_key_info, encode_dg14
from tannha.icao.sod import SodWriter
from tannha.icao.tlv import encode
from tests.icao.authority import BEGAN, NOW, authority_of
from tests.icao.signed_chips import (
    ACCESS_NUMBER,
    CAM,
    ZONE,
    Making,
    contents,
    groups_of,
    honest,
    inspector,
    make,
    vietnam,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hostile:
    """One lying card. At least one of `must_fail` has to fail."""

    card: Transport
    must_fail: frozenset[str]
    passwords: tuple[Password, ...] = (ZONE, ACCESS_NUMBER)
    inspector: Inspector = field(default_factory=inspector)


Family = Callable[[random.Random], Hostile]


def lying(image: ChipImage, *must_fail: str, **rest: object) -> Hostile:
    return Hostile(card=Applet(image), must_fail=frozenset(must_fail), **rest)  # type: ignore[arg-type]


def with_files(image: ChipImage, **changes: bytes | None) -> ChipImage:
    """The same chip with some files changed; names are `dg1`, `com`, `sod`; None takes a file away."""
    files = dict(image.files)
    for name, data in changes.items():
        identifier = {"com": COM, "sod": SOD}.get(name) or file_of_group(int(name.removeprefix("dg")))
        if data is None:
            files.pop(identifier, None)
        else:
            files[identifier] = data
    return replace(image, files=files)


def flipped(data: bytes, chance: random.Random, first: int = 0) -> bytes:
    place = chance.randrange(first, len(data))
    return data[:place] + bytes((data[place] ^ 1 << chance.randrange(8),)) + data[place + 1 :]


# -- files


def flipped_group(chance: random.Random) -> Hostile:
    image = honest()
    number = chance.choice((1, 2, 14, 15))
    changed = with_files(image, **{f"dg{number}": flipped(image.files[file_of_group(number)], chance)})
    return lying(changed, Passive.GROUPS_INTACT, Passive.GROUPS_LISTED, Name.ALL_READ)


def flipped_security_object(chance: random.Random) -> Hostile:
    image = honest()
    changed = with_files(image, sod=flipped(image.files[SOD], chance))
    return lying(
        changed,
        Passive.SOD_WELL_FORMED,
        Passive.SIGNATURE_VALID,
        Passive.GROUPS_INTACT,
        Passive.GROUPS_LISTED,
        Passive.ALGORITHMS_SOUND,
        Passive.SIGNER_KNOWN,
        Passive.STATE_AGREES,
        Name.WELL_FORMED,
    )


def several_bytes_changed(chance: random.Random) -> Hostile:
    image = honest()
    number = chance.choice((1, 2, 14, 15))
    data = bytearray(image.files[file_of_group(number)])
    start = chance.randrange(4, len(data) - 1)
    for place in range(start, min(len(data), start + chance.randrange(1, 40))):
        data[place] = (data[place] + chance.randrange(1, 256)) % 256
    return lying(with_files(image, **{f"dg{number}": bytes(data)}), Passive.GROUPS_INTACT, Name.ALL_READ)


def group_of_another(chance: random.Random) -> Hostile:
    image = honest()
    other = contents(f"099147{chance.randrange(2, 999_999):06d}", 900 + chance.randrange(1, 900))
    number = chance.choice((1, 2))
    return lying(with_files(image, **{f"dg{number}": other[number]}), Passive.GROUPS_INTACT)


def groups_swapped(chance: random.Random) -> Hostile:
    image = honest()
    one, two = chance.sample((1, 2, 14, 15), 2)
    groups = groups_of(image)
    return lying(
        with_files(image, **{f"dg{one}": groups[two], f"dg{two}": groups[one]}), Passive.GROUPS_INTACT
    )


def foreign_security_object(chance: random.Random) -> Hostile:
    other = make(Making(state=vietnam(), number=f"099147{chance.randrange(2, 999_999):06d}"))
    return lying(with_files(honest(), sod=other.files[SOD]), Passive.GROUPS_INTACT)


def group_missing(chance: random.Random) -> Hostile:
    number = chance.choice((1, 2, 14, 15))
    return lying(with_files(honest(), **{f"dg{number}": None}), Name.ALL_READ, Passive.GROUPS_LISTED)


def group_missing_and_not_listed(chance: random.Random) -> Hostile:
    image = honest()
    number = chance.choice((1, 2, 14, 15))
    com = encode_com(Com(groups=tuple(each for each in (1, 2, 14, 15) if each != number)))
    changed = with_files(image, com=com, **{f"dg{number}": None})
    return lying(changed, Name.ALL_READ, Passive.GROUPS_LISTED)


def group_added(chance: random.Random) -> Hostile:
    number = chance.choice((5, 7, 11, 12, 13, 16))
    groups = (1, 2, 14, 15, number)
    com = encode_com(Com(groups=tuple(sorted(groups))))
    return lying(
        with_files(honest(), com=com, **{f"dg{number}": encode(0x6B, bytes(chance.randrange(1, 50)))}),
        Passive.GROUPS_LISTED,
    )


def group_listed_twice(chance: random.Random) -> Hostile:
    com = bytearray(honest().files[COM])
    com[-chance.randrange(1, 4)] = com[-4]
    return lying(with_files(honest(), com=bytes(com)), Name.WELL_FORMED, Passive.GROUPS_LISTED)


def group_signed_twice(chance: random.Random) -> Hostile:
    image = honest()
    groups = groups_of(image)
    writer = SodWriter(vietnam().signer, vietnam().signer_certificate)
    raw = writer.write(groups)
    number = chance.choice((2, 14, 15))
    before = b"\x02\x01" + bytes((number,)) + b"\x04\x20"
    return lying(
        with_files(image, sod=raw.replace(before, b"\x02\x01\x01\x04\x20", 1)), Passive.SOD_WELL_FORMED
    )


def bytes_behind(chance: random.Random) -> Hostile:
    image = honest()
    junk = bytes(chance.randrange(1, 255) for _ in range(chance.randrange(1, 60)))
    return lying(with_files(image, dg1=image.files[0x0101] + junk), Name.WELL_FORMED)


def bytes_inside(chance: random.Random) -> Hostile:
    image = honest()
    value = image.files[0x0101][2:]
    junk = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 30)))
    return lying(with_files(image, dg1=encode(0x61, value, junk)), Passive.GROUPS_INTACT)


def endless_file(chance: random.Random) -> Hostile:
    length = chance.choice((b"\x84\xff\xff\xff\xff", b"\x83\x7f\xff\xff", b"\x82\xff\xff", b"\x80", b"\x85"))
    number = chance.choice((1, 2, 14, 15))
    data = bytes((0x61,)) + length + bytes(40)
    return lying(
        with_files(honest(), **{f"dg{number}": data}),
        Name.ALL_READ,
        Passive.GROUPS_INTACT,
        Passive.GROUPS_LISTED,
    )


# -- signers


def unknown_signer_of_the_same_state(chance: random.Random) -> Hostile:
    thief = authority_of("p256", "VN", 1 + chance.randrange(3))
    return lying(make(Making(state=thief)), Passive.SIGNER_KNOWN)


def signer_of_another_state(chance: random.Random) -> Hostile:
    other = authority_of("p256", "UT")
    return lying(make(Making(state=other)), Passive.STATE_AGREES, inspector=inspector(vietnam(), other))


def expired_signer(chance: random.Random) -> Hostile:
    state = vietnam()
    late = NOW + timedelta(days=4_000 + chance.randrange(1, 4_000))
    late_inspector = Inspector(Anchors.of([state.csca_certificate]), at=late)
    return lying(honest(), Passive.SIGNER_IN_FORCE, inspector=late_inspector)


def revoked_signer(chance: random.Random) -> Hostile:
    state = vietnam()
    others = [(chance.randrange(3_000, 10**9), BEGAN) for _ in range(chance.randrange(20))]
    revoked = issue_revocation_list(
        state.csca,
        state.csca_certificate,
        [*others, (state.signer_certificate.serial, BEGAN + timedelta(days=chance.randrange(1, 29)))],
        number=2,
        this_update=BEGAN + timedelta(days=29),
        next_update=BEGAN + timedelta(days=90),
    )
    store = Anchors.of([state.csca_certificate], [revoked])
    return lying(honest(), Passive.SIGNER_NOT_REVOKED, inspector=Inspector(store, at=NOW))


def signed_by_the_authority_itself(chance: random.Random) -> Hostile:
    state = vietnam()
    impostor = replace(state, signer=state.csca, signer_certificate=state.csca_certificate)
    return lying(make(Making(state=impostor)), Passive.SIGNER_FITTING)


def algorithm_mismatch(chance: random.Random) -> Hostile:
    raw = honest().files[SOD]
    right = der.oid(oids.HASH_OIDS["sha256"])
    wrong = der.oid(oids.HASH_OIDS[chance.choice(("sha384", "sha512", "sha224"))])
    places = [place for place in range(len(raw)) if raw.startswith(right, place)]
    place = chance.choice(places)
    changed = raw[:place] + wrong + raw[place + len(right) :]
    return lying(
        with_files(honest(), sod=changed),
        Passive.SIGNATURE_VALID,
        Passive.ALGORITHMS_SOUND,
        Passive.SOD_WELL_FORMED,
        Passive.SIGNER_KNOWN,
    )


# -- keys


def copied_files(chance: random.Random) -> Hostile:
    image = honest()
    own = ec.generate_private_key(ec.SECP256R1())
    keys = ChipKeys(active_auth=own, chip_auth=(ChipAuthKey(key=own),))
    return lying(replace(image, keys=keys), Name.ACTIVE_AUTH, Name.CHIP_AUTH)


def copied_files_and_silence(chance: random.Random) -> Hostile:
    keys = ChipKeys() if chance.random() < 0.5 else replace(honest().keys, active_auth=None)
    return lying(replace(honest(), keys=keys), Name.ACTIVE_AUTH)


def copied_mapping(chance: random.Random) -> Hostile:
    image = honest(pace=(PaceInfo(protocol=CAM, parameter_id=12),), agreement=False, active="")
    keys = replace(image.keys, mapping=ec.generate_private_key(ec.SECP256R1()))
    return lying(replace(image, keys=keys), Name.CHIP_MAPPING)


def own_keys_written_in(chance: random.Random) -> Hostile:
    image = honest()
    own = ec.generate_private_key(ec.SECP256R1())
    public = from_library(own.public_key())
    infos = (ChipAuthenticationInfo(protocol=oids.CA_ECDH_AES_128), chip_key_info(public))
    changed = with_files(image, dg14=encode_dg14(infos), dg15=encode_dg15(public))
    keys = ChipKeys(active_auth=own, chip_auth=(ChipAuthKey(key=own),))
    return lying(replace(changed, keys=keys), Name.CHIP_GENUINE)


class Replayed:
    """A card that answers Active Authentication with a signature heard before."""

    def __init__(self, image: ChipImage, chance: random.Random) -> None:
        key = image.keys.active_auth
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        heard = chance.randbytes(8)
        self._applet = Applet(replace(image, keys=replace(image.keys, active_auth=_Parrot(key, heard))))  # type: ignore[arg-type]

    def transmit(self, raw: bytes) -> bytes:
        return self._applet.transmit(raw)


class _Parrot(ec.EllipticCurvePrivateKey):
    """Signs what it heard once, whatever it is asked."""

    def __init__(self, key: ec.EllipticCurvePrivateKey, heard: bytes) -> None:
        self._key, self._heard = key, heard

    def __getattr__(self, name: str) -> object:
        return getattr(self._key, name)

    @property
    def curve(self) -> ec.EllipticCurve:
        return self._key.curve

    def sign(self, data: bytes, algorithm: object) -> bytes:  # type: ignore[override]
        return self._key.sign(self._heard, algorithm)  # type: ignore[arg-type]

    def __copy__(self) -> _Parrot:
        return self

    def __deepcopy__(self, memo: object) -> _Parrot:
        return self


_Parrot.__abstractmethods__ = frozenset()  # type: ignore[attr-defined]


def replayed_signature(chance: random.Random) -> Hostile:
    card = Replayed(honest(agreement=False), chance)
    return Hostile(card=card, must_fail=frozenset({Name.ACTIVE_AUTH}))


# -- the way in


def offer_taken_away(chance: random.Random) -> Hostile:
    image = honest()
    master = {} if chance.random() < 0.5 else {CARD_ACCESS: flipped(image.master_files[CARD_ACCESS], chance)}
    return lying(
        replace(image, master_files=master), Name.OFFER_SIGNED, Name.NOT_DOWNGRADED, passwords=(ZONE,)
    )


class Meddling:
    """Somebody between reader and chip, who changes answers to some commands."""

    def __init__(self, image: ChipImage, change: Callable[[int, bytes, bytes], bytes]) -> None:
        self._applet, self._change, self._count = Applet(image), change, 0

    def transmit(self, raw: bytes) -> bytes:
        self._count += 1
        return self._change(self._count, raw, self._applet.transmit(raw))


def pace_made_to_fail(chance: random.Random) -> Hostile:
    step = chance.randrange(4)
    status = chance.choice((b"\x6a\x80", b"\x6d\x00", b"\x69\x85", b"\x6f\x00"))

    def change(count: int, raw: bytes, answer: bytes) -> bytes:
        is_step = raw[1] in (0x22, 0x86) and raw[0] in (0x00, 0x10)
        names = (raw[1] == 0x22, b"\x7c\x00" in raw, b"\x81\x41" in raw, b"\x83\x41" in raw)
        return status if is_step and names[step] else answer

    return Hostile(
        card=Meddling(honest(), change), must_fail=frozenset({Name.NOT_DOWNGRADED}), passwords=(ZONE,)
    )


def wrong_access_number(chance: random.Random) -> Hostile:
    return lying(honest(), Name.ACCESS, passwords=(can_password(f"{chance.randrange(2, 999_999):06d}"),))


def wrong_zone(chance: random.Random) -> Hostile:
    number = f"{chance.randrange(10**8, 10**9 - 10**7):09d}"
    return lying(honest(pace=()), Name.ACCESS, passwords=(mrz_password(number, "470115", "991231"),))


def chip_of_another_card(chance: random.Random) -> Hostile:
    """A genuine chip, but not of the card whose number was typed: it was told the password."""
    other = make(Making(state=vietnam(), number=f"099147{chance.randrange(2, 999_999):06d}"))
    return lying(replace(other, passwords=(ZONE, ACCESS_NUMBER)), Name.ZONE_FITS)


def answers_changed_on_the_way(chance: random.Random) -> Hostile:
    wanted = chance.randrange(9, 30)

    def change(count: int, raw: bytes, answer: bytes) -> bytes:
        if count != wanted or len(answer) < 4:
            return answer
        return flipped(answer[:-2], chance) + answer[-2:]

    return Hostile(
        card=Meddling(honest(), change),
        must_fail=frozenset({Name.CHANNEL_HELD, Name.ACCESS, Name.NOT_DOWNGRADED, Name.CHIP_AUTH}),
        passwords=(ZONE,),
    )


def card_taken_away(chance: random.Random) -> Hostile:
    wanted = chance.randrange(1, 20)

    def change(count: int, raw: bytes, answer: bytes) -> bytes:
        if count >= wanted:
            raise LinkLost("the card is gone")
        return answer

    return Hostile(card=Meddling(honest(), change), must_fail=frozenset({Name.ACCESS, Name.CHANNEL_HELD}))


def noise(chance: random.Random) -> Hostile:
    begins = chance.randrange(1, 12)

    def change(count: int, raw: bytes, answer: bytes) -> bytes:
        return chance.randbytes(chance.randrange(0, 60)) if count >= begins else answer

    return Hostile(
        card=Meddling(honest(), change),
        must_fail=frozenset({Name.ACCESS, Name.CHANNEL_HELD, Name.ALL_READ, Name.NOT_DOWNGRADED}),
        passwords=(ZONE,),
    )


def more_without_end(chance: random.Random) -> Hostile:
    begins = chance.randrange(1, 12)

    def change(count: int, raw: bytes, answer: bytes) -> bytes:
        return b"\x00\x61\x10" if count >= begins else answer

    return Hostile(card=Meddling(honest(), change), must_fail=frozenset({Name.ACCESS, Name.CHANNEL_HELD}))


FAMILIES: tuple[tuple[Family, int], ...] = (
    (flipped_group, 400),
    (flipped_security_object, 500),
    (several_bytes_changed, 120),
    (group_of_another, 60),
    (groups_swapped, 40),
    (foreign_security_object, 60),
    (group_missing, 20),
    (group_missing_and_not_listed, 20),
    (group_added, 40),
    (group_listed_twice, 10),
    (group_signed_twice, 10),
    (bytes_behind, 60),
    (bytes_inside, 60),
    (endless_file, 40),
    (unknown_signer_of_the_same_state, 40),
    (signer_of_another_state, 10),
    (expired_signer, 30),
    (revoked_signer, 40),
    (signed_by_the_authority_itself, 5),
    (algorithm_mismatch, 40),
    (copied_files, 40),
    (copied_files_and_silence, 20),
    (copied_mapping, 40),
    (own_keys_written_in, 40),
    (replayed_signature, 40),
    (offer_taken_away, 60),
    (pace_made_to_fail, 40),
    (wrong_access_number, 40),
    (wrong_zone, 40),
    (chip_of_another_card, 40),
    (answers_changed_on_the_way, 120),
    (card_taken_away, 60),
    (noise, 120),
    (more_without_end, 30),
)
"""Each family with its full count; together over 2,000."""
