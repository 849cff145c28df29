"""TLV and DER: the shortest form out; strict in, or tolerant in with every departure named."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tannha.icao import der, tlv
from tannha.icao.deviations import Findings, Flaw, Malformed


def strict() -> Findings:
    return Findings()


def tolerant() -> Findings:
    return Findings(strict=False)


def flaw_of(data: bytes, tag: int = 0x30) -> Flaw:
    with pytest.raises(Malformed) as caught:
        tlv.whole(data, tag, strict())
    return caught.value.deviation.flaw


@pytest.mark.parametrize("size", [0, 1, 127, 128, 255, 256, 65_535, 65_536])
@pytest.mark.parametrize("tag", [0x04, 0x61, 0x5F1F, 0x7F61])
def test_what_is_written_is_read_back(size: int, tag: int) -> None:
    element = tlv.whole(tlv.encode(tag, bytes(size)), tag, strict())
    assert (element.tag, len(element)) == (tag, size)


@pytest.mark.parametrize("tag", [0, 0x1F, 0x5F80, 0x3030, 0x1F1F1F])
def test_a_tag_that_is_none_is_not_written(tag: int) -> None:
    with pytest.raises(ValueError, match="one or two bytes"):
        tlv.encode(tag)


@pytest.mark.parametrize(
    ("hexadecimal", "flaw"),
    [
        ("", Flaw.TRUNCATED),
        ("30", Flaw.TRUNCATED),
        ("3002 00", Flaw.TRUNCATED),
        ("3082 01", Flaw.TRUNCATED),
        ("3085 0000000000", Flaw.LENGTH_TOO_LONG),
        ("3081 01 00", Flaw.LENGTH_NOT_SHORTEST),
        ("3082 0081", Flaw.LENGTH_NOT_SHORTEST),
        ("3080 0000", Flaw.INDEFINITE_LENGTH),
        ("3000 01", Flaw.TRAILING_BYTES),
        ("3000 0000", Flaw.PADDING),
        ("3000 FFFF", Flaw.PADDING),
        ("3100", Flaw.UNEXPECTED_TAG),
        ("5F8101 00", Flaw.TAG_TOO_LONG),
    ],
)
def test_a_strict_reader_names_the_first_departure(hexadecimal: str, flaw: Flaw) -> None:
    assert flaw_of(bytes.fromhex(hexadecimal)) is flaw


def test_a_tolerant_reader_goes_on_and_names_them_all() -> None:
    findings = tolerant()
    element = tlv.whole(bytes.fromhex("3080 30810401020304 0000 0000"), 0x30, findings)
    assert [child.raw.hex() for child in tlv.children(element, findings)] == ["30810401020304"]
    assert {each.flaw for each in findings.all} == {
        Flaw.INDEFINITE_LENGTH,
        Flaw.PADDING,
        Flaw.LENGTH_NOT_SHORTEST,
    }


def test_nested_indefinite_lengths_end_where_they_should_and_do_not_run_deep() -> None:
    element = tlv.whole(bytes.fromhex("3080 3080 020101 0000 0000"), 0x30, tolerant())
    assert element.value.hex() == "30800201010000"
    with pytest.raises(Malformed) as caught:
        tlv.whole(b"\x30\x80" * 200_000, 0x30, tolerant())
    assert caught.value.deviation.flaw is Flaw.TOO_DEEP


def test_a_tolerant_reader_gives_up_after_too_many_departures() -> None:
    findings = tolerant()
    with pytest.raises(Malformed) as caught:
        tlv.elements(b"\x04\x81\x00" * 1_000, 0, 3_000, findings)
    assert caught.value.deviation.flaw is Flaw.TOO_MANY_DEVIATIONS


@given(st.integers(min_value=-(2**300), max_value=2**300))
def test_integers_are_read_back(number: int) -> None:
    assert der.read_integer(tlv.whole(der.integer(number), der.INTEGER, strict()), strict()) == number


@given(
    st.sampled_from([0, 1, 2]), st.integers(0, 39), st.lists(st.integers(0, 2**40), min_size=0, max_size=8)
)
def test_object_identifiers_are_read_back(first: int, second: int, arcs: list[int]) -> None:
    text = ".".join(map(str, (first, second, *arcs)))
    assert der.read_oid(tlv.whole(der.oid(text), der.OID, strict())) == text


@pytest.mark.parametrize("hexadecimal", ["0600", "060180", "0602 2A80", "0603 2A8001"])
def test_a_broken_object_identifier_is_refused(hexadecimal: str) -> None:
    with pytest.raises(Malformed):
        der.read_oid(tlv.whole(bytes.fromhex(hexadecimal), der.OID, tolerant()))


def test_times_turn_to_four_digits_in_2050() -> None:
    for moment in (datetime(2049, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(2050, 1, 1, tzinfo=UTC)):
        written = der.time(moment)
        assert der.read_time(tlv.element_at(written, 0, len(written), strict()), strict()) == moment, (
            written.hex()
        )
    assert der.time(moment)[0] == der.GENERALIZED_TIME


@pytest.mark.parametrize("text", ["991332000000Z", "9912312359Z", "991231235960Z", "9912312359590Z", ""])
def test_a_time_that_is_none_is_refused(text: str) -> None:
    data = tlv.encode(der.UTC_TIME, text.encode())
    with pytest.raises(Malformed):
        der.read_time(tlv.whole(data, der.UTC_TIME, strict()), strict())


@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_are_read_or_refused_with_this_error_only(data: bytes, is_strict: bool) -> None:
    findings = Findings(strict=is_strict)
    try:
        for element in tlv.elements(data, 0, len(data), findings):
            tlv.children(element, findings)
    except Malformed:
        pass
