"""The passwords of a chip: what stands in the machine readable zone, and the card access number.

For: seeds of BAC and PACE keys (Doc 9303-11, 4.3 and 4.4). Not for: reading zones (`mrz`).
"""

from __future__ import annotations

import enum
import hashlib
from dataclasses import dataclass

from tannha.icao.mrz import check_digit
from tannha.icao.secure_messaging_ciphers import KeyUse, derive_key
from tannha.icao.security_infos import Cipher

CAN_OF_NUMBER = 6
"""A Vietnamese card's access number is the last six digits of the 12-digit number (practice, no published text)."""
DOCUMENT_OF_NUMBER = 9
"""Its document number in the zone is the last nine."""


class PasswordKind(enum.IntEnum):
    """The password references of MSE:Set AT (Doc 9303-11, 4.4.4.1)."""

    MRZ = 1
    CAN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Password:
    """A password and its kind. `text` is the MRZ information or the access number: never to be logged."""

    kind: PasswordKind
    text: str

    @property
    def secret(self) -> bytes:
        """What goes into the key derivation: SHA-1 of the MRZ information, or the number itself."""
        raw = self.text.encode("ascii")
        return hashlib.sha1(raw).digest() if self.kind is PasswordKind.MRZ else raw

    def key(self, suite: Cipher) -> bytes:
        """K_pi, the key that encrypts the nonce of PACE (Doc 9303-11, 9.7.3)."""
        return derive_key(self.secret, KeyUse.PASSWORD, suite)

    @property
    def bac_seed(self) -> bytes:
        """K_seed of BAC: sixteen bytes of the hash (Doc 9303-11, 9.7.2)."""
        return self.secret[:16]

    def __repr__(self) -> str:
        """Say the kind only."""
        return f"Password({self.kind.name})"


def mrz_information(document_number: str, birth: str, expiry: str) -> str:
    """Put number, birth and expiry with their check digits together (Doc 9303-11, 4.3.1).

    Numbers under nine characters are filled up, longer ones stand whole; dates are YYMMDD. Refuses (ValueError) dates
    of another length and letters outside the zone's alphabet.
    """
    number = document_number.ljust(9, "<")
    if len(birth) != 6 or len(expiry) != 6:
        raise ValueError("birth and expiry are six characters, YYMMDD")
    return "".join(field + check_digit(field) for field in (number, birth, expiry))


def mrz_password(document_number: str, birth: str, expiry: str) -> Password:
    """The password of the machine readable zone."""
    return Password(kind=PasswordKind.MRZ, text=mrz_information(document_number, birth, expiry))


def can_password(number: str) -> Password:
    """The card access number as a password; refuses (ValueError) anything but digits."""
    if not (number.isascii() and number.isdigit()):
        raise ValueError("a card access number consists of digits")
    return Password(kind=PasswordKind.CAN, text=number)


def vietnamese_can(personal_number: str) -> str:
    """The access number of a Vietnamese card."""
    return personal_number[-CAN_OF_NUMBER:]


def vietnamese_document_number(personal_number: str) -> str:
    """The document number in a Vietnamese card's zone."""
    return personal_number[-DOCUMENT_OF_NUMBER:]
