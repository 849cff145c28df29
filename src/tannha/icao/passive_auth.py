"""Passive authentication: are the files what the State signed, and do we know that State? (Doc 9303-11, 5.1) Pure.

For: a reader, or whoever holds the files of a chip. Says nothing about the chip itself: a perfect copy passes. Each
question is a fact of its own with its reason; a security object that only strays from DER is read all the same, and
that it strays is a fact. `Authenticator` remembers the document signers that it has seen, so that
a counter with many cards of one State verifies one signature a card. Not for: reading the chip (see `reader`).
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from tannha.icao import oids
from tannha.icao.cms import SignatureCheck, check_signer, signer_certificate
from tannha.icao.deviations import Malformed
from tannha.icao.facts import Fact, Outcome
from tannha.icao.lds import PROTECTED_GROUPS, Com
from tannha.icao.pki.certificates import Certificate
from tannha.icao.pki.revocation import RevocationList
from tannha.icao.pki.trust import TrustStore
from tannha.icao.signatures import HASH_FUNCTIONS
from tannha.icao.sod import Sod, decode_sod

MOST_REMEMBERED = 512


class Name(enum.StrEnum):
    """The facts that this check gives, in this order."""

    SOD_WELL_FORMED = "sod_well_formed"
    SIGNATURE_VALID = "signature_valid"
    GROUPS_INTACT = "groups_intact"
    GROUPS_LISTED = "groups_listed"
    ALGORITHMS_SOUND = "algorithms_sound"
    SIGNER_KNOWN = "signer_known"
    SIGNER_FITTING = "signer_fitting"
    SIGNER_IN_FORCE = "signer_in_force"
    SIGNER_NOT_REVOKED = "signer_not_revoked"
    STATE_AGREES = "state_agrees"
    NOT_SPECIMEN = "not_specimen"


class Reason(enum.StrEnum):
    """Why a fact has its outcome."""

    DONE = "done"
    NO_SOD = "no_sod"
    SOD_MALFORMED = "sod_malformed"
    SOD_DEVIATES = "sod_deviates"
    NO_SIGNER = "no_signer"
    NO_SIGNER_CERTIFICATE = "no_signer_certificate"
    SIGNER_CERTIFICATE_MALFORMED = "signer_certificate_malformed"
    WRONG_CONTENT_TYPE = "wrong_content_type"
    WRONG_DIGEST = "wrong_digest"
    ALGORITHM_MISMATCH = "algorithm_mismatch"
    KEY_UNUSABLE = "key_unusable"
    BAD_SIGNATURE = "bad_signature"
    GROUP_CHANGED = "group_changed"
    NO_GROUPS_READ = "no_groups_read"
    GROUP_NOT_SIGNED = "group_not_signed"
    GROUP_NOT_READ = "group_not_read"
    CONTENTS_LIST_DIFFERS = "contents_list_differs"
    WEAK_ALGORITHM = "weak_algorithm"
    NO_CSCA_OF_STATE = "no_csca_of_state"
    NOT_SIGNED_BY_CSCA = "not_signed_by_csca"
    NOT_A_DOCUMENT_SIGNER = "not_a_document_signer"
    OUT_OF_FORCE = "out_of_force"
    ISSUER_OUT_OF_FORCE = "issuer_out_of_force"
    REVOKED = "revoked"
    NO_REVOCATION_LIST = "no_revocation_list"
    LIST_OUT_OF_DATE = "list_out_of_date"
    ANOTHER_STATE = "another_state"
    STATE_NOT_READ = "state_not_read"
    SPECIMEN = "specimen"
    NOT_ASKED = "not_asked"


_CLAUSES = {
    Name.SOD_WELL_FORMED: "Doc 9303-10, 4.6.2",
    Name.SIGNATURE_VALID: "Doc 9303-11, 5.1; RFC 5652, 5.6",
    Name.GROUPS_INTACT: "Doc 9303-11, 5.1",
    Name.GROUPS_LISTED: "Doc 9303-10, 4.6.1 and 4.6.2",
    Name.ALGORITHMS_SOUND: "Doc 9303-12, 4.4",
    Name.SIGNER_KNOWN: "Doc 9303-12, 5 and 6",
    Name.SIGNER_FITTING: "Doc 9303-12, 7.1",
    Name.SIGNER_IN_FORCE: "Doc 9303-12, 5",
    Name.SIGNER_NOT_REVOKED: "Doc 9303-12, 7.2",
    Name.STATE_AGREES: "Doc 9303-12, 7.1.1",
    Name.NOT_SPECIMEN: "the authority's own name",
}
_SIGNATURE_REASONS = {
    check: Reason(check.value) for check in SignatureCheck if check is not SignatureCheck.VALID
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a reader has: whole files by group number, EF.SOD (None when it could not be read), the contents list, the
    State of DG1 as a country of two letters, and the groups that the chip refused or that were not asked for."""

    groups: Mapping[int, bytes]
    sod: bytes | None
    com: Com | None = None
    country: str = ""
    not_read: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The facts in the order of `Name`, with what they are about."""

    facts: tuple[Fact, ...]
    sod: Sod | None = field(default=None, repr=False)
    signer: Certificate | None = field(default=None, repr=False)
    anchor: Certificate | None = field(default=None, repr=False)

    def fact(self, name: Name) -> Fact:
        """The fact of this name."""
        return next(fact for fact in self.facts if fact.name == name)

    @property
    def failing(self) -> tuple[Fact, ...]:
        """The facts that do not hold."""
        return tuple(fact for fact in self.facts if fact.outcome is Outcome.FAILS)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Signer:
    """What is known of a document signer at one moment, document or no document."""

    certificate: Certificate
    country: str
    anchor: Certificate | None
    valid: Fact
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Issuer:
    """What is known of an authority at one moment, for all its signers: its lists, and the facts about a signer that
    stands on none of them."""

    lists: tuple[RevocationList, ...]
    not_revoked: Fact
    not_specimen: Fact


class Authenticator:
    """Passive authentication against one trust store at one moment (`at`, aware)."""

    __slots__ = ("_at", "_issuers", "_signers", "_store")

    def __init__(self, store: TrustStore, *, at: datetime) -> None:
        """Trust this store, as of this moment. Make a new one when either changes. Refuses a moment without zone."""
        if at.tzinfo is None:
            raise ValueError("a moment needs its zone")
        self._store, self._at = store, at
        self._signers: dict[bytes, _Signer] = {}
        self._issuers: dict[bytes, _Issuer] = {}

    def check(self, read: Read) -> Verdict:
        """Give all facts about these files. Never raises for anything that a chip can hold."""
        if read.sod is None:
            return _nothing(Reason.NO_SOD, ())
        try:
            sod = decode_sod(read.sod)
        except Malformed:
            try:
                sod = decode_sod(read.sod, strict=False)
            except Malformed as error:
                return _nothing(Reason.SOD_MALFORMED, (("deviation", str(error.deviation)),))
        signature, signer = self._signature(sod)
        known = signer.facts if signer else _UNKNOWN_SIGNER
        facts = (
            _well_formed(sod),
            signature,
            _intact(read, sod),
            _listed(read, sod),
            _sound(
                sod.security_object.hash_algorithm,
                tuple([each.digest_algorithm for each in sod.signed.signers]),
                sod.signed.digest_algorithms,
            ),
            *known[:4],
            _state(read.country, signer.country if signer else ""),
            known[4],
        )
        return Verdict(
            facts=facts,
            sod=sod,
            signer=signer.certificate if signer else None,
            anchor=signer.anchor if signer else None,
        )

    def _signature(self, sod: Sod) -> tuple[Fact, _Signer | None]:
        """Verify the signer's signature; where there are several signers the first valid one counts."""
        reason, found = Reason.NO_SIGNER, None
        for signer in sod.signed.signers:
            try:
                certificate = signer_certificate(sod.signed, signer)
            except Malformed:
                reason = Reason.SIGNER_CERTIFICATE_MALFORMED
                continue
            if certificate is None:
                reason = Reason.NO_SIGNER_CERTIFICATE
                continue
            found = self._signer(certificate)
            check = check_signer(sod.signed, signer, certificate.public_key)
            if check is SignatureCheck.VALID and sod.signed.content_type != oids.LDS_SECURITY_OBJECT:
                check = SignatureCheck.WRONG_CONTENT_TYPE
            if check is SignatureCheck.VALID:
                return found.valid, found
            reason = _SIGNATURE_REASONS[check]
        return _fact(Name.SIGNATURE_VALID, Outcome.FAILS, reason), found

    def _signer(self, certificate: Certificate) -> _Signer:
        known = self._signers.get(certificate.raw)
        if known is None:
            known = self._judge(certificate)
            if len(self._signers) >= MOST_REMEMBERED:
                self._signers.clear()
            self._signers[certificate.raw] = known
        return known

    def _judge(self, certificate: Certificate) -> _Signer:
        country = certificate.country
        anchors = self._store.anchors_of(country)
        likely = anchors
        if len(anchors) > 1:
            likely = tuple(sorted(anchors, key=lambda each: not certificate.may_be_issued_by(each)))
        anchor = None
        for each in likely:
            if each.is_ca and certificate.is_signed_by(each):
                anchor = each
                break
        issuer = _NO_ISSUER if anchor is None else self._issuer(anchor)
        facts = (
            _known(certificate, country, anchor, bool(anchors)),
            _fitting(certificate),
            self._in_force(certificate, anchor),
            _revoked(certificate, issuer),
            issuer.not_specimen,
        )
        evidence = (("signer", certificate.fingerprint),)
        valid = _fact(Name.SIGNATURE_VALID, Outcome.HOLDS, Reason.DONE, evidence)
        return _Signer(certificate=certificate, country=country, anchor=anchor, valid=valid, facts=facts)

    def _in_force(self, certificate: Certificate, anchor: Certificate | None) -> Fact:
        evidence = (
            ("from", certificate.not_before.date().isoformat()),
            ("to", certificate.not_after.date().isoformat()),
        )
        if not certificate.is_in_force(self._at):
            return _fact(Name.SIGNER_IN_FORCE, Outcome.FAILS, Reason.OUT_OF_FORCE, evidence)
        if anchor is not None and not anchor.is_in_force(self._at):
            return _fact(Name.SIGNER_IN_FORCE, Outcome.FAILS, Reason.ISSUER_OUT_OF_FORCE, evidence)
        return _fact(Name.SIGNER_IN_FORCE, Outcome.HOLDS, Reason.DONE, evidence)

    def _issuer(self, anchor: Certificate) -> _Issuer:
        """Judge an authority, once for all its signers. The newest list decides that a trusted authority of this name
        signed."""
        known = self._issuers.get(anchor.raw)
        if known is None:
            issuers = [
                each for each in self._store.anchors_of(anchor.country) if each.subject == anchor.subject
            ]
            lists = tuple(
                each
                for each in self._store.lists_of(anchor.country)
                if any(each.is_signed_by(issuer) for issuer in issuers)
            )
            known = _Issuer(
                lists=lists, not_revoked=self._not_revoked(lists), not_specimen=self._specimen(anchor)
            )
            self._issuers[anchor.raw] = known
        return known

    def _not_revoked(self, lists: tuple[RevocationList, ...]) -> Fact:
        if not lists:
            return _NO_ISSUER.not_revoked
        newest = max(lists, key=lambda each: each.this_update)
        evidence = (("list_of", f"{newest.this_update.date()}"),)
        if not newest.is_current(self._at):
            return _fact(Name.SIGNER_NOT_REVOKED, Outcome.UNKNOWN, Reason.LIST_OUT_OF_DATE, evidence)
        return _fact(Name.SIGNER_NOT_REVOKED, Outcome.HOLDS, Reason.DONE, evidence)

    def _specimen(self, anchor: Certificate) -> Fact:
        if self._store.is_specimen(anchor):
            return _fact(
                Name.NOT_SPECIMEN, Outcome.FAILS, Reason.SPECIMEN, (("anchor", anchor.shown_subject),)
            )
        return _fact(Name.NOT_SPECIMEN, Outcome.HOLDS, Reason.DONE)


def _fact(name: Name, outcome: Outcome, reason: Reason, evidence: tuple[tuple[str, str], ...] = ()) -> Fact:
    return Fact(name=name, outcome=outcome, reason=reason, clause=_CLAUSES[name], evidence=evidence)


def _nothing(reason: Reason, evidence: tuple[tuple[str, str], ...]) -> Verdict:
    """Without a security object nothing can be told."""
    first = _fact(Name.SOD_WELL_FORMED, Outcome.FAILS, reason, evidence)
    rest = (_fact(name, Outcome.UNKNOWN, reason) for name in Name if name is not Name.SOD_WELL_FORMED)
    return Verdict(facts=(first, *rest))


_NO_ISSUER = _Issuer(
    lists=(),
    not_revoked=_fact(Name.SIGNER_NOT_REVOKED, Outcome.UNKNOWN, Reason.NO_REVOCATION_LIST),
    not_specimen=_fact(Name.NOT_SPECIMEN, Outcome.UNKNOWN, Reason.NO_CSCA_OF_STATE),
)
_UNKNOWN_SIGNER = tuple(
    _fact(name, Outcome.UNKNOWN, Reason.NO_SIGNER)
    for name in (
        Name.SIGNER_KNOWN,
        Name.SIGNER_FITTING,
        Name.SIGNER_IN_FORCE,
        Name.SIGNER_NOT_REVOKED,
        Name.NOT_SPECIMEN,
    )
)


_WELL_FORMED = _fact(Name.SOD_WELL_FORMED, Outcome.HOLDS, Reason.DONE)
_LISTED = _fact(Name.GROUPS_LISTED, Outcome.HOLDS, Reason.DONE)


def _well_formed(sod: Sod) -> Fact:
    if not sod.deviations:
        return _WELL_FORMED
    evidence = tuple(("deviation", str(each)) for each in sod.deviations)
    return _fact(Name.SOD_WELL_FORMED, Outcome.FAILS, Reason.SOD_DEVIATES, evidence)


def _intact(read: Read, sod: Sod) -> Fact:
    """Compare the hash of every file that was read with the signed one."""
    hashed = HASH_FUNCTIONS[sod.security_object.hash_algorithm]
    compared, changed = [], []
    for number, value in sod.security_object.group_hashes:
        data = read.groups.get(number)
        if data is not None:
            compared.append(number)
            if hashed(data).digest() != value:
                changed.append(number)
    return _compared(tuple(compared), tuple(changed))


@lru_cache(maxsize=1024)
def _compared(compared: tuple[int, ...], changed: tuple[int, ...]) -> Fact:
    evidence = (("compared", _numbers(compared)),)
    if changed:
        changes = (("changed", _numbers(changed)), *evidence)
        return _fact(Name.GROUPS_INTACT, Outcome.FAILS, Reason.GROUP_CHANGED, changes)
    if not compared:
        return _fact(Name.GROUPS_INTACT, Outcome.UNKNOWN, Reason.NO_GROUPS_READ)
    return _fact(Name.GROUPS_INTACT, Outcome.HOLDS, Reason.DONE, evidence)


def _listed(read: Read, sod: Sod) -> Fact:
    """Compare which groups there are: read, signed, and named by EF.COM (which nobody signed)."""
    signed = set(sod.security_object.groups)
    unsigned = read.groups.keys() - signed
    if unsigned:
        evidence = (("not_signed", _numbers(unsigned)),)
        return _fact(Name.GROUPS_LISTED, Outcome.FAILS, Reason.GROUP_NOT_SIGNED, evidence)
    if read.com is not None and set(read.com.groups) != signed:
        evidence = (("differing", _numbers(set(read.com.groups) ^ signed)),)
        return _fact(Name.GROUPS_LISTED, Outcome.FAILS, Reason.CONTENTS_LIST_DIFFERS, evidence)
    missing = signed - read.groups.keys() - PROTECTED_GROUPS - read.not_read
    if missing:
        evidence = (("missing", _numbers(missing)),)
        return _fact(Name.GROUPS_LISTED, Outcome.FAILS, Reason.GROUP_NOT_READ, evidence)
    return _LISTED


def _numbers(groups: Iterable[int]) -> str:
    return ", ".join(f"DG{number}" for number in sorted(groups))


@lru_cache(maxsize=256)
def _sound(hash_algorithm: str, used: tuple[str, ...], announced: tuple[str, ...]) -> Fact:
    """Weak hashes, and a signer whose hash the signed data does not announce (RFC 5652, 5.1)."""
    names = {hash_algorithm, *used}
    evidence = (("hashes", ", ".join(sorted(names))),)
    if "sha1" in names:
        return _fact(Name.ALGORITHMS_SOUND, Outcome.FAILS, Reason.WEAK_ALGORITHM, evidence)
    if not set(used) <= set(announced):
        return _fact(Name.ALGORITHMS_SOUND, Outcome.FAILS, Reason.ALGORITHM_MISMATCH, evidence)
    return _fact(Name.ALGORITHMS_SOUND, Outcome.HOLDS, Reason.DONE, evidence)


def _known(certificate: Certificate, country: str, anchor: Certificate | None, has_anchors: bool) -> Fact:
    evidence: tuple[tuple[str, str], ...] = (
        ("country", country),
        ("signer", certificate.fingerprint),
    )
    if anchor is not None:
        evidence = (*evidence, ("anchor", anchor.fingerprint), ("authority", anchor.shown_subject))
        return _fact(Name.SIGNER_KNOWN, Outcome.HOLDS, Reason.DONE, evidence)
    if not has_anchors:
        return _fact(Name.SIGNER_KNOWN, Outcome.UNKNOWN, Reason.NO_CSCA_OF_STATE, evidence)
    return _fact(Name.SIGNER_KNOWN, Outcome.FAILS, Reason.NOT_SIGNED_BY_CSCA, evidence)


def _revoked(certificate: Certificate, issuer: _Issuer) -> Fact:
    for each in issuer.lists:
        if certificate.serial in each.revoked:
            evidence = (("revoked_on", f"{each.revoked[certificate.serial].date()}"),)
            return _fact(Name.SIGNER_NOT_REVOKED, Outcome.FAILS, Reason.REVOKED, evidence)
    return issuer.not_revoked


def _fitting(certificate: Certificate) -> Fact:
    """A document signer signs documents: no authority, no other extended use (Doc 9303-12, 7.1)."""
    extended = certificate.extension(oids.EXTENDED_KEY_USAGE) is not None
    return _uses_fitting(certificate.basic_constraints[0], certificate.key_uses, extended)


@lru_cache(maxsize=256)
def _uses_fitting(is_authority: bool, key_uses: frozenset[str], is_extended: bool) -> Fact:
    wrong = []
    if is_authority:
        wrong.append("ca")
    if key_uses and "digital_signature" not in key_uses:
        wrong.append("key_usage")
    if is_extended:
        wrong.append("extended_key_usage")
    if wrong:
        evidence = (("wrong", ", ".join(wrong)),)
        return _fact(Name.SIGNER_FITTING, Outcome.FAILS, Reason.NOT_A_DOCUMENT_SIGNER, evidence)
    return _fact(Name.SIGNER_FITTING, Outcome.HOLDS, Reason.DONE)


@lru_cache(maxsize=256)
def _state(document: str, signer: str) -> Fact:
    """The State of the zone and the State of the signer are one."""
    if not document or not signer:
        return _fact(Name.STATE_AGREES, Outcome.UNKNOWN, Reason.STATE_NOT_READ)
    evidence = (("document", document), ("signer", signer))
    if document != signer:
        return _fact(Name.STATE_AGREES, Outcome.FAILS, Reason.ANOTHER_STATE, evidence)
    return _fact(Name.STATE_AGREES, Outcome.HOLDS, Reason.DONE, evidence)
