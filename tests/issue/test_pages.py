from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.test import Client
from django.urls import reverse
from PIL import Image

from tannha.enrol.models import Packet
from tannha.ground.qr_codes import read_code
from tannha.icao.seal import decode_seal
from tannha.issue.models import Card, Receipt
from tannha.issue.rules.handover import CardStatus

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str], Client]


def _text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def _vietnamese(response: Any) -> str:
    text = _text(response)
    for stray in ("None", "null", "{{", "}}", "UTC", "must", "the card"):
        assert stray not in text
    return text


GIVE = {
    "place": "home",
    "right_person": "on",
    "old_paper": "collected",
    "receiver": "person",
    "mark": "fingerprint",
}


def test_a_supervisor_opens_the_first_packet_and_approves_it(client_as: ClientAs, packet: Packet) -> None:
    hoa = client_as("hoa")
    listed = hoa.get(reverse("issue:approve"))
    assert listed.status_code == 200
    assert "TRẦN THỊ ĐÀO" in _vietnamese(listed)
    address = reverse("issue:packet", args=[packet.pk])
    assert address in listed.content.decode()
    shown = hoa.get(address)
    assert "data:image/jpeg;base64," in shown.content.decode()
    assert "Duyệt cấp" in _vietnamese(shown)
    assert "099147000001" not in shown.content.decode()
    assert hoa.post(address, {"decision": "approve"}).status_code == 303
    packet.refresh_from_db()
    assert packet.state == Packet.State.APPROVED


def test_a_return_without_a_reason_keeps_the_page_and_says_what_is_missing(
    client_as: ClientAs, packet: Packet
) -> None:
    hoa, address = client_as("hoa"), reverse("issue:packet", args=[packet.pk])
    empty = hoa.post(address, {"decision": "return", "reason": ""})
    assert empty.status_code == 422
    assert "Ghi một câu" in _text(empty)
    assert hoa.post(address, {"decision": "return", "reason": "ảnh nhắm mắt"}).status_code == 303
    packet.refresh_from_db()
    assert packet.state == Packet.State.RETURNED


def test_an_issuer_makes_the_cards_that_are_chosen(client_as: ClientAs, approved: Packet) -> None:
    dung, address = client_as("dung"), reverse("issue:batches")
    shown = dung.get(address)
    assert "SPECIMEN" in _vietnamese(shown)
    keys = re.findall(r'name="chosen" value="([^"]+)"', shown.content.decode())
    assert len(keys) == 1
    assert dung.post(address, {"chosen": keys}).status_code == 303
    card = Card.objects.get(packet=approved)
    assert card.status == CardStatus.MADE
    refused = dung.post(address, {"chosen": ["nonsense"]})
    assert refused.status_code == 409
    assert "Chưa chọn dòng nào" in _text(refused)


def test_a_card_is_given_to_an_operator_for_the_round_and_handed_over_at_home(
    client_as: ClientAs, card: Card
) -> None:
    dung, address = client_as("dung"), reverse("issue:waiting")
    shown = dung.get(address)
    assert "TRẦN THỊ ĐÀO" in _vietnamese(shown)
    key = re.search(r'name="chosen" value="([^"]+)"', shown.content.decode())
    assert key is not None
    today = (datetime.now(tz=UTC) + timedelta(hours=7)).strftime("%d/%m/%Y")
    assert dung.post(address, {"chosen": key[1], "on": today}).status_code == 422
    assert dung.post(address, {"chosen": key[1], "carrier": "minh", "on": today}).status_code == 303
    minh = client_as("minh")
    assert "TRẦN THỊ ĐÀO" in _vietnamese(minh.get(address))
    assert "TRẦN THỊ ĐÀO" not in _text(client_as("ha").get(address))
    page = reverse("issue:handover", args=[card.pk])
    form = minh.get(page)
    assert "SPECIMEN" in _vietnamese(form)
    assert "chip: chưa ghi" in _text(form)
    assert 'value="counter"' not in form.content.decode()
    missing = minh.post(page, {key: value for key, value in GIVE.items() if key != "right_person"})
    assert missing.status_code == 422
    assert "Nhìn mặt, hỏi năm sinh" in _text(missing)
    given = minh.post(page, GIVE)
    assert given.status_code == 303
    assert given["Location"] == reverse("issue:receipt", args=[card.pk])
    receipt = Receipt.objects.get(card=card)
    assert (receipt.place, receipt.mark, receipt.officer.username) == ("home", "fingerprint", "minh")
    assert "điểm chỉ" in _vietnamese(minh.get(given["Location"]))


def test_a_representative_needs_both_lines(client_as: ClientAs, card: Card) -> None:
    dung, page = client_as("dung"), reverse("issue:handover", args=[card.pk])
    half = GIVE | {"receiver": "representative", "receiver_name": "Trần Thị Hạnh"}
    assert dung.post(page, half).status_code == 422
    whole = half | {"receiver_document": "quyết định 12/2025"}
    assert dung.post(page, whole).status_code == 303
    assert Receipt.objects.get(card=card).receiver_name == "Trần Thị Hạnh"


def test_a_supporter_is_no_choice_of_the_form(client_as: ClientAs, card: Card) -> None:
    dung, page = client_as("dung"), reverse("issue:handover", args=[card.pk])
    assert dung.post(page, GIVE | {"receiver": "supporter"}).status_code == 422
    assert not Receipt.objects.exists()


def test_a_card_given_already_shows_the_refusal_with_its_receipt(client_as: ClientAs, given: Card) -> None:
    dung, page = client_as("dung"), reverse("issue:handover", args=[given.pk])
    for response in (dung.get(page), dung.post(page, GIVE)):
        assert response.status_code == 409
        assert "Thẻ đã trao ngày 24/11/2026." in _text(response)
        assert reverse("issue:receipt", args=[given.pk]) in response.content.decode()


def test_the_card_page_shows_what_is_written_and_hides_nothing_of_the_missing_chip(
    client_as: ClientAs, given: Card
) -> None:
    shown = client_as("hoa").get(reverse("issue:card", args=[given.pk]))
    text = _vietnamese(shown)
    assert "SPECIMEN" in text
    assert "IDVNM1470000017099147000001&lt;&lt;3" in shown.content.decode()
    assert "chưa có CSCA" in text
    assert "<svg" in shown.content.decode()
    assert " style=" not in shown.content.decode()


def test_revoking_takes_a_second_person_on_the_page_too(client_as: ClientAs, cast: Any, given: Card) -> None:
    hoa, page = client_as("hoa"), reverse("issue:revoke", args=[given.pk])
    shown = hoa.get(page)
    assert "Dũng" in _vietnamese(shown)
    assert "Minh" not in _text(shown)
    assert hoa.post(page, {"reason": "mất"}).status_code == 422
    code = cast.code("dung", datetime.now(tz=UTC))
    wrong = hoa.post(page, {"reason": "mất", "second_username": "dung", "second_code": "000000"})
    assert wrong.status_code == 409
    done = hoa.post(page, {"reason": "mất", "second_username": "dung", "second_code": code})
    assert done.status_code == 303
    given.refresh_from_db()
    assert given.status == CardStatus.REVOKED


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("approve", {"hoa", "binh", "khang"}),
        ("batches", {"dung", "duc"}),
        ("waiting", {"minh", "ha", "hoa", "binh", "khang", "dung", "duc"}),
    ],
)
def test_lists_open_to_their_roles_and_are_not_there_for_others(
    client_as: ClientAs, cast: Any, name: str, allowed: set[str]
) -> None:
    for who in cast:
        assert client_as(who).get(reverse(f"issue:{name}")).status_code == (200 if who in allowed else 404), (
            who
        )
    assert client_as("nobody").get(reverse(f"issue:{name}")).status_code == 303


def test_one_card_is_not_there_for_another_ward_and_other_work(client_as: ClientAs, given: Card) -> None:
    for name in ("card", "receipt", "receipt-paper", "handover"):
        for who in ("khang", "ha", "lan", "vy"):
            assert client_as(who).get(reverse(f"issue:{name}", args=[given.pk])).status_code == 404


def test_pages_speak_english_where_it_is_chosen(client_as: ClientAs, given: Card, packet: Packet) -> None:
    hoa = client_as("hoa")
    hoa.cookies["tannha_language"] = "en"
    text = _text(hoa.get(reverse("issue:card", args=[given.pk])))
    assert "Life of the card" in text
    assert "without end" in text
    assert "Thu hồi" not in text


def test_the_receipt_prints_on_one_page_with_every_mark_and_says_specimen(
    client_as: ClientAs, given: Card, tmp_path: Any
) -> None:
    response = client_as("dung").get(reverse("issue:receipt-paper", args=[given.pk]))
    assert response["Content-Type"] == "application/pdf"
    paper = tmp_path / "receipt.pdf"
    paper.write_bytes(response.content)
    text = subprocess.run(
        ["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True
    ).stdout
    pages = subprocess.run(["pdfinfo", paper], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Pages:\s+1\b", pages)
    assert re.search(r"Page size:\s+419\.\d+ x 595\.\d+ pts \(A5\)", pages) or "419" in pages
    lines = [re.sub(r"\s{2,}", " | ", line.strip()) for line in text.splitlines() if line.strip()]
    assert lines[:14] == [
        "SPECIMEN",
        "Biên nhận trao thẻ",
        "Dấu ký số",
        "Họ và tên | TRẦN THỊ ĐÀO",
        "Sinh | 1947",
        "Số | …0001",
        "Cấp ngày | 24/11/2026, Bộ Công an",
        "Có giá trị đến | không thời hạn",
        f"Hẹn, thật | {given.promised_on:%d/%m/%Y}, 24/11/2026",
        "Đã trao | 24/11/2026 9:00, tại nhà",
        "Giấy cũ | đã thu",
        "Người nhận | TRẦN THỊ ĐÀO",
        "Xác nhận bằng | điểm chỉ",
        "Chip: chưa ghi. Chưa có CSCA: chưa cơ quan nào ký thẻ này. Đây là thẻ mẫu,",
    ]
    assert "099147000001" not in text
    subprocess.run(["pdftoppm", "-r", "200", "-gray", "-png", paper, tmp_path / "page"], check=True)
    with Image.open(next(tmp_path.glob("page*.png"))) as page:
        code = read_code(page)
    assert code is not None
    contents = decode_seal(code.data).contents
    assert (contents["full_name"], contents["last_digits"]) == ("TRẦN THỊ ĐÀO", "0001")


def test_a_paper_uses_the_programs_own_fonts_and_reads_nothing_from_outside(
    client_as: ClientAs, given: Card, tmp_path: Any
) -> None:
    from tannha.web.paper import own_file

    paper = tmp_path / "receipt.pdf"
    paper.write_bytes(client_as("dung").get(reverse("issue:receipt-paper", args=[given.pk])).content)
    fonts = subprocess.run(["pdffonts", paper], capture_output=True, text=True, check=True).stdout
    named = [line.split()[0] for line in fonts.splitlines()[2:]]
    assert named
    assert all("Paper-" in name or "Be-Vietnam" in name for name in named), named
    for address in ("https://example.org/x.woff2", "file:///etc/hostname", "static:///../settings.py"):
        with pytest.raises((ValueError, SuspiciousFileOperation)):
            own_file(address)
