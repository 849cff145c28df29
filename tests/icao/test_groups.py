"""The data groups: published examples to the byte, Vietnamese entries whole, and what is wrong by name."""

from __future__ import annotations

import dataclasses
import io
import unicodedata

import pytest
from PIL import Image

from tannha.icao import der
from tannha.icao.additional_details import (
    Details,
    decode_dg11,
    decode_dg12,
    decode_dg16,
    encode_dg11,
    encode_dg12,
    encode_dg16,
)
from tannha.icao.deviations import Flaw, Malformed
from tannha.icao.dg1 import Size, decode_dg1, encode_dg1
from tannha.icao.dg2 import decode_dg2, encode_dg2, portrait_of
from tannha.icao.dg13 import Dg13, ParentsShape, decode_dg13, encode_dg13
from tannha.icao.mrz import Wrong, encode_vietnamese
from tannha.icao.mrz_two_lines import decode_two_lines, encode_two_lines
from tannha.icao.pictures import PictureKind, picture_head
from tannha.icao.tlv import encode

# Doc 9303-3 to -6: the specimens of Utopia
TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
TD2 = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
TD2_LONG = ("I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<", "D23145890<UTO3407127M95071227349<<<8")
TD1 = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
DG1_TD3 = bytes.fromhex(  # Doc 9303-10, DG1 around the specimen of Doc 9303-4, appendix B
    "615B5F1F58503C55544F4552494B53534F4E3C3C414E4E413C4D415249413C3C3C3C3C3C3C3C3C3C3C3C3C3C3C3C3C3C3C4C"
    "38393839303243333655544F3734303831323246313230343135395A45313834323236423C3C3C3C3C3130"
)
DG11 = bytes.fromhex(  # Doc 9303-10, appendix A.5, with its two lengths mended
    "6B605C0A5F0E5F115F425F125F135F0E0D534D4954483C3C4A4F484E3C4A5F110A414E59544F574E3C4D4E5F421731323320"
    "4D41504C452052443C414E59544F574E3C4D4E5F120B31363132353535313231325F130C54524156454C3C4147454E54"
)
DG16 = bytes.fromhex(  # Doc 9303-10, appendix A.6
    "7081A2020102A14C5F500832303032303130315F5110534D4954483C3C434841524C45533C525F520B31393532353535313231"
    "325F531D313233204D41504C452052443C414E59544F574E3C4D4E3C3535313030A24F5F500832303032303331355F510D4252"
    "4F574E3C3C4D4152593C4A5F520B31343135353535313231325F5323343920524544574F4F44204C4E3C4F4345414E20425245"
    "455A453C43413C3934303030"
)
WHOLE = Dg13(
    personal_number="099147000001",
    full_name="Trần Thị Mẫu",
    birth="15/01/1947",
    sex="Nữ",
    nationality="Việt Nam",
    ethnicity="Kinh",
    religion="Không",
    origin="Nam Trực, Nam Định",
    residence="P1504 chung cư HUD, Hoàng Liệt, Hoàng Mai, Hà Nội",
    features="Nốt ruồi C: 1cm trên sau đuôi mắt trái",
    issued="20/10/2022",
    expires="Không thời hạn",
    parents=("Trần Văn Bố", "Lê Thị Mẹ"),
    spouses=("Nguyễn Văn Chồng",),
    old_number="012345678",
    chip_code="0123456789ABCDEF",
)


def jpeg(width: int = 30, height: int = 40, form: str = "JPEG") -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), (120, 90, 60)).save(stream, form)
    return stream.getvalue()


@pytest.mark.parametrize("lines", [TD3, TD2, TD2_LONG], ids=["passport", "td2", "long number"])
def test_the_specimens_of_two_lines_are_read_and_written_to_the_letter(lines: tuple[str, str]) -> None:
    reading = decode_two_lines(lines)
    assert reading.deviations == ()
    assert reading.contents is not None
    assert encode_two_lines(reading.contents) == lines


def test_a_passport_without_optional_data_may_have_a_filler_as_its_digit() -> None:
    contents = decode_two_lines(TD3).contents
    assert contents is not None
    lines = encode_two_lines(dataclasses.replace(contents, optional_data=""))
    assert lines[1][42] == "<"
    assert decode_two_lines(lines).deviations == ()


@pytest.mark.parametrize("place", [9, 19, 27, 42, 43])
def test_each_wrong_digit_of_a_passport_is_named(place: int) -> None:
    second = TD3[1][:place] + str((int(TD3[1][place]) + 1) % 10) + TD3[1][place + 1 :]
    found = {each.wrong for each in decode_two_lines((TD3[0], second)).deviations}
    assert found == {Wrong.CHECK_DIGIT}


def test_the_published_dg1_is_written_and_read_to_the_byte() -> None:
    assert encode_dg1(TD3) == DG1_TD3
    read = decode_dg1(DG1_TD3)
    assert (read.size, read.lines, read.state) == (Size.TD3, TD3, "UTO")


def test_every_size_goes_onto_a_chip() -> None:
    for lines, size in ((TD1, Size.TD1), (TD2, Size.TD2)):
        assert decode_dg1(encode_dg1(lines)).size is size
    vietnamese = encode_vietnamese(
        personal_number="099147000001",
        birth_year=1947,
        birth_month=None,
        birth_day=None,
        sex="F",
        expires_on=None,
        full_name="Trần Thị Mẫu",
    )
    assert decode_dg1(encode_dg1(vietnamese)).state == "VNM"


def test_a_zone_with_a_wrong_digit_is_read_by_a_tolerant_reader_only() -> None:
    wrong = DG1_TD3[:-1] + b"1"
    with pytest.raises(Malformed) as caught:
        decode_dg1(wrong)
    assert caught.value.deviation.flaw is Flaw.BAD_MRZ
    assert decode_dg1(wrong, strict=False).deviations[0].part == "zone, composite"
    with pytest.raises(ValueError, match="without deviations"):
        encode_dg1((TD3[0], TD3[1][:-1] + "1"))


@pytest.mark.parametrize(("form", "kind"), [("JPEG", PictureKind.JPEG), ("JPEG2000", PictureKind.JPEG_2000)])
def test_a_portrait_comes_back_with_its_size_and_kind(form: str, kind: PictureKind) -> None:
    portrait = portrait_of(jpeg(form=form))
    assert (portrait.kind, portrait.width, portrait.height) == (kind, 30, 40)
    read = decode_dg2(encode_dg2(portrait))
    assert read.portraits == (portrait,)


def test_a_portrait_whose_record_lies_about_its_size_is_named() -> None:
    data = bytearray(encode_dg2(portrait_of(jpeg())))
    at = data.index(b"FAC\x00") + 14 + 20 + 2
    data[at + 1] = 31
    with pytest.raises(Malformed):
        decode_dg2(bytes(data))
    read = decode_dg2(bytes(data), strict=False)
    assert read.portraits[0].width == 30
    assert [each.flaw for each in read.deviations] == [Flaw.BAD_VALUE]


def test_a_template_of_a_foreign_format_is_kept_raw() -> None:
    data = encode_dg2(portrait_of(jpeg())).replace(b"FAC\x00", b"XYZ\x00")
    read = decode_dg2(data, strict=False)
    assert (read.portraits, len(read.other_templates)) == ((), 1)


def test_bytes_that_are_no_picture_make_no_portrait() -> None:
    with pytest.raises(ValueError, match="JPEG"):
        portrait_of(b"GIF89a")
    assert picture_head(b"\xff\xd8" + b"\xff" * 5_000) is None


@pytest.mark.parametrize("shape", list(ParentsShape))
def test_all_sixteen_vietnamese_entries_come_back(shape: ParentsShape) -> None:
    contents = dataclasses.replace(WHOLE, parents_shape=shape)
    assert decode_dg13(encode_dg13(contents)) == contents


@pytest.mark.parametrize(
    "contents",
    [
        Dg13(),
        Dg13(personal_number="099147000001", spouses=()),
        Dg13(parents=("", "Lê Thị Mẹ")),
        Dg13(birth="1947", expires="20/10/2040", spouses=("Một", "Hai")),
        Dg13(full_name="Y-Bhăm Ênuôl", unknown=((21, bytes.fromhex("30050201150500")),)),
    ],
    ids=["nothing", "single", "one parent", "two spouses", "unknown entry"],
)
def test_entries_may_be_absent_empty_or_unknown(contents: Dg13) -> None:
    data = encode_dg13(contents)
    assert decode_dg13(data, strict=not contents.unknown) == contents


def test_an_entry_in_loose_letters_or_another_string_type_is_named() -> None:
    loose = unicodedata.normalize("NFD", "Trần Thị Mẫu")
    entries = (
        der.sequence(der.integer(2), der.utf8(loose)),
        der.sequence(der.integer(1), der.utf8("099147000001")),
    )
    body = der.sequence(der.integer(1), der.oid("1.0.10646.1.0.8"), der.set_of(*entries))
    read = decode_dg13(encode(0x6D, body), strict=False)
    assert read.full_name == loose
    assert {each.flaw for each in read.deviations} == {Flaw.NOT_NFC, Flaw.STRING_TYPE}
    with pytest.raises(ValueError, match="NFC"):
        encode_dg13(Dg13(full_name=loose))


def test_another_wrapper_is_read_by_a_tolerant_reader() -> None:
    entry = der.sequence(der.integer(1), der.printable("099147000001"))
    for body in (
        der.sequence(entry),
        der.set_of(entry),
        der.sequence(der.integer(3), der.set_of(entry)),
        der.integer(1) + der.oid("1.2.3") + der.sequence(entry),
    ):
        data = encode(0x6D, body)
        with pytest.raises(Malformed):
            decode_dg13(data)
        read = decode_dg13(data, strict=False)
        assert read.personal_number == "099147000001", data.hex()
        assert read.deviations


def test_an_entry_that_comes_twice_counts_once() -> None:
    entry = der.sequence(der.integer(2), der.utf8("Một"))
    again = der.sequence(der.integer(2), der.utf8("Hai"))
    body = der.sequence(der.integer(1), der.oid("1.0.10646.1.0.8"), der.set_of(entry, again))
    read = decode_dg13(encode(0x6D, body), strict=False)
    assert read.full_name == "Hai"  # first in the order of the SET
    assert [each.flaw for each in read.deviations] == [Flaw.REPEATED_ELEMENT]


def test_the_published_dg11_is_written_and_read_to_the_byte() -> None:
    read = decode_dg11(DG11)
    assert read.texts["full_name"] == "SMITH<<JOHN<J"
    assert encode_dg11(read) == encode_dg11(Details(texts=read.texts))
    assert sorted(encode_dg11(read)) == sorted(
        DG11
    )  # the example lists the address before the telephone, as we do
    assert encode_dg11(read) == DG11


def test_the_published_dg16_is_written_and_read_to_the_byte() -> None:
    read = decode_dg16(DG16)
    assert [person["name"] for person in read.persons] == ["SMITH<<CHARLES<R", "BROWN<<MARY<J"]
    assert encode_dg16(read.persons) == DG16


def test_dg12_with_other_persons_a_picture_and_a_packed_date() -> None:
    details = Details(
        texts={"authority": "UTOPIA", "issued": "20260115", "personalised_at": "20260115083000"},
        other_names=("ERIKSSON<<LARS",),
        pictures={"front": jpeg()},
    )
    data = encode_dg12(details)
    assert decode_dg12(data) == details
    packed = data.replace(encode(0x5F26, b"20260115"), encode(0x5F26, bytes.fromhex("20260115")))
    packed = packed[:2] + (int.from_bytes(packed[2:4], "big") - 4).to_bytes(2, "big") + packed[4:]
    assert decode_dg12(packed, strict=False).texts["issued"] == "20260115"
    with pytest.raises(ValueError, match="8 digits"):
        encode_dg12(Details(texts={"issued": "2026"}))


def test_a_tag_list_that_says_otherwise_is_named() -> None:
    data = DG11.replace(bytes.fromhex("5C0A5F0E"), bytes.fromhex("5C0A5F0F"))
    assert [each.flaw for each in decode_dg11(data, strict=False).deviations] == [Flaw.MISSING_ELEMENT]
