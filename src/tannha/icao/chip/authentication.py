"""How the chip lets a reader in and proves itself: the commands of BAC, PACE, Chip and Active Authentication.

Doc 9303-11, 4.3, 4.4, 6.1, 6.2. Holds the state between commands and counts wrong passwords. A new channel is handed
to the applet by `take_channel` after the answer that still goes out under the old one.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tannha.icao.access_control import active_auth, bac, pace
from tannha.icao.access_control.chip_auth import new_channel
from tannha.icao.access_control.groups import CurveGroup, Group, IntegerGroup, RandomBytes, group_of_number
from tannha.icao.access_control.passwords import Password, PasswordKind
from tannha.icao.apdu import Command, Response
from tannha.icao.chip.files import Access
from tannha.icao.chip.image import ChipAuthKey, ChipImage, IntegerKey
from tannha.icao.chip.pace import PaceDialogue, WrongPassword
from tannha.icao.chip.status import Refused, Status
from tannha.icao.curves import BY_NAME
from tannha.icao.der import dotted
from tannha.icao.deviations import Findings, Malformed
from tannha.icao.lds import CARD_ACCESS
from tannha.icao.secure_messaging import SecureChannel
from tannha.icao.security_infos import Agreement, Cipher, PaceInfo, chip_protocol, decode_security_infos
from tannha.icao.tlv import elements

FREE_TRIES = 3
LONGEST_DELAY = 10.0
_PROTOCOL, _KEY_REFERENCE, _PRIVATE_KEY, _EPHEMERAL, _CHIP_KEY_IN = 0x80, 0x83, 0x84, 0x91, 0x80


class Authentication:
    """What a reader has shown to this chip, and what it is in the middle of showing."""

    def __init__(self, image: ChipImage, random_bytes: RandomBytes) -> None:
        self._image, self._random = image, random_bytes
        self._offers = _offers(image)
        self._wrong_tries = 0
        self.access = Access.NONE
        self.forget()

    def forget(self) -> None:
        """Drop everything that belongs to a session; the count of wrong passwords stays."""
        self.access = Access.NONE
        self._nonce = b""
        self._dialogue: PaceDialogue | None = None
        self._chip_key: tuple[Cipher, ChipAuthKey] | None = None
        self._successor: SecureChannel | None = None

    @property
    def delay_seconds(self) -> float:
        """How long a chip would hold its answers back after wrong passwords: doubling, up to ten seconds."""
        late = self._wrong_tries - FREE_TRIES
        return 0.0 if late < 0 else min(LONGEST_DELAY, 0.5 * 2 ** min(late, 8))

    def take_channel(self) -> SecureChannel | None:
        """The channel that counts from the next command on, if one was just agreed."""
        successor, self._successor = self._successor, None
        return successor

    # -- BAC

    def challenge(self, command: Command, *, in_application: bool) -> Response:
        """GET CHALLENGE: eight fresh bytes."""
        if not in_application or not self._image.behaviour.bac:
            raise Refused(Status.CONDITIONS_NOT_SATISFIED)
        if not command.expected or command.data:
            raise Refused(Status.WRONG_LENGTH)
        self._nonce = self._random(bac.NONCE)
        return Response(data=self._nonce)

    def mutual(self, command: Command) -> Response:
        """EXTERNAL (mutual) AUTHENTICATE of BAC."""
        password = self._password(PasswordKind.MRZ)
        if not self._nonce or password is None:
            raise Refused(Status.CONDITIONS_NOT_SATISFIED)
        if len(command.data) != bac.MESSAGE:
            raise Refused(Status.WRONG_LENGTH)
        nonce, self._nonce = self._nonce, b""
        keys = bac.BacKeys(password.bac_seed)
        try:
            theirs = keys.open(command.data, nonce)
        except bac.WrongCryptogram:
            self._wrong_tries += 1
            raise Refused(Status.NOT_AUTHENTICATED) from None
        own = bac.Part(nonce=nonce, key=self._random(bac.KEY))
        self._enter(Access.BAC, bac.session(own, theirs))
        return Response(data=keys.seal(own, theirs.nonce))

    def _enter(self, access: Access, channel: SecureChannel) -> None:
        self._wrong_tries = 0
        self.access = access
        self._successor = channel

    def _password(self, kind: PasswordKind) -> Password | None:
        return next((password for password in self._image.passwords if password.kind is kind), None)

    # -- MSE

    def manage(self, command: Command, *, is_open: bool) -> Response:
        """MANAGE SECURITY ENVIRONMENT: choose PACE or Chip Authentication, or run the latter with 3DES."""
        purpose = (command.p1, command.p2)
        objects = _objects(command.data)
        if purpose == (0xC1, 0xA4):
            return self._choose_pace(objects)
        if purpose not in ((0x41, 0xA4), (0x41, 0xA6)):
            raise Refused(Status.WRONG_PARAMETERS)
        if not is_open:
            raise Refused(Status.SECURITY_NOT_SATISFIED)
        key = self._chip_key_of(objects.get(_PRIVATE_KEY))
        if purpose == (0x41, 0xA6):
            self._agree(Cipher.TRIPLE_DES, key, objects.get(_EPHEMERAL, b""))
            return Response()
        protocol = chip_protocol(_dotted(objects.get(_PROTOCOL, b"")))
        of_integers = isinstance(key.key, IntegerKey)
        if protocol is None or of_integers != (protocol.agreement is Agreement.DH):
            raise Refused(Status.WRONG_DATA)
        self._chip_key = (protocol.cipher, key)
        return Response()

    def _choose_pace(self, objects: dict[int, bytes]) -> Response:
        self._dialogue = None
        oid = _dotted(objects.get(_PROTOCOL, b""))
        number = int.from_bytes(objects[_PRIVATE_KEY], "big") if _PRIVATE_KEY in objects else None
        offer = next(
            (info for info in self._offers if info.protocol == oid and number in (None, info.parameter_id)),
            None,
        )
        reference = objects.get(_KEY_REFERENCE, b"")
        if offer is None or offer.parameter_id is None or len(reference) != 1:
            raise Refused(Status.WRONG_DATA)
        kinds = {int(kind): kind for kind in PasswordKind}
        password = self._password(kinds[reference[0]]) if reference[0] in kinds else None
        group = group_of_number(offer.parameter_id)
        if password is None or group is None:
            raise Refused(Status.REFERENCE_NOT_FOUND)
        self._dialogue = PaceDialogue(oid, group, password, self._random, self._image.keys.mapping)
        return Response()

    def _chip_key_of(self, reference: bytes | None) -> ChipAuthKey:
        keys = self._image.keys.chip_auth
        number = None if reference is None else int.from_bytes(reference, "big")
        found = next((key for key in keys if number is None or key.key_id == number), None)
        if found is None and number is not None and len(keys) == 1 and keys[0].key_id is None:
            found = keys[0]
        if found is None:
            raise Refused(Status.REFERENCE_NOT_FOUND)
        return found

    # -- GENERAL AUTHENTICATE

    def general(self, command: Command, *, is_open: bool) -> Response:
        """GENERAL AUTHENTICATE: a step of PACE, or Chip Authentication with the key chosen before."""
        if command.p1 or command.p2:
            raise Refused(Status.WRONG_PARAMETERS)
        try:
            objects = pace.read_dynamic(command.data)
        except Malformed as error:
            self._dialogue = None
            raise Refused(Status.WRONG_DATA) from error
        if self._chip_key is not None and is_open:
            cipher, key = self._chip_key
            self._chip_key = None
            self._agree(cipher, key, objects.get(_CHIP_KEY_IN, b""))
            return Response(data=pace.dynamic())
        dialogue = self._dialogue
        if dialogue is None:
            raise Refused(Status.CONDITIONS_NOT_SATISFIED)
        try:
            answer = dialogue.step(objects)
        except WrongPassword:
            self._dialogue = None
            self._wrong_tries += 1
            raise Refused(Status.NOT_AUTHENTICATED) from None
        except Refused:
            self._dialogue = None
            raise
        if dialogue.channel is not None:
            self._dialogue = None
            self._enter(Access.PACE, dialogue.channel)
        return Response(data=answer)

    def _agree(self, cipher: Cipher, key: ChipAuthKey, public: bytes) -> None:
        group: Group
        if isinstance(key.key, IntegerKey):
            group, secret = IntegerGroup(key.key.group), key.key.secret
        else:
            group, secret = CurveGroup(BY_NAME[key.key.curve.name]), key.key.private_numbers().private_value
        try:
            self._successor = new_channel(group, secret, public, cipher)
        except Malformed as error:
            raise Refused(Status.WRONG_DATA) from error

    # -- Active Authentication

    def active(self, command: Command, *, is_open: bool) -> Response:
        """INTERNAL AUTHENTICATE: sign the reader's challenge."""
        key = self._image.keys.active_auth
        if key is None:
            raise Refused(Status.UNKNOWN_INSTRUCTION)
        if not is_open:
            raise Refused(Status.SECURITY_NOT_SATISFIED)
        if command.p1 or command.p2:
            raise Refused(Status.WRONG_PARAMETERS)
        if len(command.data) != active_auth.CHALLENGE or not command.expected:
            raise Refused(Status.WRONG_LENGTH)
        name = self._image.keys.active_auth_hash
        if isinstance(key, rsa.RSAPrivateKey):
            return Response(data=active_auth.sign_rsa(key, command.data, name, self._random))
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return Response(data=active_auth.sign_ecdsa(key, command.data, name))


def _offers(image: ChipImage) -> tuple[PaceInfo, ...]:
    raw = image.master_files.get(CARD_ACCESS)
    if raw is None:
        return ()
    try:
        return decode_security_infos(raw, strict=False).pace
    except Malformed:
        return ()


def _objects(data: bytes) -> dict[int, bytes]:
    try:
        found = elements(data, 0, len(data), Findings(strict=True))
    except Malformed as error:
        raise Refused(Status.WRONG_DATA) from error
    return {element.tag: element.value for element in found}


def _dotted(value: bytes) -> str:
    try:
        return dotted(value)
    except Malformed as error:
        raise Refused(Status.WRONG_DATA) from error
