"""Passive authentication: each question a fact of its own, and each wrong card fails the right one."""

from __future__ import annotations

import dataclasses
import random
from datetime import datetime, timedelta

import pytest

from tannha.icao.facts import Outcome
from tannha.icao.lds import Com
from tannha.icao.passive_auth import Authenticator, Name, Read, Reason, Verdict
from tannha.icao.pki.issuing import issue_csca, issue_document_signer, issue_link
from tannha.icao.pki.names import Name as Subject
from tannha.icao.pki.revocation import issue_revocation_list
from tannha.icao.pki.trust import Anchors
from tannha.icao.public_keys import CurveForm
from tannha.icao.signatures import KeySigner
from tannha.icao.sod import SodWriter
from tests.icao.authority import BEGAN, KINDS, NOW, Invented, authority_of, invented, key_of, period

GROUPS = {1: b"the zone", 2: b"the face" * 99, 13: b"the rest", 15: b"a key"}


def sod_of(made: Invented, groups: dict[int, bytes] = GROUPS) -> bytes:
    return SodWriter(made.signer, made.signer_certificate).write(groups)


def check(read: Read, made: Invented, *, at: datetime = NOW, lists: bool = True) -> Verdict:
    store = Anchors.of([made.csca_certificate], [made.revocations] if lists else [])
    return Authenticator(store, at=at).check(read)


def told(verdict: Verdict, name: Name) -> tuple[Outcome, Reason]:
    fact = verdict.fact(name)
    return fact.outcome, Reason(fact.reason)


@pytest.mark.parametrize("kind", KINDS)
def test_a_specimen_holds_in_everything_but_being_one(kind: str) -> None:
    made = authority_of(kind)
    verdict = check(Read(groups=GROUPS, sod=sod_of(made), country="UT", com=Com(groups=tuple(GROUPS))), made)
    assert [fact.name for fact in verdict.facts] == list(Name)
    assert [fact.name for fact in verdict.failing] == [Name.NOT_SPECIMEN]
    assert verdict.anchor == made.csca_certificate
    assert all(fact.clause for fact in verdict.facts)


def test_keys_with_their_curve_in_numbers_are_known_like_any_other() -> None:
    made = authority_of("brainpool", form=CurveForm.EXPLICIT)
    verdict = check(Read(groups=GROUPS, sod=sod_of(made)), made)
    assert told(verdict, Name.SIGNER_KNOWN) == (Outcome.HOLDS, Reason.DONE)


def test_every_flipped_bit_is_found() -> None:
    made, chance = authority_of(), random.Random(6)
    sod = sod_of(made)
    authenticator = Authenticator(Anchors.of([made.csca_certificate]), at=NOW)
    for _ in range(150):
        groups, changed = dict(GROUPS), bytearray(sod)
        place = chance.choice(["sod", *GROUPS])
        target = changed if place == "sod" else bytearray(groups[place])
        target[chance.randrange(len(target))] ^= 1 << chance.randrange(8)
        if place != "sod":
            groups[place] = bytes(target)
        verdict = authenticator.check(Read(groups=groups, sod=bytes(changed)))
        found = {fact.name for fact in verdict.facts if not fact.holds}
        assert found - {Name.STATE_AGREES, Name.NOT_SPECIMEN, Name.SIGNER_NOT_REVOKED}, place


def test_a_changed_group_is_named() -> None:
    made = authority_of()
    verdict = check(Read(groups=GROUPS | {13: b"other"}, sod=sod_of(made)), made)
    fact = verdict.fact(Name.GROUPS_INTACT)
    assert (fact.outcome, dict(fact.evidence)["changed"]) == (Outcome.FAILS, "DG13")
    assert verdict.fact(Name.SIGNATURE_VALID).holds


@pytest.mark.parametrize(
    ("read", "reason"),
    [
        ({"groups": {**GROUPS, 11: b"unsigned"}}, Reason.GROUP_NOT_SIGNED),
        ({"groups": {1: GROUPS[1]}}, Reason.GROUP_NOT_READ),
        ({"groups": GROUPS, "com": Com(groups=(1, 2))}, Reason.CONTENTS_LIST_DIFFERS),
    ],
    ids=["not signed", "not read", "contents list"],
)
def test_groups_that_do_not_agree_are_named(read: dict[str, object], reason: Reason) -> None:
    made = authority_of()
    verdict = check(Read(sod=sod_of(made), **read), made)  # type: ignore[arg-type]
    assert told(verdict, Name.GROUPS_LISTED) == (Outcome.FAILS, reason)


def test_groups_that_the_chip_keeps_closed_are_no_fault() -> None:
    made = authority_of()
    sod = sod_of(made, GROUPS | {3: b"prints"})
    assert check(Read(groups=GROUPS, sod=sod), made).fact(Name.GROUPS_LISTED).holds
    some = {number: data for number, data in GROUPS.items() if number != 13}
    verdict = check(Read(groups=some, sod=sod, not_read=frozenset({13})), made)
    assert verdict.fact(Name.GROUPS_LISTED).holds


def test_a_state_without_certificates_is_unknown_and_another_states_signer_is_refused() -> None:
    made = authority_of()
    read = Read(groups=GROUPS, sod=sod_of(made), country="VN")
    nobody = Authenticator(Anchors(), at=NOW).check(read)
    assert told(nobody, Name.SIGNER_KNOWN) == (Outcome.UNKNOWN, Reason.NO_CSCA_OF_STATE)
    assert told(nobody, Name.NOT_SPECIMEN) == (Outcome.UNKNOWN, Reason.NO_CSCA_OF_STATE)
    assert told(nobody, Name.STATE_AGREES) == (Outcome.FAILS, Reason.ANOTHER_STATE)
    other = check(read, authority_of(number=3))
    assert told(other, Name.SIGNER_KNOWN) == (Outcome.FAILS, Reason.NOT_SIGNED_BY_CSCA)


def test_a_signer_out_of_force_is_named_and_so_is_its_authority() -> None:
    made = authority_of()
    read = Read(groups=GROUPS, sod=sod_of(made))
    late = check(read, made, at=BEGAN + timedelta(days=9_000))
    assert told(late, Name.SIGNER_IN_FORCE) == (Outcome.FAILS, Reason.OUT_OF_FORCE)
    short = issue_csca(made.csca, made.authority, period(days=10), serial=5)
    verdict = Authenticator(Anchors.of([short]), at=NOW).check(read)
    assert told(verdict, Name.SIGNER_IN_FORCE) == (Outcome.FAILS, Reason.ISSUER_OUT_OF_FORCE)


def test_a_revoked_signer_an_old_list_and_no_list_are_three_things() -> None:
    made = authority_of()
    read = Read(groups=GROUPS, sod=sod_of(made))
    serial = made.signer_certificate.serial
    revoked = dataclasses.replace(
        made,
        revocations=issue_revocation_list(
            *(made.csca, made.csca_certificate, [(serial, BEGAN)]),
            number=2,
            this_update=BEGAN,
            next_update=BEGAN + timedelta(days=90),
        ),
    )
    assert told(check(read, revoked), Name.SIGNER_NOT_REVOKED) == (Outcome.FAILS, Reason.REVOKED)
    later = check(read, made, at=BEGAN + timedelta(days=91))
    assert told(later, Name.SIGNER_NOT_REVOKED) == (Outcome.UNKNOWN, Reason.LIST_OUT_OF_DATE)
    none = check(read, made, lists=False)
    assert told(none, Name.SIGNER_NOT_REVOKED) == (Outcome.UNKNOWN, Reason.NO_REVOCATION_LIST)


def test_a_list_that_somebody_else_signed_counts_for_nothing() -> None:
    made, other = authority_of(), authority_of(number=4)
    store = Anchors.of([made.csca_certificate], [other.revocations])
    verdict = Authenticator(store, at=NOW).check(Read(groups=GROUPS, sod=sod_of(made)))
    assert told(verdict, Name.SIGNER_NOT_REVOKED) == (Outcome.UNKNOWN, Reason.NO_REVOCATION_LIST)


def test_an_authority_that_signs_documents_itself_is_no_document_signer() -> None:
    made = authority_of()
    sod = SodWriter(made.csca, made.csca_certificate).write(GROUPS)
    verdict = check(Read(groups=GROUPS, sod=sod), made)
    assert told(verdict, Name.SIGNER_FITTING) == (Outcome.FAILS, Reason.NOT_A_DOCUMENT_SIGNER)


def test_a_new_root_is_trusted_through_its_link_certificate_only() -> None:
    made = authority_of()
    new = KeySigner(key_of("p256", 90))
    new_root = issue_csca(new, made.authority, period(), serial=7)
    link = issue_link(made.csca, made.csca_certificate, new_root, made.authority, period(), serial=8)
    signer = KeySigner(key_of("p256", 91))
    name = Subject(country="UT", common_name="SPECIMEN DS new")
    certificate = issue_document_signer(
        new, new_root, invented(), signer.public_key, period(), serial=9, name=name
    )
    read = Read(groups=GROUPS, sod=SodWriter(signer, certificate).write(GROUPS))
    store = Anchors.of([made.csca_certificate])
    assert not Authenticator(store, at=NOW).check(read).fact(Name.SIGNER_KNOWN).holds
    assert store.link([link, authority_of(number=5).csca_certificate]) == (link,)
    assert Authenticator(store, at=NOW).check(read).fact(Name.SIGNER_KNOWN).holds


@pytest.mark.parametrize("sod", [None, b"", b"\x77\x00", b"\x77\x82\xff\xff", bytes(100)])
def test_without_a_readable_security_object_nothing_is_told(sod: bytes | None) -> None:
    verdict = check(Read(groups=GROUPS, sod=sod), authority_of())
    assert verdict.facts[0].outcome is Outcome.FAILS
    assert {fact.outcome for fact in verdict.facts[1:]} == {Outcome.UNKNOWN}
