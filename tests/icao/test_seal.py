"""Visible digital seals: a published header is read, ours hold on paper, and nothing changed passes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tannha.icao.c40 import c40_size, decode_c40, encode_c40
from tannha.icao.deviations import Flaw, Malformed
from tannha.icao.facts import Outcome
from tannha.icao.pki.issuing import issue_seal_signer
from tannha.icao.pki.names import Name as Subject
from tannha.icao.pki.trust import Anchors
from tannha.icao.seal import (
    SLIP,
    SPECIMEN_CARD,
    Name,
    Reason,
    Seal,
    SealSigner,
    check_seal,
    decode_day,
    decode_seal,
    encode_day,
)
from tannha.icao.signatures import KeySigner
from tests.icao.authority import BEGAN, authority_of, key_of, period

TODAY = date(2026, 1, 20)
SLIP_CONTENTS = {
    "slip_number": "A0057",
    "paper": "CC02",
    "full_name": "Trần Thị Mẫu",
    "last_digits": "0001",
    "day": date(2026, 2, 3),
    "place": "Phường Hoa Mai",
}


def sealer() -> SealSigner:
    made, key = authority_of(), KeySigner(key_of("p256", 60))
    certificate = issue_seal_signer(
        *(made.csca, made.csca_certificate, made.authority, key.public_key, period()),
        serial=0x1A2B,
        name=Subject(country="UT", common_name="TN"),
    )
    return SealSigner(key, certificate, state="UTO")


def sealed() -> bytes:
    return sealer().seal(SLIP, SLIP_CONTENTS, issued_on=TODAY, signed_on=TODAY)


@given(st.text(alphabet="ABCXYZ0189 <", max_size=40))
def test_c40_gives_back_what_was_written_with_blanks_for_fillers(text: str) -> None:
    written = encode_c40(text)
    assert len(written) == c40_size(len(text))
    assert decode_c40(written) == text.replace("<", " ")


@pytest.mark.parametrize("data", ["FE", "FE00", "FE3C0000", "0000", "FFFF", "FE43FE43"])
def test_broken_c40_is_refused(data: str) -> None:
    with pytest.raises(Malformed):
        decode_c40(bytes.fromhex(data))


def test_a_header_of_version_3_by_others_is_read() -> None:
    # a seal of Utopia by signer DETS, certificate 27, of 1 January 2020 (published test data of a German profile)
    header = bytes.fromhex("DC02D9C56D32C8A519FC0F71346F1D67FC04")
    found = decode_seal(header + b"\xff\x40" + bytes(64)).header
    assert (found.state, found.signer, found.certificate) == ("UTO", "DETS", "00027")
    assert (found.issued_on, found.signed_on) == (date(2020, 1, 1), date(2023, 7, 28))


def test_days_are_three_bytes() -> None:
    assert encode_day(date(1957, 3, 25)).hex() == "319ef5"
    assert decode_day(bytes.fromhex("319ef5")) == date(1957, 3, 25)
    for wrong in (b"\xff\xff\xff", b"\x00\x00\x00", b"\x00"):
        with pytest.raises(Malformed):
            decode_day(wrong)


def test_a_slip_is_sealed_read_and_known_without_a_network() -> None:
    made, signer = authority_of(), sealer()
    verdict = check_seal(sealed(), (signer.certificate,), Anchors.of([made.csca_certificate]))
    assert [fact.name for fact in verdict.facts] == list(Name)
    assert [fact.name for fact in verdict.facts if not fact.holds] == [Name.SEAL_NOT_SPECIMEN]
    seal = verdict.seal
    assert isinstance(seal, Seal)
    assert seal.kind is SLIP
    assert seal.contents == SLIP_CONTENTS
    assert len(sealed()) < 180


def test_a_specimen_card_carries_its_zone() -> None:
    zone = "I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<"
    contents = {"zone": zone, "full_name": "Anna Maria", "portrait_hash": bytes(range(32))}
    seal = decode_seal(sealer().seal(SPECIMEN_CARD, contents, issued_on=TODAY, signed_on=TODAY))
    assert seal.contents == contents | {"zone": zone.replace("<", " ")}


def test_every_changed_byte_of_a_seal_is_found() -> None:
    made, data, certificate = authority_of(), sealed(), sealer().certificate
    store = Anchors.of([made.csca_certificate])
    for place in range(len(data)):
        changed = data[:place] + bytes((data[place] ^ 0x01,)) + data[place + 1 :]
        verdict = check_seal(changed, (certificate,), store)
        assert not verdict.fact(Name.SEAL_SIGNATURE_VALID).holds, place


def test_a_seal_of_an_unknown_signer_or_state_is_not_judged_false() -> None:
    signer = sealer()
    without = check_seal(sealed(), (), Anchors())
    assert without.fact(Name.SEAL_SIGNER_FOUND).reason == Reason.NO_CERTIFICATE
    assert {fact.outcome for fact in without.facts[1:]} == {Outcome.UNKNOWN}
    nowhere = check_seal(sealed(), (signer.certificate,), Anchors())
    assert nowhere.fact(Name.SEAL_SIGNATURE_VALID).holds
    assert nowhere.fact(Name.SEAL_SIGNER_KNOWN).reason == Reason.NO_CSCA_OF_STATE
    stranger = check_seal(
        sealed(), (signer.certificate,), Anchors.of([authority_of(number=3).csca_certificate])
    )
    assert stranger.fact(Name.SEAL_SIGNER_KNOWN).outcome is Outcome.FAILS


def test_a_seal_made_after_its_signer_ended_is_named() -> None:
    signer = sealer()
    data = signer.seal(SLIP, {"slip_number": "A1"}, issued_on=TODAY, signed_on=date(2060, 1, 1))
    verdict = check_seal(data, (signer.certificate,), Anchors())
    assert verdict.fact(Name.SEAL_SIGNER_IN_FORCE).reason == Reason.OUT_OF_FORCE


@pytest.mark.parametrize(
    ("data", "flaw"),
    [
        (b"", Flaw.WRONG_CONTENT),
        (b"\xdd\x03", Flaw.WRONG_CONTENT),
        (b"\xdc\x09" + bytes.fromhex("D9C5"), Flaw.BAD_VERSION),
        (b"\xdc\x03", Flaw.TRUNCATED),
    ],
)
def test_what_is_no_seal_is_named(data: bytes, flaw: Flaw) -> None:
    with pytest.raises(Malformed) as caught:
        decode_seal(data)
    assert caught.value.deviation.flaw is flaw


def test_a_seal_ends_with_its_signature() -> None:
    data = sealed()
    for changed, flaw in (
        (data + b"\x00", Flaw.TRAILING_BYTES),
        (data[:-66], Flaw.MISSING_ELEMENT),
        (data[:-1], Flaw.TRUNCATED),
    ):
        with pytest.raises(Malformed) as caught:
            decode_seal(changed)
        assert caught.value.deviation.flaw is flaw


def test_only_p_256_seals_and_only_in_the_words_of_the_kind() -> None:
    made = authority_of("p384")
    with pytest.raises(ValueError, match="P-256"):
        SealSigner(made.signer, made.signer_certificate, state="UTO")
    signer = sealer()
    with pytest.raises(ValueError, match="has not"):
        signer.seal(SLIP, {"salary": "1"}, issued_on=TODAY, signed_on=BEGAN.date())
    with pytest.raises(ValueError, match="type"):
        signer.seal(SLIP, {"day": "tomorrow"}, issued_on=TODAY, signed_on=TODAY)
