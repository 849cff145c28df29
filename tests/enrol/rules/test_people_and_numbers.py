from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tannha.enrol.refusals import CATALOGUE, Code
from tannha.enrol.rules.gentle import (
    DEFAULT_LIMITS,
    GENTLE,
    ORDINARY,
    WhyStopped,
    is_gentle,
    profile_for,
    rest_until,
    why_not_again,
)
from tannha.enrol.rules.packet import (
    Header,
    SealedPart,
    header_bytes,
    is_too_large,
    part_context,
    parts_match,
)
from tannha.enrol.rules.signing import Mark, Signer, Signing, why_not_signed_by
from tannha.enrol.rules.slip_number import check_digits, is_sound, make_slip_number, read_slip_number

DAY = date(2026, 11, 24)


def signed(signer: Signer, **fields: bool) -> Signing:
    return Signing(signer=signer, mark=Mark.FINGERPRINT, **fields)


def test_family_who_helps_never_signs_for_the_person() -> None:
    refused = why_not_signed_by(signed(Signer.SUPPORTER, has_document=True), oldest=79, own_signature_from=14)
    assert refused is not None
    assert refused.code is Code.SUPPORTER_SIGNS


def test_a_representative_signs_on_the_ground_of_a_document() -> None:
    without = why_not_signed_by(signed(Signer.REPRESENTATIVE), oldest=79, own_signature_from=14)
    assert without is not None
    assert without.code is Code.REPRESENTATIVE_DOCUMENT
    assert (
        why_not_signed_by(signed(Signer.REPRESENTATIVE, has_document=True), oldest=79, own_signature_from=14)
        is None
    )


def test_a_person_signs_with_a_fingerprint_and_a_child_does_not_sign_alone() -> None:
    assert why_not_signed_by(signed(Signer.PERSON), oldest=79, own_signature_from=14) is None
    child = why_not_signed_by(signed(Signer.PERSON), oldest=13, own_signature_from=14)
    assert child is not None
    assert child.code is Code.REPRESENTATIVE_MISSING


def test_the_gentle_way_is_chosen_at_every_bedside_and_never_flashes() -> None:
    assert is_gentle(at_home=True, needs=())
    assert is_gentle(at_home=False, needs={"calm_place"})
    assert not is_gentle(at_home=False, needs={"wheelchair"})
    gentle = profile_for(gentle=True)
    assert gentle is GENTLE
    assert not gentle.flash
    assert not gentle.figures_visible
    assert not ORDINARY.flash


def test_after_the_stop_word_there_are_fourteen_days_of_rest() -> None:
    day = rest_until(WhyStopped.STOP_WORD, DAY, DEFAULT_LIMITS)
    assert day == date(2026, 12, 8)
    refused = why_not_again(why=WhyStopped.STOP_WORD, not_before=day, on=date(2026, 12, 7))
    assert refused is not None
    assert refused.code is Code.RESTING
    assert why_not_again(why=WhyStopped.STOP_WORD, not_before=day, on=day) is None


def test_another_day_is_the_day_that_suits_the_person() -> None:
    assert rest_until(WhyStopped.ANOTHER_DAY, DAY, DEFAULT_LIMITS) == DAY
    assert why_not_again(why=WhyStopped.MEET_AGAIN, not_before=date(2027, 1, 1), on=DAY) is None


def test_check_digits_follow_a_public_vector_of_mod_97_10() -> None:
    # The example of ISO 17442 (legal entity identifiers), which uses ISO/IEC 7064 MOD 97-10.
    assert check_digits("529900T8BM49AURSDO") == "55"
    assert is_sound("529900T8BM49AURSDO55")
    assert make_slip_number("H07", 412) == "H07-00412-80"


def test_a_slip_number_is_read_as_people_type_it() -> None:
    assert read_slip_number(" h07 00412 80 ") == "H07-00412-80"
    assert read_slip_number("H07-00412-81") is None
    assert read_slip_number("99147000001") is None
    with pytest.raises(ValueError, match="series"):
        make_slip_number("07H", 1)
    with pytest.raises(ValueError, match="running"):
        make_slip_number("H07", 100_000)


@given(running=st.integers(1, 99_999), position=st.integers(1, 9), digit=st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_noticed(running: int, position: int, digit: str) -> None:
    number = make_slip_number("H07", running).replace("-", "")
    wrong = number[:position] + digit + number[position + 1 :]
    assert (read_slip_number(wrong) is not None) == (wrong == number)


def test_every_code_says_what_why_and_what_next() -> None:
    assert set(CATALOGUE) == set(Code)
    for sentences in CATALOGUE.values():
        assert sentences.cannot
        assert sentences.why
        assert sentences.next_step


def header(parts: tuple[SealedPart, ...]) -> Header:
    return Header(
        packet_id=UUID(int=1),
        ward_id=UUID(int=2),
        made_at=datetime(2026, 11, 24, 2, tzinfo=UTC),
        regime="2024",
        regime_on=DAY,
        parts=parts,
    )


def test_the_header_names_parts_lengths_and_digests_and_nobody() -> None:
    sealed = {"identity": b"abc", "evidence": b"defg", "biometrics.01": b"h"}
    parts = tuple(SealedPart.of(name, body) for name, body in sealed.items())
    written = header_bytes(header(parts))
    assert parts_match(written, sealed)
    assert not parts_match(written, {**sealed, "identity": b"abd"})
    assert not parts_match(written, {"identity": b"abc"})
    assert b'"suite":"p256-hpke-aes256gcm-es256@1"' in written
    assert b"name_key" not in written


def test_a_packet_over_its_limits_is_noticed() -> None:
    small = SealedPart(name="x", length=10, sha256="")
    assert not is_too_large([small] * 20)
    assert is_too_large([small] * 21)
    assert is_too_large([SealedPart(name="x", length=11 * 2**20, sha256="")])
    assert is_too_large([SealedPart(name="x", length=9 * 2**20, sha256="")] * 5)


def test_a_sealed_part_is_bound_to_its_enrolment_and_its_place() -> None:
    assert part_context(UUID(int=1), "face") != part_context(UUID(int=2), "face")
    assert part_context(UUID(int=1), "face") != part_context(UUID(int=1), "slap_left")
