"""The two papers, read back with pdftotext.

Right code by the rules of the day, one page, every mark whole.
"""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from tannha.enrol.paper import appointment_slip_pdf, information_form_pdf
from tannha.enrol.rules.fingers import BiometricException, ExceptionReason
from tannha.enrol.rules.parts import Finger
from tannha.enrol.service import AppointmentSlip, InformationForm
from tannha.ground.dates import PartialDate
from tannha.ground.regime import Service, regime_on
from tannha.web.paper import own_file

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
FORM = InformationForm(
    code=regime_on(date(2026, 11, 24)).information_form,
    ward="Phường Mẫu",
    full_name="NGUYỄN PHẠM HOÀNG NGẶNG ẮẪỔ THUỲ DƯƠNG",
    birth=PartialDate(year=1947),
    sex="female",
    personal_number="099147000001",
    old_numbers=("012345678",),
    address="P1504 tháp A, tổ 12 · tầng 15, có thang máy",
    phone="",
    features="nốt ruồi cách 2 cm dưới mắt trái",
    service=Service.FROM_OLD_CARD,
    taken=15,
    asked=16,
    exceptions=(BiometricException(subject=Finger.LEFT_LITTLE, reason=ExceptionReason.CONTRACTURE),),
    modalities=(),
    printed_at=AT,
    printed_by="Minh",
)
SLIP = AppointmentSlip(
    code=regime_on(date(2026, 11, 24)).appointment_slip,
    ward="Phường Mẫu",
    number="K01-00412-64",
    full_name="TRẦN THỊ ĐÀO",
    birth=PartialDate(year=1947),
    masked_number="…0001",
    sealed_on=AT,
    promised_on=date(2026, 12, 3),
    working_days=7,
    at_home=True,
    printed_at=AT,
    printed_by="Minh",
)

INFORMATION_FORM = [
    "Phường Mẫu Mẫu CC01, quy định từ 2024",
    "Phiếu thu nhận thông tin căn cước",
    "Họ và tên NGUYỄN PHẠM HOÀNG NGẶNG ẮẪỔ THUỲ",
    "DƯƠNG",
    "Ngày sinh 1947",
    "Giới tính nữ",
    "Số định danh cá nhân 099147000001",
    "Số cũ 012345678",
    "Địa chỉ P1504 tháp A, tổ 12 · tầng 15, có thang máy",
    "Đặc điểm nhân dạng nốt ruồi cách 2 cm dưới mắt trái",
    "Loại cấp Đổi từ thẻ cũ",
    "Đã thu nhận 15 trong 16 phần",
    "Không thu được",
    "• ngón út trái: tay co cứng",
    "Tôi đã đọc phiếu này, hoặc đã được đọc cho nghe. Nội dung là đúng.",
    "Người dân, hoặc người đại diện ngày 24 tháng 11 năm 2026",
    "(ký hoặc điểm chỉ) Cán bộ thu nhận",
    "Minh",
    "Người nhà hỗ trợ không ký thay. Người đại diện ký trên cơ sở giấy tờ.",
    "1/1",
]
APPOINTMENT_SLIP = [
    "Phường Mẫu Mẫu CC02, quy định từ 2024",
    "Giấy hẹn trả kết quả",
    "K01-00412-64",
    "Họ và tên TRẦN THỊ ĐÀO",
    "Ngày sinh 1947",
    "Số …0001",
    "Ngày niêm phong ngày 24 tháng 11 năm 2026",
    "Ngày hẹn trả thẻ ngày 03 tháng 12 năm 2026",
    "Tức 7 ngày làm việc sau khi niêm phong; không tính ngày nghỉ lễ.",
    "Thẻ được mang đến nhà, trừ khi gia đình muốn khác.",
    "Khi gọi điện chỉ cần đọc số ở trên; không ai cần hỏi thêm.",
    "ngày 24 tháng 11 năm 2026",
    "Cán bộ thu nhận",
    "Minh",
    "1/1",
]


def text_of(pdf: bytes) -> list[str]:
    """The lines of a PDF as a reader copies them."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    pages = done.stdout.decode().rstrip("\f").split("\f")
    assert len(pages) == 1
    return [" ".join(line.split()) for line in pages[0].splitlines() if line.strip()]


def test_the_information_form_says_in_vietnamese_what_will_be_sealed() -> None:
    with translation.override("vi"):
        lines = text_of(information_form_pdf(FORM))
    assert lines == INFORMATION_FORM


def test_the_appointment_slip_names_the_promised_day_and_no_full_number() -> None:
    with translation.override("vi"):
        lines = text_of(appointment_slip_pdf(SLIP))
    assert lines == APPOINTMENT_SLIP
    assert not any("099147" in line for line in lines)


@pytest.mark.parametrize(
    ("day", "form", "slip"),
    [
        (date(2021, 9, 1), "CC02", "CC03"),
        (date(2024, 6, 30), "CC02", "CC03"),
        (date(2024, 7, 1), "CC01", "CC02"),
    ],
)
def test_the_codes_of_both_papers_follow_the_rules_of_the_cases_day(day: date, form: str, slip: str) -> None:
    regime = regime_on(day)
    with translation.override("en"):
        first = text_of(information_form_pdf(replace(FORM, code=regime.information_form)))
        second = text_of(appointment_slip_pdf(replace(SLIP, code=regime.appointment_slip)))
    assert any(f"Form {form}, rules since {regime.since.year}" in line for line in first)
    assert any(f"Form {slip}, rules since {regime.since.year}" in line for line in second)


@pytest.mark.parametrize(
    "address", ["https://example.org/x.woff2", "file:///etc/passwd", "static:///enrol/no-such-file.css"]
)
def test_papers_load_nothing_from_outside(address: str) -> None:
    with pytest.raises(ValueError, match="outside"):
        own_file(address)
