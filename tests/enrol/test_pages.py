"""The pages of this room as people use them: forms in, one step on; refusals and errors in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tannha.enrol import service
from tannha.enrol.models import Enrolment, Packet, Sample
from tannha.enrol.rules.acts import Place, Stage
from tannha.enrol.rules.parts import Part
from tests.enrol.people import Desk, People, countersigned_enrolment, picture

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str], Client]


@pytest.fixture
def minh_now(cast: Any) -> Desk:
    """Minh at the real moment, since pages take it from the clock."""
    return Desk(cast["minh"], datetime.now(tz=UTC))


def text_of(response: Any) -> str:
    body = response.content.decode()
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", body, flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))


def main_of(response: Any) -> str:
    return str(response.content.decode()).split("<main", 1)[1].split("</main>", 1)[0]


def untidy(response: Any) -> list[str]:
    """What a page must not show: two filled buttons, a stray None, a style attribute, a number in full."""
    body = main_of(response)
    found = re.findall(r'class="act"', body)[1:] + re.findall(r"\bstyle=|0991900000\d\d", body)
    return [*found, *re.findall(r"\bNone\b", text_of(response))]


def upload(name: str = "x.png", body: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body if body is not None else picture(), content_type="image/png")


def test_a_scanned_number_leads_to_the_person_and_never_stands_in_an_address(
    client_as: ClientAs, people: People
) -> None:
    client = client_as("minh")
    page = client.get(reverse("enrol:check_in"))
    assert "Ghi có mặt" in text_of(page)
    found = client.post(reverse("enrol:check_in"), {"number": "099190000003"})
    assert found.status_code == 303
    assert found["Location"] == reverse("enrol:arrival", args=[people.ngan.pk])
    shown = client.get(found["Location"])
    assert "PHẠM THU NGÂN" in text_of(shown)
    assert "Vào hàng chờ" in text_of(shown)
    assert not untidy(shown)
    into = client.post(found["Location"], {"place": "counter"})
    assert into.status_code == 303
    assert "A-001" in text_of(client.get(into["Location"]))


def test_a_wrong_number_says_how_many_digits_and_an_unknown_one_offers_the_roll(
    client_as: ClientAs, people: People
) -> None:
    client = client_as("minh")
    short = client.post(reverse("enrol:check_in"), {"number": "09919"})
    assert short.status_code == 422
    unknown = client.post(reverse("enrol:check_in"), {"number": "099190000099"})
    assert unknown.status_code == 200
    assert reverse("roll:find") in unknown.content.decode()


def test_the_line_shows_numbers_and_no_name_of_who_waits(
    client_as: ClientAs, people: People, minh_now: Desk
) -> None:
    service.check_in(minh_now.actor, case_id=people.ngan.pk, place=Place.COUNTER, now=minh_now.now)
    shown = client_as("ha").get(reverse("enrol:desk", args=[2]))
    assert "A-001" in text_of(shown)
    assert "NGÂN" not in text_of(shown)
    assert "Gọi số tiếp" in text_of(shown)
    assert not untidy(shown)
    called = client_as("ha").post(reverse("enrol:desk", args=[2]))
    assert called["Location"] == reverse("enrol:case", args=[Enrolment.objects.get().pk])


def test_every_step_is_done_on_its_page_up_to_the_slip(
    client_as: ClientAs, people: People, minh_now: Desk
) -> None:
    client = client_as("minh")
    k = minh_now.begin(people.ngan)
    case = reverse("enrol:case", args=[k])
    answers: dict[str, dict[str, Any]] = {
        "look_up": {"data_right": "yes", "service": "first"},
        "features": {"text": "không có"},
        "fee": {},
        "old_paper": {"old_paper": "none_held"},
        "seal": {},
    }
    for _ in range(40):
        stage = Enrolment.objects.get(pk=k).stage
        shown = client.get(case)
        assert shown.status_code == 200
        assert not untidy(shown), stage
        if stage == "slip":
            break
        if stage == "photo":
            frames = Sample.objects.filter(part="face").count()
            data = {"frame": "0"} if frames else {"upload": [upload("a.jpg", picture("JPEG", (300, 400)))]}
        elif stage in ("prints", "iris"):
            data = {"upload": upload(), "score": ""}
        elif stage == "print_sign":
            paper = client.post(reverse("enrol:form", args=[k]))
            assert paper["Content-Type"] == "application/pdf"
            data = {"signer": "person", "mark": "signature"}
        else:
            data = answers[stage]
        assert client.post(case, data).status_code == 303, stage
    assert Packet.objects.get().slip_number in text_of(client.get(case))
    slip = client.post(reverse("enrol:slip", args=[k]))
    assert slip.content.startswith(b"%PDF")
    assert "Về hàng chờ" in text_of(client.get(case))


def test_a_hostile_file_gets_three_sentences_and_the_step_stays(
    client_as: ClientAs, people: People, minh_now: Desk
) -> None:
    row = minh_now.until(minh_now.begin(people.ngan), Stage.PRINTS)
    client = client_as("minh")
    answer = client.post(
        reverse("enrol:case", args=[row.pk]), {"upload": upload("van-tay.png", b"<?php evil ?>")}
    )
    assert answer.status_code == 409
    assert "tên tệp không có giá trị" in text_of(answer)
    assert "enrol.sample_kind" in text_of(answer)
    nothing = client.post(reverse("enrol:case", args=[row.pk]), {})
    assert nothing.status_code == 422
    assert not Sample.objects.exists()


def test_an_upload_never_lies_in_a_temporary_file(
    client_as: ClientAs, people: People, minh_now: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tempfile

    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("a sample went to disk")

    row = minh_now.until(minh_now.begin(people.ngan), Stage.PRINTS)
    client = client_as("minh")
    for name in ("NamedTemporaryFile", "TemporaryFile", "mkstemp", "SpooledTemporaryFile"):
        monkeypatch.setattr(tempfile, name, forbidden)
    noisy = upload("large.png", _large_picture())
    assert noisy.size is not None
    assert noisy.size > 2_621_440
    assert client.post(reverse("enrol:case", args=[row.pk]), {"upload": noisy}).status_code == 303
    assert Sample.objects.get().length == noisy.size


def _large_picture() -> bytes:
    import io

    from PIL import Image

    written = io.BytesIO()
    Image.effect_noise((2000, 1600), 90).save(written, "PNG")
    return written.getvalue()


def test_what_cannot_be_taken_is_recorded_on_its_own_page(
    client_as: ClientAs, people: People, minh_now: Desk
) -> None:
    row = minh_now.until(minh_now.begin(people.ngan), Stage.PRINTS)
    client = client_as("minh")
    address = reverse("enrol:exception", args=[row.pk])
    shown = text_of(client.get(address))
    assert "ngón út phải" in shown
    assert "ngón cái" not in shown
    assert client.post(address, {"subject": "right_little"}).status_code == 422
    done = client.post(address, {"subject": "right_little", "reason": "contracture"})
    assert done.status_code == 303
    assert "tay co cứng" in text_of(client.get(done["Location"]))


def test_a_correction_stands_beside_the_old_value(
    client_as: ClientAs, people: People, minh_now: Desk
) -> None:
    k = minh_now.begin(people.ngan)
    client = client_as("minh")
    client.post(reverse("enrol:case", args=[k]), {"data_right": "no", "service": "change"})
    moved = client.get(reverse("enrol:case", args=[k]))
    assert moved["Location"] == reverse("enrol:correction", args=[k])
    shown = client.get(moved["Location"])
    assert "PHẠM THU NGÂN" in text_of(shown)
    assert "15/07/1990" in text_of(shown)
    assert not untidy(shown)
    wrong = {"birth_0": "31", "birth_1": "2", "birth_2": "1990", "evidence": "birth_certificate"}
    assert client.post(moved["Location"], {**wrong, "evidence_number": "12/1990"}).status_code == 422
    right = {"full_name": "PHẠM THU NGÀN", "evidence": "birth_certificate", "evidence_number": "12/1990"}
    assert client.post(moved["Location"], right).status_code == 303
    assert "PHẠM THU NGÀN" in text_of(client.get(reverse("enrol:case", args=[k])))


def test_one_tap_stops_and_the_next_page_asks_nothing(
    client_as: ClientAs, people: People, minh_now: Desk
) -> None:
    row = minh_now.until(minh_now.begin(people.tam), Stage.PHOTO)
    client = client_as("minh")
    assert client.get(reverse("enrol:stop", args=[row.pk])).status_code == 405
    stopped = client.post(reverse("enrol:stop", args=[row.pk]))
    assert stopped["Location"] == reverse("enrol:stopped", args=[row.pk])
    shown = client.get(stopped["Location"])
    assert "Cảm ơn anh Tâm. Mình dừng ở đây." in text_of(shown)
    assert 'class="act"' not in main_of(shown)
    assert "<fieldset" not in main_of(shown)
    outside = client.get(stopped["Location"] + "?outside")
    assert "khi gia đình mời" in text_of(outside)
    done = client.post(stopped["Location"], {"calmed": ["music"], "consent": "on"})
    assert done["Location"] == reverse("web:today")
    case = client.get(reverse("enrol:case", args=[row.pk]))
    assert case["Location"] == reverse("enrol:stopped", args=[row.pk])


def test_the_familys_side_has_no_name_number_clock_or_red(
    client_as: ClientAs, people: People, minh_now: Desk
) -> None:
    k = minh_now.begin(people.tam)
    shown = client_as("minh").get(reverse("enrol:family", args=[k]))
    assert not re.search(r"\d", text_of(shown))
    assert "TÂM" not in text_of(shown)
    assert "Mình làm từ từ" in text_of(shown)


def test_the_gentle_page_speaks_with_the_persons_own_name_and_keeps_stop_in_reach(
    client_as: ClientAs, people: People, minh_now: Desk
) -> None:
    row = minh_now.until(minh_now.begin(people.tam), Stage.PHOTO)
    shown = client_as("minh").get(reverse("enrol:bedside", args=[row.pk]))
    assert "«Anh Tâm nhìn bông hoa này nhé. Không có đèn chớp đâu.»" in text_of(shown)
    body = shown.content.decode()
    assert body.count(reverse("enrol:stop", args=[row.pk])) == 2
    assert 'data-key="F9"' in body


def test_a_supervisor_looks_and_countersigns_with_a_fresh_code(
    client_as: ClientAs, people: People, minh_now: Desk, cast: Any
) -> None:
    row = countersigned_enrolment(minh_now, people.ngan)
    client = client_as("hoa")
    shown = client.get(reverse("enrol:exceptions"))
    words = text_of(shown)
    assert "1 trong 1" in words
    assert "Minh thu nhận" in words
    assert "Ngón út trái không thu được: tay co cứng" in words
    assert "Mã của Hoa" in words
    assert not untidy(shown)
    address = reverse("enrol:exceptions_case", args=[row.pk])
    bad = client.post(address, {"second_username": "hoa", "second_code": "000000", "agrees": "yes"})
    assert bad.status_code == 409
    code = cast.code("hoa", datetime.now(tz=UTC))
    good = client.post(address, {"second_username": "hoa", "second_code": code, "agrees": "yes"})
    assert good.status_code == 303
    assert Enrolment.objects.get(pk=row.pk).stage == Stage.SEAL
    assert "Không hồ sơ nào chờ" in text_of(client.get(reverse("enrol:exceptions")))


def test_an_enrolment_of_somebody_else_is_the_same_404_as_one_that_is_not_there(
    client_as: ClientAs, people: People, minh_now: Desk
) -> None:
    from tannha.ground.ids import new_id

    k = minh_now.begin(people.ngan)
    for name in ("case", "bedside", "exception", "correction", "stopped"):
        assert client_as("ha").get(reverse(f"enrol:{name}", args=[k])).status_code == 404
        assert client_as("khang").get(reverse(f"enrol:{name}", args=[k])).status_code == 404
        assert client_as("minh").get(reverse(f"enrol:{name}", args=[new_id()])).status_code == 404
    for name in ("lan", "tuan", "dung", "vy", "phuc", "ngan", "yen"):
        assert client_as(name).get(reverse("enrol:check_in")).status_code == 404
    assert client_as("nobody").get(reverse("enrol:check_in")).status_code == 303


def test_the_pages_speak_english_when_asked(client_as: ClientAs, people: People, minh_now: Desk) -> None:
    row = minh_now.until(minh_now.begin(people.ngan), Stage.PRINTS)
    client = client_as("minh")
    client.cookies["tannha_language"] = "en"
    shown = text_of(client.get(reverse("enrol:case", args=[row.pk])))
    assert "Four fingers flat, right hand" in shown
    assert "This finger cannot be taken" in shown
    assert "Bốn ngón" not in shown


def test_frames_are_shown_small_to_their_operator_only(
    client_as: ClientAs, people: People, minh_now: Desk
) -> None:
    row = minh_now.until(minh_now.begin(people.ngan), Stage.PHOTO)
    minh_now.sample(row.pk, Part.FACE, files=[picture("JPEG", (900, 1200))])
    address = reverse("enrol:frame", args=[row.pk, 0])
    shown = client_as("minh").get(address)
    assert shown["Content-Type"] == "image/jpeg"
    assert shown["Cache-Control"] == "no-store"
    assert client_as("hoa").get(address).status_code == 404
    assert client_as("ha").get(address).status_code == 404


def test_no_page_asks_the_store_more_than_thirty_times(
    client_as: ClientAs, people: People, minh_now: Desk, cast: Any, django_assert_max_num_queries: Any
) -> None:
    for case in (people.ngan, people.tam, people.dao):
        countersigned_enrolment(minh_now, case)
        Enrolment.objects.update(operator=cast.user("ha"))
    row = Enrolment.objects.first()
    assert row is not None
    for name, address in (
        ("hoa", reverse("enrol:exceptions")),
        ("ha", reverse("enrol:case", args=[row.pk])),
        ("minh", reverse("enrol:desk_first")),
        ("minh", reverse("enrol:arrival", args=[people.ngan.pk])),
        ("minh", reverse("enrol:check_in")),
    ):
        client = client_as(name)
        client.get(address)
        with django_assert_max_num_queries(30):
            assert client.get(address).status_code == 200
