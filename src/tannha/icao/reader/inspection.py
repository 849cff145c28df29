"""Reading a whole chip and saying what was shown: one `Inspection` of separate facts, never one answer.

    inspector = Inspector(anchors, at=now)
    inspection = inspector.inspect(transport, [can_password("000001")])
    for fact in inspection.facts: print(fact.name, fact.outcome, fact.reason)

Order after Doc 9303-11, 4 to 6: get in, security object, Chip Authentication, Active Authentication, all groups that a
reader may have, passive authentication. Nothing a chip does raises; what it does wrong is a fact.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tannha.icao import passive_auth
from tannha.icao.access_control.active_auth import CHALLENGE
from tannha.icao.access_control.groups import RandomBytes
from tannha.icao.access_control.passwords import Password
from tannha.icao.apdu import Command
from tannha.icao.countries import country_of_state
from tannha.icao.deviations import Malformed
from tannha.icao.dg15 import decode_dg15
from tannha.icao.facts import Fact
from tannha.icao.lds import (
    CARD_SECURITY,
    COM,
    PROTECTED_GROUPS,
    SOD,
    Com,
    decode_com,
    file_of_group,
)
from tannha.icao.pki.trust import TrustStore
from tannha.icao.reader import judgement
from tannha.icao.reader.access import Entry, Way, get_in
from tannha.icao.reader.files import SELECT, FileRead, Reading, read_file, select_application
from tannha.icao.reader.link import Link, LinkLost, Transport
from tannha.icao.reader.proofs import (
    Proof,
    choose_chip_auth,
    confirm_agreement,
    prove_by_agreement,
    prove_by_signature,
)
from tannha.icao.reader.zone import state_of, zone_of
from tannha.icao.secure_messaging import Breach, BrokenChannel
from tannha.icao.security_infos import SecurityInfos, decode_dg14
from tannha.icao.sod import decode_sod

_KEYS, _SIGNATURE_KEY = 14, 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What a chip gave and what it showed. `groups` are whole files by group number, `endings` how each reading ended;
    `active_auth` holds challenge and answer, which a third party can check again."""

    facts: tuple[Fact, ...]
    entry: Entry
    groups: dict[int, bytes] = field(repr=False)
    endings: dict[int, Reading]
    sod: bytes | None = field(default=None, repr=False)
    com: Com | None = None
    passive: passive_auth.Verdict | None = field(default=None, repr=False)
    active_auth: Proof | None = field(default=None, repr=False)
    zone: str = field(default="", repr=False)
    commands: int = 0

    def fact(self, name: str) -> Fact:
        """The fact of this name. Raises KeyError when no such fact was found out."""
        for each in self.facts:
            if each.name == name:
                return each
        raise KeyError(name)

    @property
    def is_specimen(self) -> bool:
        """Whether the authority behind the card signs specimens; False also where no authority is known."""
        return any(each.reason == passive_auth.Reason.SPECIMEN for each in self.facts)

    @property
    def has_no_csca(self) -> bool:
        """Whether no authority of the document's State is trusted here, so that nothing can be said of its origin."""
        return any(each.reason == passive_auth.Reason.NO_CSCA_OF_STATE for each in self.facts)


class Inspector:
    """Reads chips against one trust store at one moment."""

    def __init__(
        self,
        store: TrustStore,
        *,
        at: datetime,
        extended: bool = False,
        random_bytes: RandomBytes = secrets.token_bytes,
    ) -> None:
        """`extended` allows long APDUs, which not every reader device carries. Refuses a moment without zone."""
        self._authenticator = passive_auth.Authenticator(store, at=at)
        self._store = store
        self._extended, self._random = extended, random_bytes

    def inspect(
        self,
        transport: Transport,
        passwords: Sequence[Password],
        *,
        groups: Iterable[int] | None = None,
        challenge: bytes | None = None,
    ) -> Inspection:
        """Read a chip with one of these passwords. `groups` limits which data groups are read (DG14 and DG15 are
        always); `challenge` is signed in Active Authentication (eight bytes; drawn when not given)."""
        session = _Session(self, Link(transport, extended=self._extended), passwords)
        session.run(None if groups is None else frozenset(groups), challenge or self._random(CHALLENGE))
        return self._judge(session, passwords)

    def _judge(self, session: _Session, passwords: Sequence[Password]) -> Inspection:
        groups = {number: read.data for number, read in session.reads.items() if read.reading is Reading.READ}
        zone = zone_of(groups.get(1, b""))
        verdict: passive_auth.Verdict | None = None
        if session.entry.way is not Way.NONE:
            verdict = self._authenticator.check(
                passive_auth.Read(
                    groups=groups,
                    sod=session.sod,
                    com=session.com,
                    country=country_of_state(state_of(zone)) if zone else "",
                    not_read=frozenset(session.skipped),
                )
            )
        facts = judgement.facts_of(session.seen(zone, groups), verdict, passwords, self._store)
        return Inspection(
            facts=facts,
            entry=session.entry,
            groups=groups,
            endings={number: read.reading for number, read in session.reads.items()},
            sod=session.sod,
            com=session.com,
            passive=verdict,
            active_auth=session.active,
            zone=zone,
            commands=session.link.commands,
        )

    @property
    def random_bytes(self) -> RandomBytes:
        """Where this inspector draws from."""
        return self._random


class _Session:
    """One reading under way: what was read, what was proved, what broke."""

    def __init__(self, inspector: Inspector, link: Link, passwords: Sequence[Password]) -> None:
        self.link, self._passwords, self._random = link, passwords, inspector.random_bytes
        self.entry = Entry(way=Way.NONE)
        self.reads: dict[int, FileRead] = {}
        self.skipped: set[int] = set()
        self.com: Com | None = None
        self.com_read: FileRead | None = None
        self.sod: bytes | None = None
        self.card_security: bytes | None = None
        self.infos: SecurityInfos | None = None
        self.active: Proof | None = None
        self.agreement: Proof | None = None
        self.broken = ""
        self.lost = ""
        self.selected = 0

    def run(self, wanted: frozenset[int] | None, challenge: bytes) -> None:
        """Go through everything; a broken channel is opened once more without Chip Authentication."""
        try:
            try:
                if not self._enter():
                    return
                self._read_all(wanted, challenge)
            except BrokenChannel as broken:
                self.broken = str(broken)
        except LinkLost as lost:
            self.lost = str(lost)

    def _enter(self) -> bool:
        self.entry = get_in(self.link, self._passwords, self._random)
        if self.entry.way is Way.NONE:
            return False
        if self.entry.pace is not None:
            if self.entry.pace.chip_number:
                self.card_security = self._file(CARD_SECURITY)
            self.selected = select_application(self.link)
            if self.selected not in (0x9000, 0x6283):
                return False
        return True

    def _read_all(self, wanted: frozenset[int] | None, challenge: bytes) -> None:
        self.sod = self._file(SOD)
        self.com_read = read_file(self.link, COM)
        if self.com_read.reading is Reading.READ:
            self.com = _tolerant_com(self.com_read.data)
        there = self._listed()
        if _KEYS in there:
            self._group(_KEYS)
            self._prove_agreement()
        if _SIGNATURE_KEY in there:
            self._group(_SIGNATURE_KEY)
            self._prove_signature(challenge)
        first = sorted(there - {_KEYS, _SIGNATURE_KEY}, key=_reading_order)
        for number in first:
            if wanted is None or number in wanted:
                self._group(number)
            else:
                self.skipped.add(number)

    def _listed(self) -> frozenset[int]:
        """The groups that EF.COM or the security object name; DG1 in any case."""
        named = {1, *(self.com.groups if self.com is not None else ())}
        if self.sod is not None:
            try:
                named.update(decode_sod(self.sod, strict=False).security_object.groups)
            except Malformed:
                named.add(1)
        return frozenset(number for number in named if 1 <= number <= 16)

    def _group(self, number: int) -> None:
        read = read_file(self.link, file_of_group(number))
        self.reads[number] = read

    def _file(self, identifier: int) -> bytes | None:
        read = read_file(self.link, identifier)
        return read.data if read.reading is Reading.READ else None

    def _prove_agreement(self) -> None:
        read = self.reads[_KEYS]
        if read.reading is not Reading.READ:
            return
        try:
            self.infos = decode_dg14(read.data, strict=False)
        except Malformed:
            return
        choice = choose_chip_auth(self.infos)
        if choice is None:
            return
        try:
            proof = prove_by_agreement(self.link, choice, self._random)
            probe = Command(cla=0, ins=SELECT, p1=0x02, p2=0x0C, data=COM.to_bytes(2, "big"))
            self.agreement = confirm_agreement(self.link, proof, probe)
        except BrokenChannel as broken:
            self.agreement = Proof(holds=False, note=str(broken))
        if self.link.channel is None:
            self._enter_again()

    def _enter_again(self) -> None:
        """After a failed agreement the chip has dropped the session: open another, to read the rest all the same."""
        entry = get_in(self.link, self._passwords, self._random)
        if entry.way is Way.PACE:
            select_application(self.link)
        if entry.way is Way.NONE:
            raise BrokenChannel(Breach.UNPROTECTED, entry.status)

    def _prove_signature(self, challenge: bytes) -> None:
        read = self.reads[_SIGNATURE_KEY]
        if read.reading is not Reading.READ:
            return
        try:
            key = decode_dg15(read.data, strict=False).public_key
        except Malformed as error:
            self.active = Proof(holds=False, note=f"DG15 cannot be read: {error}")
            return
        self.active = prove_by_signature(self.link, key, self.infos, challenge)

    def seen(self, zone: str, groups: dict[int, bytes]) -> judgement.Seen:
        """Everything the judgement needs."""
        return judgement.Seen(
            entry=self.entry,
            reads=self.reads,
            groups=groups,
            com=self.com_read,
            infos=self.infos,
            card_security=self.card_security,
            active=self.active,
            agreement=self.agreement,
            zone=zone,
            broken=self.broken,
            lost=self.lost,
            selected=self.selected,
        )


def _reading_order(number: int) -> tuple[bool, int]:
    return number in PROTECTED_GROUPS, number


def _tolerant_com(data: bytes) -> Com | None:
    try:
        return decode_com(data, strict=False)
    except Malformed:
        return None
