"""Chips of cards made here: written once, read back, kept sealed, lent to the virtual reader; for invented people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tannha.ground.refusal import Refused
from tannha.icao.chip.applet import Applet
from tannha.icao.chip.storage import NotAnImage, decode_image, encode_image
from tannha.icao.reader.facts import Name
from tannha.icao.reader.inspection import Inspector
from tannha.issue import service
from tannha.issue.devices.own_authority import trusted_here
from tannha.issue.models import Card, Chip
from tannha.issue.refusals import Code

pytestmark = pytest.mark.django_db


def test_a_chip_is_written_read_back_and_kept_sealed(card: Card, cast: Any, now: datetime) -> None:
    chip = service.write_chip(cast["dung"], card_id=card.pk, now=now)
    assert set(chip.groups) == {"DG1", "DG2", "DG13", "DG14", "DG15"}
    outcomes = {fact["fact"]: fact["outcome"] for fact in chip.read_back}
    assert outcomes["chip_genuine"] == outcomes["groups_intact"] == outcomes["signer_known"] == "holds"
    assert outcomes["not_specimen"] == "fails"
    assert not any("evidence" in fact for fact in chip.read_back)
    sealed = bytes(Chip.objects.get().sealed)
    assert card.number.encode() not in sealed
    assert b"version" not in sealed


def test_a_chip_is_not_written_twice(card: Card, cast: Any, now: datetime) -> None:
    service.write_chip(cast["dung"], card_id=card.pk, now=now)
    with pytest.raises(Refused) as refused:
        service.write_chip(cast["dung"], card_id=card.pk, now=now)
    assert refused.value.refusal.code == Code.CHIP_WRITTEN


def test_a_real_persons_card_gets_no_specimen_chip(card: Card, cast: Any, now: datetime) -> None:
    Card.objects.filter(pk=card.pk).update(number="001147000001")
    with pytest.raises(Refused) as refused:
        service.write_chip(cast["dung"], card_id=card.pk, now=now)
    assert refused.value.refusal.code == Code.CHIP_OF_A_PERSON
    assert service.show_chip(cast["dung"], card_id=card.pk, now=now).why_not is not None


def test_a_chip_is_lent_made_at_first_use_and_the_same_ever_after(
    card: Card, cast: Any, now: datetime
) -> None:
    first = service.lend_chip(cast["dung"], resident_id=card.resident_id, now=now)
    again = service.lend_chip(cast["dung"], resident_id=card.resident_id, now=now)
    assert first.files == again.files
    other = service.lend_chip(cast["dung"], resident_id=card.resident_id, profile="rsa-aa", now=now)
    assert other.files != first.files
    assert Chip.objects.count() == 1


def test_the_lent_chip_is_read_with_the_last_six_digits_and_trusted_here(
    card: Card, cast: Any, now: datetime
) -> None:
    image = service.lend_chip(cast["dung"], resident_id=card.resident_id, now=now)
    can = image.passwords[1]
    assert can.text == card.number[-6:]
    found = Inspector(trusted_here(), at=now).inspect(Applet(image), [can])
    assert found.fact(Name.CHIP_GENUINE).holds
    assert found.fact("signer_known").holds
    assert found.is_specimen
    assert "".join(card.mrz_lines) == found.zone


def test_a_kept_image_comes_back_whole_and_other_bytes_do_not(card: Card, cast: Any, now: datetime) -> None:
    image = service.lend_chip(cast["dung"], resident_id=card.resident_id, now=now)
    back = decode_image(encode_image(image))
    assert back.files == image.files
    assert back.master_files == image.master_files
    assert back.passwords == image.passwords
    for raw in (b"", b"{}", b"[]", b'{"version":9}', encode_image(image)[:-9]):
        with pytest.raises(NotAnImage):
            decode_image(raw)


def test_the_page_shows_what_was_written_and_what_a_reader_found(
    client_as: Callable[[str], Client], card: Card
) -> None:
    dung = client_as("dung")
    address = reverse("issue:chip", args=[card.pk])
    assert address in dung.get(reverse("issue:card", args=[card.pk])).content.decode()
    assert 'form="main"' in dung.get(address).content.decode()
    assert dung.post(address).status_code == 303
    shown = dung.get(address).content.decode()
    for part in ("SPECIMEN", "DG13", "Doc 9303-11, 6"):
        assert part in shown
    assert 'form="main"' not in shown
    assert client_as("hoa").get(address).status_code == 404
