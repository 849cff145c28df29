from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tannha.desk.models import Check
from tannha.desk.rules.purpose import CheckState
from tannha.issue.models import Card

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str], Client]
STRANGER = "099150000077|012345678|Lê Thị Lạ|02031950|Nữ|Phường khác|01082021"


def _text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def _at_the_desk(client_as: ClientAs, purpose: str = "health_insurance") -> Client:
    vy = client_as("vy")
    assert vy.post(reverse("desk:purpose"), {"purpose": purpose}).status_code == 303
    return vy


def test_the_purpose_comes_first_and_stays_for_the_shift(client_as: ClientAs) -> None:
    vy = client_as("vy")
    first = vy.get(reverse("desk:check"))
    assert (first.status_code, first["Location"]) == (303, reverse("desk:purpose"))
    assert vy.post(reverse("desk:purpose"), {}).status_code == 422
    assert vy.post(reverse("desk:purpose"), {"purpose": "curiosity"}).status_code == 422
    vy.post(reverse("desk:purpose"), {"purpose": "treatment"})
    shown = vy.get(reverse("desk:check"))
    assert "Mục đích: khám không dùng BHYT" in _text(shown)
    assert 'data-scan="scanned"' in shown.content.decode()


def test_scan_and_receive_are_two_actions(client_as: ClientAs, given: Card) -> None:
    vy = _at_the_desk(client_as)
    scanned = vy.post(reverse("desk:check"), {"scanned": given.qr_text + "\r\n"})
    assert scanned.status_code == 303
    shown = vy.get(scanned["Location"])
    text = _text(shown)
    for words in (
        "BẢN SAO CHƯA KIỂM CHỨNG",
        "Trần Thị Đào",
        "1947",
        "…0001",
        "Chip thật",
        "chưa kiểm được",
        "nhìn người, nhìn thẻ",
        "chưa nối cổng BHYT",
        "Đủ để tiếp nhận khám BHYT. Không cần giấy khác",
    ):
        assert words in text
    assert "099147000001" not in shown.content.decode()
    assert shown.content.decode().split("</main>")[0].count('class="act"') == 1
    assert vy.post(scanned["Location"], {"decision": "receive"}).status_code == 303
    assert Check.objects.get().state == CheckState.RECEIVED
    after = _text(vy.get(scanned["Location"]))
    assert "đã tiếp nhận" in after
    assert "Trần Thị Đào" not in after


def test_a_wrong_scan_is_refused_in_words_on_the_same_page(client_as: ClientAs) -> None:
    vy = _at_the_desk(client_as)
    refused = vy.post(reverse("desk:check"), {"scanned": "IDVNM1470000017099147000001<<3"})
    assert refused.status_code == 409
    assert "dùng cho máy đọc chip" in _text(refused)
    assert "desk.mrz_scanned" in refused.content.decode()
    assert vy.post(reverse("desk:check"), {"scanned": ""}).status_code == 409
    assert not Check.objects.exists()


def test_an_emergency_is_written_down_with_its_reason(client_as: ClientAs) -> None:
    vy = _at_the_desk(client_as)
    checked = vy.post(reverse("desk:check"), {"scanned": STRANGER})["Location"]
    address = checked + "emergency/"
    assert vy.get(address).status_code == 200
    assert vy.post(address, {"reason": ""}).status_code == 422
    assert vy.post(address, {"reason": "bất tỉnh"}).status_code == 303
    assert Check.objects.get().state == CheckState.EMERGENCY
    assert vy.post(reverse("desk:emergency-without-card"), {"reason": "không giấy tờ"}).status_code == 303
    assert Check.objects.filter(state=CheckState.EMERGENCY).count() == 2


def test_a_look_up_waits_is_repeated_and_is_closed(client_as: ClientAs) -> None:
    vy = _at_the_desk(client_as)
    checked = vy.post(reverse("desk:check"), {"scanned": STRANGER})["Location"]
    vy.post(checked, {"decision": "later"})
    listed = vy.get(reverse("desk:later"))
    assert "Lê Thị Lạ · …0077" in _text(listed)
    assert vy.post(reverse("desk:later")).status_code == 303
    assert "còn 1 lượt" in _text(vy.get(reverse("desk:later")))
    close = re.search(r'action="([^"]+/close/)"', listed.content.decode())
    assert close is not None
    assert vy.post(close[1]).status_code == 303
    assert "Không còn lượt nào chờ." in _text(vy.get(reverse("desk:later")))
    assert Check.objects.get().kept_copy is None


def test_a_contract_is_never_signed_on_a_copy(client_as: ClientAs, given: Card) -> None:
    vy = _at_the_desk(client_as, "contract")
    checked = vy.post(reverse("desk:check"), {"scanned": given.qr_text})["Location"]
    text = _text(vy.get(checked))
    assert "Chưa đủ để ký hợp đồng" in text
    assert "Cấp cứu" not in text.split("Chưa đủ để ký")[1]


def test_the_desk_is_not_there_for_others_and_a_check_only_for_its_clerk(
    client_as: ClientAs, cast: Any, given: Card
) -> None:
    checked = _at_the_desk(client_as).post(reverse("desk:check"), {"scanned": given.qr_text})["Location"]
    for who in cast:
        expected = 404 if who not in ("vy", "quynh") else 200
        assert client_as(who).get(reverse("desk:purpose")).status_code == expected, who
        assert client_as(who).get(checked).status_code == (200 if who == "vy" else 404), who
    assert client_as("nobody").get(reverse("desk:check")).status_code == 303


def test_the_desk_speaks_english_where_it_is_chosen(client_as: ClientAs, given: Card) -> None:
    vy = _at_the_desk(client_as)
    vy.cookies["tannha_language"] = "en"
    text = _text(vy.get(vy.post(reverse("desk:check"), {"scanned": given.qr_text})["Location"]))
    assert "UNVERIFIED COPY" in text
    assert "could not be checked" in text
    assert "Enough to receive for a health-insurance visit." in text
    assert "Tiếp nhận" not in text
