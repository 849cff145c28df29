"""The examples in docs/formats are what the program reads and writes."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from tannha.desk.rules.qr import CardCopy, read_qr
from tannha.enrol.rules.packet import Header, SealedPart, header_bytes, parts_match
from tannha.ground.dates import PartialDate
from tannha.ground.regime import regime_on
from tannha.icao.mrz import decode_vietnamese
from tannha.issue.rules.card_text import CardIdentity, mrz_of, qr_of
from tannha.roll.reading import read_book
from tannha.roll.rules.analysis import lists_in
from tannha.roll.rules.fields import Field

FORMATS = Path(__file__).resolve().parents[2] / "docs" / "formats"

DAO = CardIdentity(
    personal_number="099147000001",
    full_name="TRẦN THỊ ĐÀO",
    birth=PartialDate(year=1947),
    sex="female",
    address="P1504 tháp A, Tổ 12, Phường Mẫu, Hà Nội",
    father="TRẦN VĂN MẬN",
    mother="LÊ THỊ CHANH",
)
ISSUED = date(2026, 12, 3)


def example(page: str, kind: str, *, number: int = 0) -> str:
    """The first (or a later) block of a kind in a format page."""
    text = (FORMATS / page).read_text(encoding="utf-8")
    return re.findall(rf"```{kind}\n(.*?)\n```", text, flags=re.DOTALL)[number]


def test_the_example_zone_is_the_card_of_bac_dao() -> None:
    lines = tuple(example("card-mrz.md", "mrz").splitlines())
    assert lines == mrz_of(DAO, expires_on=None)
    reading = decode_vietnamese(lines)
    assert reading.deviations == ()
    assert reading.contents is not None
    assert (reading.contents.personal_number, reading.contents.birth_month) == ("099147000001", None)


def test_the_example_qr_is_written_and_read_to_the_letter() -> None:
    text = example("card-qr.md", "qr")
    assert text == qr_of(DAO, issued_on=ISSUED, regime=regime_on(ISSUED))
    copy = read_qr(text)
    assert isinstance(copy, CardCopy)
    assert (copy.full_name, copy.birth, copy.issued_on) == ("Trần Thị Đào", PartialDate(year=1947), ISSUED)
    assert copy.oddities == ()


def test_the_example_list_is_found_below_its_title_with_its_columns() -> None:
    (listed,) = lists_in(read_book(example("roll-list.md", "csv").encode(), "list.csv"))
    assert list(listed.heading.guess) == [
        Field.ROW_NUMBER, Field.FULL_NAME, Field.BIRTH, Field.SEX, Field.PERSONAL_NUMBER, Field.OLD_NUMBER,
        Field.ADDRESS, Field.GROUP, Field.FLOOR, Field.PHONE, Field.NOTE,
    ]  # fmt: skip


def test_the_example_header_is_canonical_and_holds_no_name() -> None:
    text = example("packet.md", "json")
    told = json.loads(text)
    header = Header(
        packet_id=UUID(told["packet_id"]),
        ward_id=UUID(told["recipients"][0].removeprefix("ward:")),
        made_at=datetime(2026, 11, 24, 2, 0, tzinfo=UTC),
        regime=told["regime"],
        regime_on=date(2026, 11, 24),
        parts=(SealedPart.of("identity", b"sealed example"),),
    )
    assert header_bytes(header).decode() == text
    assert parts_match(text.encode(), {"identity": b"sealed example"})
    assert not parts_match(text.encode(), {"identity": b"sealed Example"})
    assert told["parts"][0]["sha256"] == hashlib.sha256(b"sealed example").hexdigest()


def test_the_example_answer_is_one_object_on_one_line() -> None:
    text = example("command-answers.md", "json")
    assert "\n" not in text
    assert set(json.loads(text)) == {"rows", "accepted", "findings", "doubles", "seconds"}
