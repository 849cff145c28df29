"""Getting in: PACE where the chip offers it, BAC where it does not or where PACE failed, and then said so.

Doc 9303-11, 4.2. A fall back to BAC though PACE is offered is a downgrade: somebody in between may have wanted it. It
is never done in silence, and never after the chip said that the password is wrong.
"""

from __future__ import annotations

import enum
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from tannha.icao.access_control import bac
from tannha.icao.access_control.groups import RandomBytes
from tannha.icao.access_control.passwords import Password, PasswordKind
from tannha.icao.apdu import Command
from tannha.icao.deviations import Malformed
from tannha.icao.lds import CARD_ACCESS, COM
from tannha.icao.reader.files import (
    FileRead,
    Reading,
    read_file,
    select_application,
    select_master_file,
)
from tannha.icao.reader.link import Link
from tannha.icao.reader.pace import PaceDone, PaceFailed, choose_offer, run_pace
from tannha.icao.security_infos import PaceInfo, decode_security_infos

GET_CHALLENGE, EXTERNAL_AUTHENTICATE = 0x84, 0x82


class Way(enum.StrEnum):
    """How the reader got in."""

    PACE = "pace"
    BAC = "bac"
    OPEN = "open"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """How the reader got in, or why not. `downgrade` is the reason why BAC was used although PACE was offered."""

    way: Way
    offers: tuple[PaceInfo, ...] = ()
    pace: PaceDone | None = None
    downgrade: str = ""
    refusal: str = ""
    status: int = 0
    wrong_password: bool = False
    card_access: FileRead | None = field(default=None, repr=False)


def get_in(
    link: Link, passwords: Sequence[Password], random_bytes: RandomBytes = secrets.token_bytes
) -> Entry:
    """Get into the chip with one of the passwords and select the application. Raises `LinkLost`."""
    card_access = _card_access(link)
    offers = _offers(card_access)
    failed: PaceFailed | None = None
    chosen = choose_offer(offers)
    if chosen is not None:
        ambiguous = sum(info.protocol == chosen.protocol for info in offers) > 1
        for password in sorted(passwords, key=lambda each: each.kind is PasswordKind.MRZ):
            try:
                done = run_pace(link, chosen, password, say_parameters=ambiguous, random_bytes=random_bytes)
            except PaceFailed as error:
                failed = error
                continue
            return Entry(way=Way.PACE, offers=offers, pace=done, card_access=card_access)
    if failed is not None and failed.is_wrong_password:
        return Entry(
            way=Way.NONE,
            offers=offers,
            refusal=str(failed),
            status=failed.status,
            wrong_password=True,
            card_access=card_access,
        )
    return _older_way(link, passwords, offers, card_access, failed, random_bytes)


def _older_way(
    link: Link,
    passwords: Sequence[Password],
    offers: tuple[PaceInfo, ...],
    card_access: FileRead,
    failed: PaceFailed | None,
    random_bytes: RandomBytes,
) -> Entry:
    zone = next((password for password in passwords if password.kind is PasswordKind.MRZ), None)
    reason = str(failed) if failed is not None else ("no offer of PACE can be run here" if offers else "")
    status = select_application(link)
    if status not in (0x9000, 0x6283):
        refusal = f"the application cannot be selected ({status:04X})"
        return Entry(way=Way.NONE, offers=offers, refusal=refusal, status=status, card_access=card_access)
    if not offers and read_file(link, COM).reading is Reading.READ:
        return Entry(way=Way.OPEN, card_access=card_access)
    if zone is None:
        refusal = reason or "this chip has no PACE: it wants number, birth and expiry, not the access number"
        status = failed.status if failed is not None else 0
        return Entry(way=Way.NONE, offers=offers, refusal=refusal, status=status, card_access=card_access)
    try:
        run_bac(link, zone, random_bytes)
    except BacFailed as error:
        return Entry(
            way=Way.NONE,
            offers=offers,
            refusal=str(error),
            status=error.status,
            downgrade=reason,
            wrong_password=error.status >> 8 == 0x63,
            card_access=card_access,
        )
    return Entry(way=Way.BAC, offers=offers, downgrade=reason, card_access=card_access)


def _card_access(link: Link) -> FileRead:
    """Read EF.CardAccess; where it is not found, once more from the master file (cards differ in where they start)."""
    found = read_file(link, CARD_ACCESS)
    if found.reading is Reading.READ:
        return found
    if select_master_file(link) == 0x9000:
        again = read_file(link, CARD_ACCESS, short=CARD_ACCESS & 0x1F)
        if again.reading is Reading.READ:
            return again
    return found


def _offers(card_access: FileRead) -> tuple[PaceInfo, ...]:
    if card_access.reading is not Reading.READ:
        return ()
    try:
        return decode_security_infos(card_access.data, strict=False).pace
    except Malformed:
        return ()


class BacFailed(Exception):
    """BAC broke off with this status word (0 if the chip's bytes were at fault)."""

    def __init__(self, step: str, status: int = 0) -> None:
        self.step, self.status = step, status
        super().__init__(f"BAC broke off at {step}" + (f" ({status:04X})" if status else ""))


def run_bac(link: Link, password: Password, random_bytes: RandomBytes = secrets.token_bytes) -> None:
    """Run BAC in the selected application and open the channel on the link. Raises `BacFailed` and `LinkLost`."""
    challenge = link.send(Command(cla=0, ins=GET_CHALLENGE, expected=bac.NONCE))
    if not challenge.is_done or len(challenge.data) != bac.NONCE:
        raise BacFailed("challenge", challenge.status)
    keys = bac.BacKeys(password.bac_seed)
    own = bac.Part(nonce=random_bytes(bac.NONCE), key=random_bytes(bac.KEY))
    answer = link.send(
        Command(
            cla=0,
            ins=EXTERNAL_AUTHENTICATE,
            data=keys.seal(own, challenge.data),
            expected=bac.MESSAGE,
        )
    )
    if not answer.is_done:
        raise BacFailed("authentication", answer.status)
    try:
        theirs = keys.open(answer.data, own.nonce, challenge.data)
    except bac.WrongCryptogram as error:
        raise BacFailed("authentication") from error
    link.channel = bac.session(theirs, own)
