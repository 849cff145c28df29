"""What a chip holds: files by identifier, secret keys, passwords, and how it behaves where real cards differ.

For: the applet and whoever personalises one. Not for: making files or signatures (`personalise`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tannha.icao.access_control.modp_groups import ModpGroup
from tannha.icao.access_control.passwords import Password
from tannha.icao.public_keys import DhPublicKey


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegerKey:
    """A secret in a group of integers, for Chip Authentication by Diffie-Hellman as older documents have it."""

    group: ModpGroup
    secret: int = field(repr=False)

    @property
    def public(self) -> DhPublicKey:
        """The key that DG14 shows."""
        group = self.group
        return DhPublicKey(p=group.p, g=group.g, q=group.q or None, y=pow(group.g, self.secret, group.p))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipAuthKey:
    """A static key of Chip Authentication; `key_id` as DG14 names it, None for the only one."""

    key: ec.EllipticCurvePrivateKey | IntegerKey
    key_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipKeys:
    """The secrets of a chip, each None or empty where the chip has not that protocol."""

    active_auth: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | None = None
    active_auth_hash: str = "sha256"
    chip_auth: tuple[ChipAuthKey, ...] = ()
    mapping: ec.EllipticCurvePrivateKey | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """Where cards lawfully or really differ. `knows_master_file` False answers 6D00 to SELECT MF, as Vietnamese
    cards are reported to do; `most_bytes` is the largest answer to READ BINARY."""

    knows_master_file: bool = True
    bac: bool = True
    most_bytes: int = 32_768
    slows_down: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipImage:
    """A whole chip. `files` are those of the application (0101 … 0110, 011E, 011D), `master_files` those of the
    master file (011C EF.CardAccess, 011D EF.CardSecurity, 2F00, 2F01). Which PACE is offered stands in EF.CardAccess.
    """

    files: Mapping[int, bytes]
    master_files: Mapping[int, bytes] = field(default_factory=dict)
    keys: ChipKeys = field(default_factory=ChipKeys)
    passwords: tuple[Password, ...] = ()
    behaviour: Behaviour = field(default_factory=Behaviour)
